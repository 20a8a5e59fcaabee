// esbuild takes style sheets in; TypeScript only has to let them pass.
declare module '*.css';
