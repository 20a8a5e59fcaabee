import { ASSET_REF } from '../session/asset-ref';
import type { TapeEvent } from './event-shape';
import { attributesIn } from './picked';
import type { Finder } from './redaction-rules';

/** Attributes that say what a picture shows. */
const NAMES = ['alt', 'title', 'aria-label'];
const REF = new RegExp(`${ASSET_REF}([\\w-]+)`, 'g');

/** Of one stream: the pictures that bear in words what is to be gone. Their pixels cannot be read, and would most likely tell it. */
export class NamedPictures {
  #refs = new Map<number, Set<string>>();
  #named = new Set<number>();

  take(event: TapeEvent, finder: Finder): void {
    for (const [id, attributes] of attributesIn(event)) {
      for (const name of NAMES) if (finder.has(String(attributes[name] ?? ''))) this.#named.add(id);
      for (const [, ref = ''] of JSON.stringify(attributes).matchAll(REF))
        this.#refs.set(id, (this.#refs.get(id) ?? new Set()).add(ref));
    }
  }

  /** What the events call them. */
  refs(): string[] {
    return [...this.#named].flatMap(id => [...(this.#refs.get(id) ?? [])]);
  }
}
