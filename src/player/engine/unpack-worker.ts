import { unpackHere } from './unpack-here';

/** What the worker is asked, and what it answers; before its first answer it says that it is there. */
export type UnpackAsked = { id: number; bytes: Uint8Array<ArrayBuffer> };
export type UnpackAnswer = 'ready' | { id: number; text: string | undefined };

const answer = (message: UnpackAnswer): void => postMessage(message);

addEventListener('message', async ({ data: { id, bytes } }: MessageEvent<UnpackAsked>) =>
  answer({ id, text: await unpackHere(bytes).catch(() => undefined) }),
);
answer('ready');
