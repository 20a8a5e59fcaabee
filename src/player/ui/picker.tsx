import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Pick } from '../../transfer';
import { picking } from '../../ui/picking';
import { t, tCount } from '../../ui/t';
import { boxOf, labelOf, type StageElement } from '../engine/pick';
import type { PlayerModel } from './model';

/** Over the stage while elements are picked that are to leave the exported copy: one under the cursor is framed, a click takes it. */
export function Picker({ model }: { model: PlayerModel }) {
  return picking.value ? <Picks model={model} {...picking.value} /> : null;
}

interface Picked {
  pick: Pick;
  element: Element;
}

interface Props {
  model: PlayerModel;
  picks: readonly Pick[];
  done: (picks: readonly Pick[]) => void;
}

function Picks({ model, picks, done }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  const doneButton = useRef<HTMLButtonElement>(null);
  const under = useSignal<StageElement | undefined>(undefined);
  /** What the cursor is on: as long as it stays there, what was widened stays as well. */
  const cursorOn = useRef<Element>(undefined);
  const taken = useSignal<readonly Picked[]>([]);
  const finish = () => done([...picks, ...taken.peek().map(({ pick }) => pick)]);
  /** The element around the one that is framed. */
  const widen = () => {
    const { element } = under.peek() ?? {};
    const around = element?.parentElement && model.elementOf(element.parentElement);
    if (around) under.value = around;
  };
  useEffect(() => {
    model.pause();
    doneButton.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      const act = { Escape: finish, ArrowUp: widen }[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  const take = () => {
    const found = under.peek();
    if (!found) return;
    const { streamId, nodeId, element } = found;
    const isKnown = ({ pick }: Picked) => pick.streamId === streamId && pick.nodeId === nodeId;
    const pick = { streamId, nodeId, assets: model.assetsShownBy(element), label: labelOf(element) };
    // A second click lets it stay.
    taken.value = taken.value.some(isKnown)
      ? taken.value.filter(one => !isKnown(one))
      : [...taken.value, { pick, element }];
  };
  const shown = taken.value.filter(({ element }) => element.isConnected);
  return (
    <>
      <div
        ref={layer}
        class="picker"
        aria-hidden="true"
        onPointerMove={({ clientX, clientY }) => {
          const found = model.elementAt(clientX, clientY);
          if (found?.element !== cursorOn.current) under.value = found;
          cursorOn.current = found?.element;
        }}
        onClick={take}
      >
        {shown.map(({ pick, element }) => (
          <Frame key={`${pick.streamId} ${pick.nodeId}`} kind="taken" element={element} layer={layer.current} />
        ))}
        {under.value && <Frame kind="under" element={under.value.element} layer={layer.current} />}
      </div>
      <div class="picker-bar">
        <p role="status">{taken.value.length > 0 ? tCount('playerPicked', taken.value.length) : t('playerPick')}</p>
        <button ref={doneButton} type="button" class="button primary" onClick={finish}>
          {t('playerPickDone')}
        </button>
      </div>
    </>
  );
}

interface FrameProps {
  kind: 'under' | 'taken';
  element: Element;
  layer: HTMLElement | null;
}

function Frame({ kind, element, layer }: FrameProps) {
  const box = boxOf(element);
  const { left = 0, top = 0 } = layer?.getBoundingClientRect() ?? {};
  const place = { left: box.x - left, top: box.y - top, width: box.width, height: box.height };
  return (
    <div
      class={`picker-frame ${kind}`}
      style={Object.fromEntries(Object.entries(place).map(([name, value]) => [name, `${value}px`]))}
    />
  );
}
