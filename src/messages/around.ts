/**
 * Whether a frame has no tape of its own: the document around it records it, or it is an `about:blank` of another origin, as
 * rrweb itself puts into every document, also of a sandbox: recording there would never end.
 */
export function isRecordedAround(window: Window): boolean {
  return window.location.href === 'about:blank' || isOfOriginAround(window);
}

/** Whether a frame is of the same origin as the document around it. */
export function isOfOriginAround(window: Window): boolean {
  try {
    return window.frameElement !== null;
  } catch {
    return false; // of another origin
  }
}
