import { natives } from '../natives';
import { after, all, type Undo } from './after';

export type Adopter = Document | ShadowRoot;

/**
 * Calls `changed` after a page has changed its list of adopted style sheets in place (`push`, `pop`, `[0] =`), or set it to an
 * empty one: rrweb hears of lists that are set and hold something.
 */
export function watchAdopted(changed: (adopter: Adopter) => void): Undo {
  const due = new Set<Adopter>();
  const soon = (adopter: Adopter) => {
    if (due.size === 0)
      natives.microtask(() => {
        const adopters = [...due];
        due.clear();
        for (const one of adopters) changed(one);
      });
    due.add(adopter);
  };
  return all([watched(Document.prototype, soon), watched(ShadowRoot.prototype, soon)]);
}

/** Hands out the native list in a wrapping that hears of changes; one per list, for pages compare them. */
function watched(owner: Adopter, soon: (adopter: Adopter) => void): Undo {
  const descriptor = Object.getOwnPropertyDescriptor(owner, 'adoptedStyleSheets');
  const { get } = descriptor ?? {};
  if (!descriptor?.configurable || !get) return () => {};
  const wrappings = new WeakMap<object, CSSStyleSheet[]>();
  let isOn = true;
  const wrap = (adopter: Adopter, list: CSSStyleSheet[]): CSSStyleSheet[] => {
    const known = wrappings.get(list);
    if (known) return known;
    const heard = (isDone: boolean): boolean => {
      if (isOn) soon(adopter);
      return isDone;
    };
    const wrapping = new Proxy(list, {
      set: (target, key, value) => heard(Reflect.set(target, key, value)),
      deleteProperty: (target, key) => heard(Reflect.deleteProperty(target, key)),
    });
    wrappings.set(list, wrapping);
    return wrapping;
  };
  const getter = new Proxy(get, {
    apply(target, self, args) {
      const list = Reflect.apply(target as () => CSSStyleSheet[], self, args as []);
      return isOn ? wrap(self, list) : list;
    },
  });
  Object.defineProperty(owner, 'adoptedStyleSheets', { ...descriptor, get: getter });
  const undoSet = after<Adopter>(owner, 'adoptedStyleSheets', 'set', (adopter, [sheets]) => {
    if ((sheets as CSSStyleSheet[]).length === 0) soon(adopter);
  });
  return () => {
    isOn = false;
    undoSet();
    if (Object.getOwnPropertyDescriptor(owner, 'adoptedStyleSheets')?.get === getter)
      Object.defineProperty(owner, 'adoptedStyleSheets', descriptor);
  };
}
