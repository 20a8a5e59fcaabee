import type { NetworkPayload, NetworkRequest } from '../session/plugin-events';
import { redactUrl } from '../session/redact';
import type { MarkDraft } from '../session/types';
import { isGuessedIcon } from './guessed-icon';
import { natives } from './natives';
import { remember } from './remember';
import { timingOf } from './resource-timing';

/** Resource timing comes this long after the answer at the latest; a body that is never read has none. */
const TIMING_WAIT_MS = 1_000;
/** What is over within this time is written together. */
const GATHER_MS = 200;
/** A page may ask in a loop; so many requests in one window are kept, and the tape has a gap for the others. */
const RATE_WINDOW_MS = 1_000;
const MAX_PER_WINDOW = 1_000;
const MAX_UNDER_WAY = 1_000;
const MAX_ADDRESS = 4_000;
const MAX_LABEL = 500;

/** Kinds that are made by a call: they are told where the call is made, and an entry only adds to that. */
const BY_CALL = ['fetch', 'xmlhttprequest', 'beacon', 'eventsource', 'websocket'];

/** A request under way. */
export interface Call {
  /** The whole address, by which its timing is found. Never written. */
  address: string;
  initiatorType: string;
  startTime: number;
  /** What is known from where it was made. */
  known: Partial<NetworkRequest>;
  /** When it ended, as the page saw it; its timing may yet come. */
  endedAt?: number;
  /** What resource timing says. */
  timing?: ReturnType<typeof timingOf>;
}

/** Brings together what is known of each request, from where it is made and from resource timing, and puts it on tape. */
export interface Requests {
  /** Without a `timing` to wait for, it is written as soon as it ends. */
  begin(initiatorType: string, method: string, url: string, timing?: 'none'): Call;
  /** It has an answer, or failed. */
  end(call: Call, known: Call['known']): void;
  /** An element says that what it names failed to load. */
  failed(initiatorType: string, url: string): void;
  /** What resource or navigation timing says. */
  timed(entry: PerformanceResourceTiming): void;
  /** Writes what is over, without waiting for more of it. */
  settle(): void;
  /**
   * The page goes away, or to memory. What is not over is written as it is, and from now on each request as soon as it is made: no
   * timer runs any more. Of a page that goes to memory, what was asked for before may yet be answered.
   */
  hide(persisted: boolean): void;
  /** The page has come back from memory. */
  show(): void;
}

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url;
const clockMs = (): number => Math.round(natives.clockMs() * 10) / 10;

function absolute(url: string): string {
  try {
    return withoutFragment(new URL(url, document.baseURI).href);
  } catch {
    return url; // the browser will say so to the page
  }
}

/** Of so many addresses ago, timing has long told. */
const MAX_REMEMBERED = 1_000;

