/** The documents and shadow roots on the stage, the page's own first. */
function* rootsOf(root: Document | ShadowRoot): Generator<Document | ShadowRoot> {
  yield root;
  const walker = (root.ownerDocument ?? (root as Document)).createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { shadowRoot, contentDocument } = node as HTMLIFrameElement;
    if (shadowRoot) yield* rootsOf(shadowRoot);
    if (contentDocument) yield* rootsOf(contentDocument);
  }
}

/**
 * Built in an instant, a page would begin all its animations now, and stop at their first frame: what fades in would not be
 * there. What ends has ended; what goes on for ever stands where it stood `ageMs` after the snapshot.
 */
export function settleAnimations({ contentDocument }: HTMLIFrameElement, ageMs: number): void {
  if (!contentDocument) return;
  for (const root of rootsOf(contentDocument))
    for (const animation of root.getAnimations()) {
      // A page that holds one still shows its beginning.
      if (animation.playState === 'paused') continue;
      const { endTime } = animation.effect?.getComputedTiming() ?? {};
      if (typeof endTime === 'number' && Number.isFinite(endTime)) animation.finish();
      else animation.currentTime = ageMs;
    }
}
