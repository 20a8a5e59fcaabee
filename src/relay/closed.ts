/** Looks at so many elements between two looks at the clock. */
const AT_ONCE = 200;

interface WithRoot {
  /** Firefox's own. */
  openOrClosedShadowRoot?: ShadowRoot | null;
}

const { chrome } = globalThis as unknown as {
  chrome?: { dom?: { openOrClosedShadowRoot(element: HTMLElement): ShadowRoot | null } };
};

const hasClosedRoot = (element: HTMLElement): boolean =>
  element.shadowRoot === null &&
  Boolean((element as WithRoot).openOrClosedShadowRoot ?? chrome?.dom?.openOrClosedShadowRoot(element));

/**
 * Calls `found` for each element of the document with a closed shadow root, while the page is idle. One that a script attaches the
 * recorder sees by itself; what stood in the markup, or was attached while nobody recorded, only a content script can find.
 */
export function findClosed(found: (host: Element) => void, signal: AbortSignal): void {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT);
  const look = (deadline: IdleDeadline) => {
    if (signal.aborted) return;
    do {
      for (let n = 0; n < AT_ONCE; n++) {
        const node = walker.nextNode();
        if (!node) return;
        if (node instanceof HTMLElement && hasClosedRoot(node)) found(node);
      }
    } while (deadline.timeRemaining() > 1);
    requestIdleCallback(look, { timeout: 2_000 });
  };
  requestIdleCallback(look, { timeout: 2_000 });
}
