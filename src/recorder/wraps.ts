/**
 * When rrweb stops it puts back what it found when it began, and so throws out whatever was wrapped over it since: the hooks of
 * a page that brings an rrweb of its own (Sentry, PostHog and others do); and the page's throws out ours. So what rrweb wraps is
 * wrapped here once, before the page's first script, by something that stays and passes calls on. Rrweb sees only what is below.
 */

/** What rrweb 2.1.6 wraps in the page, by owner. */
const WRAPPED: [owner: object | undefined, keys: string[]][] = [
  [
    globalThis.CSSStyleSheet?.prototype,
    ['insertRule', 'deleteRule', 'addRule', 'removeRule', 'replace', 'replaceSync'],
  ],
  [globalThis.CSSGroupingRule?.prototype, ['insertRule', 'deleteRule']],
  [globalThis.CSSStyleDeclaration?.prototype, ['setProperty', 'removeProperty']],
  [HTMLInputElement.prototype, ['value', 'checked']],
  [HTMLSelectElement.prototype, ['value', 'selectedIndex']],
  [HTMLTextAreaElement.prototype, ['value']],
  [HTMLOptionElement.prototype, ['selected']],
  [Element.prototype, ['attachShadow']],
  [globalThis.customElements, ['define']],
  [document.fonts, ['add']],
  [window, ['FontFace']],
];

const PARTS = ['value', 'set'] as const;

// By `Reflect`, which does not throw where a page has frozen the owner since.

/** One wrapped native: what rrweb made of it, and what stands for it in the page. */
interface Place {
  owner: object;
  key: string;
  below: PropertyDescriptor;
  above: PropertyDescriptor;
}

export interface Wraps {
  /** Runs what makes rrweb wrap or unwrap, while the natives are as they were before anybody came after us. */
  below(work: () => void): void;
  /** Leaves the page as it was, where nobody has wrapped us. */
  remove(): void;
}

export function createWraps(): Wraps {
  const places = WRAPPED.flatMap(([owner, keys]) => keys.flatMap(key => (owner && placeAt(owner, key)) ?? []));
  for (const { owner, key, above } of places) Reflect.defineProperty(owner, key, above);
  return {
    below(work) {
      const tops = places.map(({ owner, key, above }) => Object.getOwnPropertyDescriptor(owner, key) ?? above);
      for (const { owner, key, below } of places) Reflect.defineProperty(owner, key, below);
      try {
        work();
      } finally {
        for (const [n, place] of places.entries()) {
          const { owner, key } = place;
          place.below = Object.getOwnPropertyDescriptor(owner, key) ?? place.below;
          Reflect.defineProperty(owner, key, tops[n] ?? place.above);
        }
      }
    },
    remove() {
      for (const { owner, key, below, above } of places) {
        const top = Object.getOwnPropertyDescriptor(owner, key);
        if (PARTS.every(part => top?.[part] === above[part])) Reflect.defineProperty(owner, key, below);
      }
    },
  };
}

function placeAt(owner: object, key: string): Place | undefined {
  const below = Object.getOwnPropertyDescriptor(owner, key) ?? inherited(owner, key);
  if (!below.configurable) return;
  const place: Place = { owner, key, below, above: { ...below } };
  for (const part of PARTS) {
    if (typeof below[part] !== 'function') continue;
    // A proxy of the native, for a page may read its name, its length or its source.
    place.above[part] = new Proxy(below[part], {
      apply: (_, self, args) => Reflect.apply(place.below[part], self, args),
      construct: (_, args, target) => Reflect.construct(place.below[part], args, target),
    });
  }
  return place;
}

/** As rrweb shadows a method that an object has of its class. */
const inherited = (owner: object, key: string): PropertyDescriptor => ({
  value: owner[key as keyof object],
  writable: true,
  configurable: true,
  enumerable: false,
});
