import type { Replayer } from '@rrweb/replay';

/** A forged tape may have an image play: rrweb would believe it, and fail at the next move. */
export function onlyRealMedia(replayer: Replayer): void {
  // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
  const media = replayer['mediaManager'];
  const take = media.mediaMutation.bind(media);
  media.mediaMutation = (told: { target: Node }) => {
    if (media.isSupportedMediaElement(told.target)) take(told);
  };
}
