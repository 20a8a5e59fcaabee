/** Small pictures beside words, drawn on 16 × 16; they say nothing to a screen reader, the word beside them does. */
const SHAPES = {
  play: 'M4.5 2.5v11l9-5.5z',
  export: 'M8 1.5v8M4.8 6.6 8 9.8l3.2-3.2M2.5 11.5v2h11v-2',
  bin: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4',
  star: 'M8 1.8l1.9 4 4.4.6-3.2 3 .8 4.4L8 11.7l-3.9 2.1.8-4.4-3.2-3 4.4-.6z',
  pencil: 'M2.5 13.5l.7-3 7.6-7.6 2.3 2.3-7.6 7.6zM9.3 4.4l2.3 2.3',
  import: 'M8 9.8v-8M4.8 5 8 1.8 11.2 5M2.5 11.5v2h11v-2',
  open: 'M6.5 3h-4v10.5H13v-4M9 2.5h4.5V7M13.2 2.8 7.5 8.5',
  gear: 'M8 5.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  pause: 'M5.2 3v10M10.8 3v10',
  bug: 'M5.5 5.5a2.5 2.5 0 0 1 5 0M4.5 6h7v3.500a3.500 3.500 0 0 1-7 0zM2 5l2.500 1.500M14 5l-2.500 1.500M1.500 9h3M11.500 9h3M2.500 13l2.200-1.500M13.500 13l-2.200-1.500',
  stop: 'M3.5 3.5h9v9h-9z',
} as const;

export type IconName = keyof typeof SHAPES;

const FILLED: ReadonlySet<IconName> = new Set(['play', 'stop']);

export function Icon({ name, filled = FILLED.has(name) }: { name: IconName; filled?: boolean }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      stroke-width="1.4"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
