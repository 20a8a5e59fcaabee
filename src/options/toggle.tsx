import { useId } from 'preact/hooks';

interface Props {
  name: string;
  why: string;
  on: boolean;
  turn: (on: boolean) => void;
}

/** A setting that is on or off, with what it means below its name. */
export function Toggle({ name, why, on, turn }: Props) {
  const id = useId();
  return (
    <div class="toggle">
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-describedby={`${id}-why`}
        checked={on}
        aria-checked={on}
        onChange={event => turn(event.currentTarget.checked)}
      />
      <label for={id}>{name}</label>
      <p class="hint" id={`${id}-why`}>
        {why}
      </p>
    </div>
  );
}
