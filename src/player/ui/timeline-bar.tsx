import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Axis } from '../../session/axis';
import { density } from '../../session/density';
import type { Step } from '../../session/steps';
import { lastIndex, pageAt, type Timeline, titleAt, urlAt } from '../../session/timeline';
import { withoutSiteName } from '../../session/titles';
import type { Range } from '../../session/types';
import { clockTime } from '../../ui/format';
import { t } from '../../ui/t';
import type { PlayerModel } from './model';
import { kindColour, lookOf, STEP_KINDS, type StepLook } from './step-kinds';
import { pageName, stepText } from './words';

/** Steps this near to the pointer are named, in parts of the timeline. */
const NEAR = 0.012;
const PAGE_KEY_MS = 60_000;
/** Of a note's tick, in heights of the others. */
const NOTE_TOP = -0.9;

/** The slider: pages, steps, idle and lost stretches, and where the story is. */
export function TimelineBar({ model }: { model: PlayerModel }) {
  const bar = useRef<HTMLDivElement>(null);
  const pointer = useSignal<number | undefined>(undefined);
  const timeline = model.timeline.value;

  // Past preact, for it happens on every frame.
  useSignalEffect(() => {
    const axis = model.axis.value;
    if (axis) bar.current?.style.setProperty('--at', String(axis.place(model.time.value)));
  });
  const axis = model.axis.value;
  if (!timeline || !axis) return null;

  const { start, end } = timeline;
  const timeOf = ({ clientX }: PointerEvent): number => {
    const { left = 0, width = 1 } = bar.current?.getBoundingClientRect() ?? {};
    return axis.moment(Math.min(1, Math.max(0, (clientX - left) / width)));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    bar.current?.setPointerCapture(event.pointerId);
    model.seek(timeOf(event));
  };
  const onPointerMove = (event: PointerEvent) => {
    pointer.value = timeOf(event);
    if (bar.current?.hasPointerCapture(event.pointerId)) model.seek(timeOf(event));
    else model.expect(pointer.value);
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
        model.expect(undefined);
      }}
    >
      <Pages timeline={timeline} axis={axis} />
      <Density model={model} axis={axis} />
      <Ticks model={model} axis={axis} />
      <div class="track">
        <div class="played" />
        <Stretches class="idle" ranges={timeline.idle} axis={axis} />
        <Stretches class="blank" ranges={model.blanks.value} axis={axis} />
        <Stretches class="lost" ranges={model.state.value?.damaged.map(({ range }) => range) ?? []} axis={axis} />
      </div>
      <div class="playhead" />
      <Hover model={model} timeline={timeline} axis={axis} at={pointer.value} />
    </div>
  );
}

const percent = (axis: Axis, at: number): string => `${axis.place(at) * 100}%`;
const width = (axis: Axis, [from, to]: Range): string => `${(axis.place(to) - axis.place(from)) * 100}%`;

function Pages({ timeline, axis }: { timeline: Timeline; axis: Axis }) {
  const names = withoutSiteName(timeline.pages.map(pageName));
  return (
    <div class="pages">
      {timeline.pages.map((page, n) => (
        <span
          key={page.from}
          class="page-segment"
          style={{ left: percent(axis, page.from), width: width(axis, [page.from, page.to]) }}
        >
          <span>{names[n]}</span>
        </span>
      ))}
    </div>
  );
}

const Stretches = ({ ranges, axis, ...rest }: { class: string; ranges: readonly Range[]; axis: Axis }) => (
  <>
    {ranges.map(range => (
      <span key={range[0]} {...rest} style={{ left: percent(axis, range[0]), width: width(axis, range) }} />
    ))}
  </>
);

const BUCKETS = 160;

/** How much happened when, as hills. */
function Density({ model, axis }: { model: PlayerModel; axis: Axis }) {
  const hills = density(
    model.steps.value.map(({ at }) => at),
    axis,
    BUCKETS,
  );
  return (
    <svg class="density" viewBox={`0 0 ${BUCKETS} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path d={`M0 1${hills.map((height, n) => `L${n + 0.5} ${1 - height}`).join('')}L${BUCKETS} 1Z`} />
    </svg>
  );
}

/** What is drawn under what; of the rest no tick is made. */
const TICK_KINDS = (Object.keys(STEP_KINDS) as StepLook[]).filter(kind => kind !== 'tab');

/** One path per kind: thousands of steps are a handful of elements. */
function Ticks({ model, axis }: { model: PlayerModel; axis: Axis }) {
  const steps = model.steps.value;
  return (
    <svg class="ticks" viewBox="0 0 10000 1" preserveAspectRatio="none" aria-hidden="true">
      {TICK_KINDS.map(kind => {
        const places = new Set(
          steps.filter(step => lookOf(step) === kind).map(({ at }) => Math.round(axis.place(at) * 10_000)),
        );
        // What the tester said stands out, also for who sees no colours.
        const top = STEP_KINDS[kind].group === 'note' ? NOTE_TOP : 0;
        return (
          <path key={kind} class="tick" style={kindColour(kind)} d={[...places].map(x => `M${x} ${top}V1`).join('')} />
        );
      })}
    </svg>
  );
}

interface HoverProps {
  model: PlayerModel;
  timeline: Timeline;
  axis: Axis;
  at: number | undefined;
}

function Hover({ model, timeline, axis, at }: HoverProps) {
  if (at === undefined) return null;
  const page = pageAt(timeline, at);
  const step = nearest(model.steps.value, axis, at);
  return (
    <div class="hover" style={{ left: percent(axis, at), transform: `translateX(${-axis.place(at) * 100}%)` }}>
      <strong>{clockTime(at - timeline.start)}</strong>{' '}
      {page && pageName({ title: titleAt(timeline, at), url: urlAt(timeline, at) })}
      {step && <div class="muted">{stepText(step)}</div>}
    </div>
  );
}

/** The step whose tick is nearest, if it is near. */
function nearest(steps: readonly Step[], axis: Axis, at: number): Step | undefined {
  const n = lastIndex(steps, step => step.at <= at);
  const away = (step: Step) => Math.abs(axis.place(step.at) - axis.place(at));
  return [steps[n], steps[n + 1]]
    .filter(step => step !== undefined && away(step) < NEAR)
    .sort((a, b) => away(a as Step) - away(b as Step))[0];
}
