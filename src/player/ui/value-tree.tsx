import { useSignal } from '@preact/signals';

/** An object shows so many of its entries; the recorder keeps fewer. */
const MAX_ENTRIES = 500;
const PREVIEW_CHARS = 80;

/** A logged value: what has parts is unfolded part by part, so that depth costs nothing until it is looked at. */
export function ValueTree({ value, name }: { value: unknown; name?: string }) {
  const open = useSignal(false);
  const label = name === undefined ? null : <span class="value-name">{name}: </span>;
  if (typeof value !== 'object' || value === null)
    return (
      <div class="value-leaf">
        {label}
        <Leaf value={value} quoted={name !== undefined} />
      </div>
    );
  const entries = Object.entries(value);
  return (
    <details
      class="value-node"
      onToggle={event => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>
        {label}
        <span class="value-preview">{preview(value)}</span>
      </summary>
      {open.value &&
        entries.slice(0, MAX_ENTRIES).map(([key, part]) => <ValueTree key={key} name={key} value={part} />)}
      {open.value && entries.length > MAX_ENTRIES && <div class="value-leaf">…</div>}
    </details>
  );
}

/** Texts stand alone as they were logged, and in quotes inside an object. */
const Leaf = ({ value, quoted }: { value: unknown; quoted: boolean }) => (
  <span class={`value ${value === null ? 'null' : typeof value}`}>
    {typeof value === 'string' && !quoted ? value : JSON.stringify(value)}
  </span>
);

/** `{id: "mug", paid: false}`, no deeper. */
function preview(value: object): string {
  const word = (part: unknown): string => {
    if (Array.isArray(part)) return `[…${part.length}]`;
    if (typeof part === 'object' && part !== null) return '{…}';
    return JSON.stringify(part) ?? '';
  };
  let text = '';
  for (const [name, part] of Object.entries(value)) {
    if (text.length > PREVIEW_CHARS) {
      text += ', …';
      break;
    }
    text += `${text && ', '}${Array.isArray(value) ? '' : `${name}: `}${word(part)}`;
  }
  return Array.isArray(value) ? `[${text}]` : `{${text}}`;
}
