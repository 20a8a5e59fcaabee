import { type ClickTrouble, clickTroubles } from './click-trouble';
import { lastIndex, pageAt, type Timeline } from './timeline';
import type { Mark, MarkKind, NoteKind, PageView, SessionIndex } from './types';

/** A note counts by what it is. */
export type StepKind = Exclude<MarkKind, 'dead'> | NoteKind;

/** One line of the story, in the parts a sentence is made of. */
export interface Step {
  /** Stays the same while the session grows. */
  key: string;
  kind: StepKind;
  at: number;
  label: string;
  detail?: string;
  selectors?: string[];
  /** Of a click. */
  trouble?: ClickTrouble;
  /** How often the same happened in a row. */
  count: number;
  pageViewId: string;
}

/** Steps on one page, as long as the user stayed there. */
export interface StepGroup {
  key: string;
  pageViewId: string;
  title: string;
  url: string;
  at: number;
  steps: Step[];
}

/** Kinds that are told once however often they come in a row: typing, and a page that fails in a loop. Each click is a step. */
const FOLDED: readonly StepKind[] = ['input', 'key', 'error', 'request'];

/** All steps of a session in order of time. */
export function buildSteps({ pageViews, marks, notes, streams }: SessionIndex, timeline: Timeline): Step[] {
  const byId = new Map(streams.map(stream => [stream.id, stream]));
  const pageViewOf = (mark: Mark): string => {
    const stream = byId.get(mark.streamId);
    // What happens in a frame happens on the page around it.
    if (stream?.frameId === 0) return stream.pageViewId;
    return (pageAt(timeline, mark.at) ?? timeline.pages[0])?.pageViewId ?? '';
  };
  const troubles = clickTroubles(marks);
  const told = withoutLandings(
    marks.flatMap(mark => {
      const { kind } = mark;
      // It is told by the click it speaks of.
      if (kind === 'dead') return [];
      const trouble = troubles.get(mark);
      return { ...stepOf(mark), kind, pageViewId: pageViewOf(mark), ...(trouble && { trouble }) };
    }),
    pageViews,
  );
  const noted = notes.map(
    ({ id, at, text, kind = 'note' }): Step => ({
      key: id,
      kind,
      at,
      label: text,
      count: 1,
      pageViewId: pageAt(timeline, at)?.pageViewId ?? '',
    }),
  );
  const steps: Step[] = [];
  for (const step of [...told, ...noted].sort((a, b) => a.at - b.at)) {
    const last = steps.at(-1);
    const isFolded = FOLDED.includes(step.kind) || step.trouble === 'rage';
    if (last && isFolded && same(last, step)) last.count++;
    else steps.push(step);
  }
  return steps;
}

/** Steps grouped by the page they happened on; coming back to a page begins another group. */
export function groupByPage(steps: readonly Step[], { pages }: Timeline): StepGroup[] {
  const groups: StepGroup[] = pages.map(({ pageViewId, title, url, from }) => ({
    key: `${pageViewId} ${from}`,
    pageViewId,
    title,
    url,
    at: from,
    steps: [],
  }));
  for (const step of steps) {
    // A page logs and fails also while another is on show, before its first picture and behind: that belongs to its own
    // last or next time on show.
    const near = Math.max(
      0,
      lastIndex(groups, ({ at }) => at <= step.at),
    );
    const own = (group: StepGroup) => group.pageViewId === step.pageViewId;
    const group = groups.slice(0, near + 1).findLast(own) ?? groups.find(own) ?? groups[near];
    group?.steps.push(step);
  }
  return groups;
}

/** Leaves out that a page was gone to when it was loaded: the heading of its group says that. */
function withoutLandings(steps: readonly Step[], pageViews: readonly PageView[]): Step[] {
  const urls = new Map(pageViews.map(({ id, url }) => [id, url]));
  const landed = new Set<string>();
  return steps.filter(({ kind, pageViewId, detail }) => {
    if (kind !== 'page' || landed.has(pageViewId)) return true;
    landed.add(pageViewId);
    return detail !== urls.get(pageViewId);
  });
}

function stepOf(mark: Mark): Omit<Step, 'pageViewId' | 'kind'> {
  const { at, label, detail, selectors, streamId, seq, n } = mark;
  return {
    key: `${streamId} ${seq} ${n}`,
    at,
    label,
    count: 1,
    ...(detail !== undefined && { detail }),
    ...(selectors && { selectors }),
  };
}

const same = (a: Step, b: Step): boolean =>
  a.kind === b.kind &&
  a.label === b.label &&
  a.detail === b.detail &&
  a.trouble === b.trouble &&
  a.pageViewId === b.pageViewId;
