import { after, all, type Undo } from './after';

/** Elements with a closed shadow root, whose inside neither we nor rrweb can see. */
export interface ClosedHosts {
  has(element: Element): boolean;
  isAny(): boolean;
  /** One that stood in the markup, which only the relay can see. */
  add(element: Element): void;
  undo: Undo;
}

/** Calls `sized` for each with its size, at once and whenever it changes. */
export function watchClosed(sized: (host: Element) => void): ClosedHosts {
  const hosts = new WeakSet<Element>();
  const observer = new ResizeObserver(entries => {
    for (const { target } of entries) sized(target);
  });
  let isAny = false;
  const add = (host: Element) => {
    isAny = true;
    hosts.add(host);
    observer.observe(host);
    sized(host);
  };
  return {
    has: element => hosts.has(element),
    isAny: () => isAny,
    add,
    undo: all([
      after<Element>(Element.prototype, 'attachShadow', 'value', (host, [init]) => {
        if ((init as ShadowRootInit).mode === 'closed') add(host);
      }),
      () => observer.disconnect(),
    ]),
  };
}
