/** The whole player on the whole screen, or back. A browser may refuse; then nothing changes. */
export const toggleFullScreen = (): void => {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => {});
};
