import { clockTime } from '../../ui/format';
import { type TextKey, t } from '../../ui/t';
import { Icon, type IconName } from './icons';
import type { PlayerModel } from './model';

const SPEEDS = [0.5, 1, 2, 4, 8, 16];

/** Buttons under the timeline. */
export function Controls({ model }: { model: PlayerModel }) {
  return (
    <div class="controls" role="toolbar" aria-label={t('playerControls')}>
      <Press text="playerPreviousStep" icon="previous" keys="," onClick={model.previousStep} />
      <Press text="playerBack" icon="back" keys="j" onClick={() => model.bigStep(-1)} />
      <PlayButton model={model} />
      <Press text="playerForward" icon="forward" keys="l" onClick={() => model.bigStep(1)} />
      <Press text="playerNextStep" icon="next" keys="." onClick={model.nextStep} />
      <Times model={model} />
      {model.notes.editing && (
        <button
          type="button"
          class="button"
          data-add-note
          aria-keyshortcuts="n"
          title={`${t('playerAddNote')} (n)`}
          onClick={model.addNote}
        >
          <Icon name="note" size={16} />
          {t('playerAddNote')}
        </button>
      )}
      <span class="space" />
      <SkipIdle model={model} />
      <Speed model={model} />
    </div>
  );
}

interface PressProps {
  text: TextKey;
  icon: IconName;
  keys: string;
  onClick: () => void;
}

const Press = ({ text, icon, keys, onClick }: PressProps) => (
  <button
    type="button"
    class="press"
    aria-label={t(text)}
    aria-keyshortcuts={keys}
    title={`${t(text)} (${keys})`}
    onClick={onClick}
  >
    <Icon name={icon} />
  </button>
);

function PlayButton({ model }: { model: PlayerModel }) {
  const playing = model.playing.value;
  const text = t(playing ? 'playerPause' : 'playerPlay');
  return (
    <button
      type="button"
      class="press play"
      aria-label={text}
      aria-keyshortcuts="k"
      title={`${text} (k)`}
      onClick={model.toggle}
    >
      <Icon name={playing ? 'pause' : 'play'} size={22} />
    </button>
  );
}

function Times({ model }: { model: PlayerModel }) {
  const { start, end } = model.timeline.value ?? { start: 0, end: 0 };
  return (
    <span class="times">
      <span>{clockTime(model.second.value * 1000)}</span>
      <span class="muted"> / {clockTime(end - start)}</span>
    </span>
  );
}

function SkipIdle({ model }: { model: PlayerModel }) {
  const on = model.state.value?.skipIdle ?? true;
  return (
    <button
      type="button"
      class="button toggle"
      aria-pressed={on}
      title={t('playerSkipIdleHint')}
      onClick={() => model.setSkipIdle(!on)}
    >
      <span class="switch" aria-hidden="true" />
      {t('playerSkipIdle')}
    </button>
  );
}

const Speed = ({ model }: { model: PlayerModel }) => (
  <label class="speed">
    <span class="visually-hidden">{t('playerSpeed')}</span>
    <select
      class="button"
      value={String(model.state.value?.speed ?? 1)}
      onChange={event => model.setSpeed(Number(event.currentTarget.value))}
    >
      {SPEEDS.map(speed => (
        <option key={speed} value={String(speed)}>
          {t('playerSpeedValue', speed.toLocaleString())}
        </option>
      ))}
    </select>
  </label>
);
