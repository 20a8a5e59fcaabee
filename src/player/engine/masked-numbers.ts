import { IncrementalSource, type inputData, type mutationData } from '@rrweb/types';
import { MASK } from '../../session/redact';

/** Fields for numbers, which take no dots for a value: what is masked in them stands where their hint does, and not nothing. */
export class MaskedNumbers {
  /** By node: the page's own hint, and whether the dots stand there. */
  #fields = new Map<unknown, { hint: string | null; isMasked: boolean }>();

  /** A field as a snapshot has it, or as it was added. */
  node(id: unknown, tag: string, attributes: Record<string, unknown>): void {
    if (tag !== 'input' || String(attributes.type).toLowerCase() !== 'number') return;
    const { value, placeholder } = attributes;
    const isMasked = value === MASK;
    this.#fields.set(id, { hint: typeof placeholder === 'string' ? placeholder : null, isMasked });
    if (!isMasked) return;
    delete attributes.value;
    attributes.placeholder = MASK;
  }

  /** What was entered, as a change of the hint where that tells it. */
  entered({ id, text }: inputData): mutationData | undefined {
    const field = this.#fields.get(id);
    const isMasked = text === MASK;
    if (!field || !(isMasked || (field.isMasked && text === ''))) return;
    field.isMasked = isMasked;
    const placeholder = isMasked ? MASK : field.hint;
    return {
      source: IncrementalSource.Mutation,
      adds: [],
      removes: [],
      texts: [],
      attributes: [{ id, attributes: { placeholder } }],
    };
  }
}
