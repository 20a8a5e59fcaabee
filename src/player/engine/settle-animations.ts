/** The Replayer's class for a page that is paused. */
const STILL = 'rrweb-paused';

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
 * there. What ends has ended; what goes on for ever stands where it stands in a page of this age, so that it goes on as well where
 * one window follows another.
 */
export function settleAnimations({ contentDocument }: HTMLIFrameElement, ageMs: number): void {
  if (!contentDocument) return;
  const animations = [...rootsOf(contentDocument)].flatMap(root => root.getAnimations());
  if (animations.length === 0) return;
  // The Replayer holds all while it stands still; what the page itself holds is to stay where it is.
  const { classList } = contentDocument.documentElement;
  const isStill = classList.contains(STILL);
  classList.remove(STILL);
  for (const animation of animations) {
    if (animation.playState === 'paused') continue;
    const { endTime } = animation.effect?.getComputedTiming() ?? {};
    if (typeof endTime === 'number' && Number.isFinite(endTime)) animation.finish();
    else animation.currentTime = ageMs;
  }
  if (isStill) classList.add(STILL);
}
