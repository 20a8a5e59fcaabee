/** Drawn for a 24×24 box, filled. */
const PATHS = {
  play: 'M7 4.5v15l13-7.5z',
  pause: 'M6 5h4v14H6zm8 0h4v14h-4z',
  back: 'M12 5V1L6.5 6 12 11V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z',
  forward: 'M12 5V1l5.5 5L12 11V7a6 6 0 1 0 6 6h2a8 8 0 1 1-8-8z',
  previous: 'M6 5h2v14H6zm3 7 10-7v14z',
  next: 'M16 5h2v14h-2zM5 5l10 7-10 7z',
  previousError: 'M10 5 1 12l9 7zm6-3h2v13h-2zm0 16h2v3h-2z',
  nextError: 'M14 5l9 7-9 7zM6 2h2v13H6zm0 16h2v3H6z',
  link: 'M9 7H7a5 5 0 0 0 0 10h3v-2H7a3 3 0 0 1 0-6h3V7zm5 0h3a5 5 0 0 1 0 10h-3v-2h3a3 3 0 0 0 0-6h-3zM8 11h8v2H8z',
  done: 'M9.500 18.500 3 12l1.500-1.500 5 5 10-10L21 7z',
  fullScreen: 'M4 4h6v2H6v4H4zm10 0h6v6h-2V6h-4zM4 14h2v4h4v2H4zm14 0h2v6h-6v-2h4z',
  pin: 'M14 2l8 8-1.500 1.500-1-.5-4 4 .5 3.500-1.500 1.500-4-4-6 6H3v-1.500l6-6-4-4L6.500 9l3.500.5 4-4-.5-1z',
  follow: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 20a8 6 0 0 1 16 0z',
  click: 'M5 3l14 8-6 1.5L16.5 19 14 20.3l-3.4-6.6L6 18z',
  input: 'M3 7h18v10H3zm2 2v6h14V9zm1 1h2v4H6z',
  key: 'M3 6h18v12H3zm2 2v8h14V8zm2 5h10v2H7zm0-4h2v2H7zm4 0h2v2h-2zm4 0h2v2h-2z',
  page: 'M6 2h8l5 5v15H6zm2 2v16h9V8h-4V4z',
  error: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.2 5h2.4v7h-2.4zm0 8.6h2.4V18h-2.4z',
  warn: 'M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z',
  info: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm-1 6h2v7h-2zm0-4h2v2h-2z',
  debug: 'M3 5h18v14H3zm2 2v10h14V7zm2 2 4 3-4 3zm5 5h5v1.5h-5z',
  request: 'M7 3l5 5H9v8H5V8H2zm10 18l-5-5h3V8h4v8h3z',
  tab: 'M10 4h10v16H10v-2h8V6h-8zm-1 4l5 4-5 4v-3H3v-2h6z',
  gap: 'M2 11h7v2H2zm13 0h7v2h-7zm-5-5h1.6l-1 12H9zm4 0h1.6l-1 12H13z',
  bug: 'M9 4a3 3 0 0 1 6 0l-.4 1.2A5 5 0 0 1 17 9h3v2h-3v2h4v2h-4.1A5 5 0 0 1 7.100 15H3v-2h4v-2H4V9h3a5 5 0 0 1 2.400-3.800z',
  question:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1 14h2v2h-2zm1-10a4 4 0 0 1 2.200 7.300c-.8.500-1.200.9-1.200 1.700h-2c0-1.600.9-2.500 1.900-3.200A2 2 0 1 0 10 10H8a4 4 0 0 1 4-4z',
  idea: 'M12 2a7 7 0 0 0-4 12.700V17h8v-2.300A7 7 0 0 0 12 2zM8.500 18.500h7V20h-7zm1.500 2.500h4v1h-4z',
  copy: 'M8 2h12v15h-3v5H4V7h4zm2 2v11h8V4zM8 9H6v11h9v-3H8z',
  save: 'M11 3h2v8h4l-5 6-5-6h4zM4 18h2v2h12v-2h2v4H4z',
  note: 'M4 3h16v12l-6 6H4zm2 2v14h6v-6h6V5z',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg class="icon" viewBox="0 0 24 24" width={size} height={size} fill="currentColor" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
