import type { Mark, SessionIndex, Stream } from './types';

/** A page of another session in one of this session's tabs: the tab was handed over to it. */
export interface HandOver {
  tabId: number;
  at: number;
  host: string;
  sessionId: string;
}

/** A time that a tab spent at another site. */
export interface Journey {
  /** Of the step that tells of leaving. */
  key: string;
  from: Stream;
  leftAt: number;
  /** Of the other site; unknown where the user typed an address and did not come back. */
  host: string;
  isRecorded: boolean;
  /** Where it was recorded, its first page there. */
  handOver?: HandOver;
  /** The first stream after it, if the tab came back. */
  back?: Stream;
}

/** The detail of a mark for a site that is in no scope. */
export const NOT_RECORDED = 'not-recorded';

/** Before and after all marks that are stored. */
const LEFT_SEQ = -2;
const BACK_SEQ = -3;
/** A tab that goes on later than this was not handed over: its user did something else. */
const AT_ONCE_MS = 5 * 60_000;

/**
 * The times that a session's tabs were at other sites: from what the page knew as it was left, from who sent the tab back, and from
 * the pages of other sessions in between.
 */
export function journeysOf({ streams, marks }: SessionIndex, handOvers: readonly HandOver[]): Journey[] {
  const tops = streams.filter(({ frameId }) => frameId === 0).sort((a, b) => a.openedAt - b.openedAt);
  const said = (stream: Stream | undefined, kind: 'left' | 'back') =>
    marks.find(mark => mark.kind === kind && mark.streamId === stream?.id);
  return tops.flatMap((from, n): Journey[] => {
    const back = tops.slice(n + 1).find(({ tabId }) => tabId === from.tabId);
    const handOver = handOvers.find(
      ({ tabId, at }) =>
        tabId === from.tabId && at > from.openedAt && at < (back?.openedAt ?? from.lastAt + AT_ONCE_MS),
    );
    const mark = said(from, 'left') ?? said(back, 'back');
    if (!mark && !handOver) return [];
    return [
      {
        key: `${from.id} ${LEFT_SEQ} 0`,
        from,
        leftAt: said(from, 'left')?.at ?? from.lastAt,
        host: handOver?.host ?? mark?.label ?? '',
        isRecorded: handOver !== undefined || mark?.detail !== NOT_RECORDED,
        ...(handOver && { handOver }),
        ...(back && { back }),
      },
    ];
  });
}

/** A session's marks with its journeys: one for leaving, one for coming back, whose label is how long it took in milliseconds. */
export function withJourneys(marks: readonly Mark[], journeys: readonly Journey[]): Mark[] {
  const told = journeys.flatMap(({ from, leftAt, host, isRecorded, back }): Mark[] => {
    const detail = isRecorded ? {} : { detail: NOT_RECORDED };
    const left: Mark = { kind: 'left', at: leftAt, label: host, ...detail, streamId: from.id, seq: LEFT_SEQ, n: 0 };
    if (!back) return [left];
    const at = back.windows[0]?.at ?? back.openedAt;
    return [left, { kind: 'back', at, label: String(at - leftAt), streamId: back.id, seq: BACK_SEQ, n: 0 }];
  });
  const stored = marks.filter(({ kind }) => kind !== 'left' && kind !== 'back');
  return [...stored, ...told].sort((a, b) => a.at - b.at);
}
