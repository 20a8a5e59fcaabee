import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { currentStep, type StepKind } from '../../session/steps';
import { pageAt, type Timeline } from '../../session/timeline';
import type { Range } from '../../session/types';
import { clockTime } from '../../ui/format';
import { t } from '../../ui/t';
import type { PlayerModel } from './model';
import { kindColour, STEP_KINDS } from './step-kinds';
import { pageName, stepText } from './words';

/** Steps in front of the pointer this near are named. */
const NEAR_MS = 3_000;
const PAGE_KEY_MS = 60_000;

/** The slider: pages, steps, idle and lost stretches, and where the story is. */
export function TimelineBar({ model }: { model: PlayerModel }) {
  const bar = useRef<HTMLDivElement>(null);
  const pointer = useSignal<number | undefined>(undefined);
  const timeline = model.timeline.value;

  // Past preact, for it happens on every frame.
  useSignalEffect(() => {
    const whole = model.timeline.value;
    if (!whole) return;
    bar.current?.style.setProperty('--at', String((model.time.value - whole.start) / (whole.end - whole.start)));
  });
  if (!timeline) return null;

  const { start, end } = timeline;
  const timeOf = ({ clientX }: PointerEvent): number => {
    const { left = 0, width = 1 } = bar.current?.getBoundingClientRect() ?? {};
    return start + Math.min(1, Math.max(0, (clientX - left) / width)) * (end - start);
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    bar.current?.setPointerCapture(event.pointerId);
    model.seek(timeOf(event));
  };
  const onPointerMove = (event: PointerEvent) => {
    pointer.value = timeOf(event);
    if (bar.current?.hasPointerCapture(event.pointerId)) model.seek(timeOf(event));
  };
  // The arrows are the whole player's keys.
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      Home: start,
      End: end,
      PageUp: model.time.peek() + PAGE_KEY_MS,
      PageDown: model.time.peek() - PAGE_KEY_MS,
      ArrowUp: model.time.peek() + 5_000,
      ArrowDown: model.time.peek() - 5_000,
    };
    const at = to[event.key];
    if (at === undefined) return;
    event.preventDefault();
    model.seek(at);
  };

  const page = model.page.value;
  return (
    <div
      class="timeline"
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label={t('playerTimeline')}
      aria-valuemin={0}
      aria-valuemax={Math.ceil((end - start) / 1000)}
      aria-valuenow={model.second.value}
      aria-valuetext={t(
        'playerTimelineValue',
        clockTime(model.second.value * 1000),
        clockTime(end - start),
        page ? pageName(page) : '',
      )}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => {
        pointer.value = undefined;
      }}
    >
      <Pages timeline={timeline} />
      <Ticks model={model} timeline={timeline} />
      <div class="track">
        <Stretches class="idle" ranges={timeline.idle} timeline={timeline} />
        <div class="played" />
        <Stretches
          class="lost"
          ranges={model.state.value?.damaged.map(({ range }) => range) ?? []}
          timeline={timeline}
        />
      </div>
      <div class="playhead" />
      <Hover model={model} timeline={timeline} at={pointer.value} />
    </div>
  );
}

const percent = ({ start, end }: Timeline, at: number): string => `${((at - start) / (end - start)) * 100}%`;
const width = ({ start, end }: Timeline, [from, to]: Range): string => `${((to - from) / (end - start)) * 100}%`;

const Pages = ({ timeline }: { timeline: Timeline }) => (
  <div class="pages">
    {timeline.pages.map(page => (
      <span
        key={page.from}
        class="page-segment"
        style={{ left: percent(timeline, page.from), width: width(timeline, [page.from, page.to]) }}
      >
        <span>{pageName(page)}</span>
      </span>
    ))}
  </div>
);

const Stretches = ({ ranges, timeline, ...rest }: { class: string; ranges: readonly Range[]; timeline: Timeline }) => (
  <>
    {ranges.map(range => (
      <span key={range[0]} {...rest} style={{ left: percent(timeline, range[0]), width: width(timeline, range) }} />
    ))}
  </>
);

/** What is drawn under what; of the rest no tick is made. */
const TICK_KINDS = (Object.keys(STEP_KINDS) as StepKind[]).filter(kind => kind !== 'tab');

/** One path per kind: thousands of steps are a handful of elements. */
function Ticks({ model, timeline }: { model: PlayerModel; timeline: Timeline }) {
  const span = timeline.end - timeline.start;
  const steps = model.steps.value;
  return (
    <svg class="ticks" viewBox="0 0 10000 1" preserveAspectRatio="none" aria-hidden="true">
      {TICK_KINDS.map(kind => {
        const places = new Set(
          steps.filter(step => step.kind === kind).map(({ at }) => Math.round(((at - timeline.start) / span) * 10_000)),
        );
        return <path key={kind} class="tick" style={kindColour(kind)} d={[...places].map(x => `M${x} 0V1`).join('')} />;
      })}
    </svg>
  );
}

function Hover({ model, timeline, at }: { model: PlayerModel; timeline: Timeline; at: number | undefined }) {
  if (at === undefined) return null;
  const page = pageAt(timeline, at);
  const step = currentStep(model.steps.value, at);
  const share = (at - timeline.start) / (timeline.end - timeline.start);
  return (
    <div class="hover" style={{ left: percent(timeline, at), transform: `translateX(${-share * 100}%)` }}>
      <strong>{clockTime(at - timeline.start)}</strong> {page && pageName(page)}
      {step && at - step.at < NEAR_MS && <div class="muted">{stepText(step)}</div>}
    </div>
  );
}
