import { useEffect, useId, useRef, useState } from 'preact/hooks';

interface Props {
  name: string;
  unit: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Said while what stands in the field cannot be taken. */
  invalid: string;
  hint?: string;
  save: (value: number) => void;
}

/** A number that is saved when its field is left, if it can be taken. */
export function NumberField({ name, unit, value, min, max, step, invalid, hint, save }: Props) {
  const id = useId();
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // What cannot be taken stays in the field for correction, so the value is put there only when it changes.
  useEffect(() => {
    if (field.current) field.current.value = String(value);
  }, [value]);
  const leave = (input: HTMLInputElement) => {
    const valid = input.value !== '' && input.validity.valid;
    setWrong(!valid);
    if (valid && input.valueAsNumber !== value) save(input.valueAsNumber);
  };
  return (
    <div class="number">
      <label for={id}>{name}</label>
      <input
        id={id}
        ref={field}
        type="number"
        min={min}
        max={max}
        step={step}
        aria-invalid={wrong}
        aria-describedby={`${id}-unit ${id}-wrong${hint ? ` ${id}-hint` : ''}`}
        onChange={event => leave(event.currentTarget)}
      />
      <span id={`${id}-unit`}>{unit}</span>
      <p class="wrong" id={`${id}-wrong`} role="alert">
        {wrong && invalid}
      </p>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