/** `put` takes what is over; `now` is the tape's clock. */
export function createRequests(
  put: (payload: NetworkPayload, marks: MarkDraft[]) => void,
  now: () => number,
): Requests {
  // Of a page that still loads, all belongs to the tape.
  const hookedAt = document.readyState === 'loading' ? 0 : clockMs();
  const underWay = new Set<Call>();
  /** Addresses of streams: what timing says of one, it says when the stream ends. */
  const streams = new Set<string>();
  /** Addresses of beacons: Firefox tells of one as of something else, and that may be after it was written. */
  const beacons = new Set<string>();
  /** Over, and to be written next. */
  let over: Call[] = [];
  let isAsked = false;
  let hiddenAt: number | undefined;
  let windowOpened = 0;
  let inWindow = 0;
  let leftOut = 0;

  const writeSoon = () => {
    if (isAsked) return;
    isAsked = true;
    if (hiddenAt !== undefined) return natives.microtask(writeNow);
    natives.setTimeout(() => {
      isAsked = false;
      write(clockMs() - TIMING_WAIT_MS);
      for (const { endedAt } of underWay) if (endedAt !== undefined) return writeSoon();
    }, GATHER_MS);
  };

  /** Of what is asked for as the page is left, no answer will be heard. */
  const writeNow = () => {
    isAsked = false;
    if (hiddenAt !== undefined) giveUp(hiddenAt);
    write(Number.POSITIVE_INFINITY);
  };
  const giveUp = (since: number) => {
    for (const call of underWay) if (call.startTime >= since) end(call, call.known.status ? {} : { error: UNFINISHED });
  };

  const finish = (call: Call) => {
    underWay.delete(call);
    if (now() - windowOpened >= RATE_WINDOW_MS) {
      windowOpened = now();
      inWindow = 0;
    }
    if (++inWindow <= MAX_PER_WINDOW) over.push(call);
    else leftOut++;
    writeSoon();
  };

  /** Writes what is over, also what has waited for its timing since before a moment. */
  const write = (since: number) => {
    for (const call of underWay) if (call.endedAt !== undefined && call.endedAt <= since) finish(call);
    if (over.length === 0 && leftOut === 0) return;
    const timeOrigin = Math.round(now() - clockMs());
    const requests = over.map(requestOf);
    const marks = requests.flatMap(request => markOf(request, timeOrigin));
    if (leftOut > 0) marks.push({ kind: 'gap', at: now(), label: 'requests' });
    over = [];
    leftOut = 0;
    put({ requests, timeOrigin }, marks);
  };

  const end: Requests['end'] = (call, known) => {
    if (call.endedAt !== undefined) return;
    call.endedAt = clockMs();
    Object.assign(call.known, known);
    if (call.timing || !underWay.has(call)) finish(call);
    else writeSoon();
  };

  const begin: Requests['begin'] = (initiatorType, method, url, timing) => {
    const known = { method: method.slice(0, 20).toUpperCase() };
    const call: Call = { address: absolute(url), initiatorType, startTime: clockMs(), known };
    if (initiatorType === 'beacon') remember(beacons, call.address, MAX_REMEMBERED);
    if (timing === 'none') remember(streams, call.address, MAX_REMEMBERED);
    else if (underWay.size < MAX_UNDER_WAY) underWay.add(call);
    if (hiddenAt !== undefined) writeSoon();
    return call;
  };

  /** The call that an entry tells of: of equal ones the one that began last before it. */
  const callOf = ({ name, initiatorType, startTime }: PerformanceResourceTiming): Call | undefined => {
    const address = withoutFragment(name);
    // Firefox calls a beacon that.
    const isBeacon = (call: Call) => initiatorType === 'other' && call.initiatorType === 'beacon';
    const isByCall = BY_CALL.includes(initiatorType);
    return [...underWay].findLast(
      call =>
        !call.timing &&
        call.address === address &&
        (BY_CALL.includes(call.initiatorType) === isByCall || isBeacon(call)) &&
        // Browsers round their times; an element says that it failed long after it asked.
        (!isByCall || call.startTime <= startTime + 2),
    );
  };

  return {
    begin,
    end,
    failed(initiatorType, url) {
      const address = absolute(url);
      if (!/^https?:/.test(address)) return;
      const known = over.find(call => call.address === address && !BY_CALL.includes(call.initiatorType));
      if (known) known.known.error ??= 'failed';
      else end(begin(initiatorType, 'GET', url), { error: 'failed' });
    },
    timed(entry) {
      const { name, initiatorType, startTime } = entry;
      if (!/^https?:/.test(name) || entry.responseEnd < hookedAt) return;
      const made = callOf(entry);
      // Of a call without one: made before we listened, by ourselves, or written already.
      const isOfCall = BY_CALL.includes(initiatorType) || (initiatorType === 'other' && beacons.has(absolute(name)));
      if (!made && (isOfCall || streams.has(absolute(name)))) return;
      // A navigation may have been a form's.
      const known = initiatorType === 'navigation' ? {} : { method: 'GET' };
      const call: Call = made ?? { address: absolute(name), initiatorType, startTime, known };
      call.timing = timingOf(entry);
      if (!made || call.endedAt !== undefined) finish(call);
    },
    settle: () => write(Number.POSITIVE_INFINITY),
    hide(persisted) {
      if (!persisted) giveUp(0);
      hiddenAt = clockMs();
      // A timer that was set does not run any more.
      isAsked = false;
      write(Number.POSITIVE_INFINITY);
    },
    show() {
      hiddenAt = undefined;
    },
  };
}

function requestOf({
  address,
  initiatorType,
  startTime: begunAt,
  known,
  endedAt = begunAt,
  timing,
}: Call): NetworkRequest {
  const { startTime = begunAt, endTime = endedAt } = timing ?? {};
  // What the page saw is surer than what timing tells.
  const { error, ...facts } = { ...timing, ...known };
  return {
    ...facts,
    // An element fails as well where the answer says why.
    ...(error && !((facts.status ?? 0) >= 400) && { error }),
    name: redactUrl(address).slice(0, MAX_ADDRESS),
    initiatorType,
    startTime,
    endTime,
    duration: Math.max(0, Math.round((endTime - startTime) * 10) / 10),
  };
}

/** A request that failed is a line of the story; one that was cut short by leaving the page is not, nor is one that was nobody's. */
function markOf(request: NetworkRequest, timeOrigin: number): MarkDraft[] {
  const { name, method, status = 0, error, endTime } = request;
  const detail = status >= 400 ? String(status) : error;
  if (!detail || error === UNFINISHED || isGuessedIcon(request)) return [];
  const label = [method, name].filter(Boolean).join(' ').slice(0, MAX_LABEL);
  return [{ kind: 'request', at: Math.round(timeOrigin + endTime), label, detail }];
}

/** The page was left before the answer came. */
const UNFINISHED = 'page left';
