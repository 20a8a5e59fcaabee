import { useRef } from 'preact/hooks';
import { clockTime } from '../../ui/format';
import { type TextKey, t } from '../../ui/t';
import { CopyLink } from './copy-link';
import { toggleFullScreen } from './full-screen';
import { openHelp } from './help';
import { Icon, type IconName } from './icons';
import { type PlayerModel, SPEEDS } from './model';

/** Buttons under the timeline. */
export function Controls({ model }: { model: PlayerModel }) {
  return (
    // No toolbar: in one, the arrow keys would go from button to button, and here they go through time.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's border and legend would have to be undone
    <div class="controls" role="group" aria-label={t('playerControls')}>
      <Press text="playerPreviousStep" icon="previous" keys="," onClick={model.previousStep} />
      <Press text="playerBack" icon="back" keys="j" onClick={() => model.bigStep(-1)} />
      <PlayButton model={model} />
      <Press text="playerForward" icon="forward" keys="l" onClick={() => model.bigStep(1)} />
      <Press text="playerNextStep" icon="next" keys="." onClick={model.nextStep} />
      <Press text="playerPreviousError" icon="previousError" keys="E" onClick={() => model.goToError(-1)} />
      <Press text="playerNextError" icon="nextError" keys="e" onClick={() => model.goToError(1)} />
      <Times model={model} />
      {model.notes.editing && (
        <button
          type="button"
          class="button"
          aria-keyshortcuts="n"
          title={`${t('playerAddNote')} (n)`}
          onClick={model.addNote}
        >
          <Icon name="note" size={16} />
          <span class="word">{t('playerAddNote')}</span>
        </button>
      )}
      <span class="space" />
      <SkipIdle model={model} />
      <Speed model={model} />
      <CopyLink model={model} />
      <button
        type="button"
        class="press life-size"
        aria-label={t('playerLifeSize')}
        aria-pressed={model.lifeSize.value}
        aria-keyshortcuts="z"
        title={`${t('playerLifeSize')} (z)`}
        onClick={model.toggleLifeSize}
      />
      <Press text="playerFullScreen" icon="fullScreen" keys="f" onClick={toggleFullScreen} />
      <Press text="playerHelp" icon="question" keys="?" onClick={openHelp} />
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

function Speed({ model }: { model: PlayerModel }) {
  const byPointer = useRef(false);
  return (
    <label class="speed">
      <span class="visually-hidden">{t('playerSpeed')}</span>
      <select
        class="button"
        value={String(model.state.value?.speed ?? 1)}
        onPointerDown={() => {
          byPointer.current = true;
        }}
        onKeyDown={() => {
          byPointer.current = false;
        }}
        onChange={({ currentTarget: select }) => {
          model.setSpeed(Number(select.value));
          // Whoever chose with the mouse is done with it: the next key is the player's.
          if (byPointer.current) select.blur();
        }}
      >
        {SPEEDS.map(speed => (
          <option key={speed} value={String(speed)}>
            {t('playerSpeedValue', speed.toLocaleString())}
          </option>
        ))}
      </select>
    </label>
  );
}
