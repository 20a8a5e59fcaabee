import { useEffect, useMemo } from 'preact/hooks';
import { type TextKey, t } from '../../ui/t';
import { Controls } from './controls';
import { Header } from './header';
import { Help } from './help';
import { keepFocus } from './keep-focus';
import { onKey } from './keys';
import { Legend } from './legend';
import { type Phase, PlayerModel, type PlayerOptions } from './model';
import { NoteWriter } from './note-writer';
import { SaidBar } from './said-bar';
import { SidePanel } from './side-panel';
import { Stage } from './stage';
import { TimelineBar } from './timeline-bar';

const NOTICE: Record<Exclude<Phase, 'ready'>, TextKey> = {
  opening: 'playerOpening',
  empty: 'playerEmpty',
  gone: 'playerGone',
  unreadable: 'playerUnreadable',
};

/** The player: in the extension's page and in an exported replay page alike. */
export function Player(options: PlayerOptions) {
  const model = useMemo(() => new PlayerModel(options), []);
  useEffect(() => model.open(), [model]);
  useEffect(keepFocus, []);
  useEffect(() => {
    const heard = (event: KeyboardEvent) => onKey(model, event);
    document.addEventListener('keydown', heard);
    return () => document.removeEventListener('keydown', heard);
  }, [model]);

  const phase = model.phase.value;
  if (phase !== 'ready') return <Notice text={t(NOTICE[phase])} />;
  return (
    <div class="player">
      <Header model={model} tools={options.tools} />
      <main class="main">
        <Stage model={model} />
        <footer class="deck">
          <NoteWriter model={model} />
          <TimelineBar model={model} />
          <Legend model={model} />
          <Controls model={model} />
        </footer>
      </main>
      <SidePanel model={model} />
      <SaidBar model={model} />
      <p class="visually-hidden" role="status">
        {model.told.value}
      </p>
      <Help />
    </div>
  );
}

export const Notice = ({ text }: { text: string }) => (
  <p class="notice" role="status">
    {text}
  </p>
);
