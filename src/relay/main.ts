import browser from 'webextension-polyfill';
import { clock } from '../clock/clock';
import { isRecordedAround } from '../messages/around';
import { gzip } from '../messages/body';
import {
  type Call,
  type Data,
  type DocumentFacts,
  type FrameLines,
  type FrameMark,
  isCall,
  type PageFacts,
  PROTOCOL_VERSION,
  type RelayCalls,
  type RelayOrders,
  type RelayStatus,
  type Reply,
  type Spilled,
  type TroubleReason,
} from '../messages/protocol';
import { SPILL_PREFIX, spillKey, withoutAddresses } from '../messages/spill';
import { redactMark, redactText, redactUrl, wordless } from '../session/redact';
import type { MarkDraft } from '../session/types';
import { watchActivity } from './activity';
import { arrival } from './arrival';
import { createCollector } from './assets';
import { findClosed } from './closed';
import { createDelivery, type Outgoing, type Transport } from './delivery';
import { EARLY } from './early';
import { environmentNow, watchEnvironment } from './environment';
import { watchFrame } from './frame';
import { isSamePath, pathBelow, pathOf, watchFrames } from './frames';
import { cameFrom, watchLeaving } from './journeys';
import { connect, randomName } from './link';
import { type Loaded, watchLoaded } from './loaded';
import { watchSteps } from './marks';
import { Recording } from './recording';
import { call, framesLoaded, isOrphan, reporter } from './worker';

let whenHidden: ((event: PageTransitionEvent) => void) | undefined;
// Twice: of a tab that is closed within a second of its load, Firefox lost what its first listener sent in 14 of 30
// closings; with an idle one before it in 1 of 30. Found by trying, not understood.
window.addEventListener('pagehide', () => {}, true);
window.addEventListener('pagehide', event => whenHidden?.(event), true);

const isTop = window === window.top;
declare global {
  /** In a frame: a relay is there. Only we see it: this world is our own. */
  var tapedeckRelay: boolean | undefined;
}

const schedule: Transport['schedule'] = (run, afterMs) => {
  const timer = setTimeout(run, afterMs);
  return () => clearTimeout(timer);
};

const whenParsed = (run: () => void): void => {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', run, { once: true });
  else run();
};

/** In a tab's top document, and in a frame of another origin: steers the recorder and delivers what it records. */
function watchPage(): void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const startedAt = clock.now() - performance.now();
  const via = arrival();
  let greeting: Reply<RelayCalls, 'hello'> | undefined;
  let trouble: TroubleReason | undefined;
  let surroundings: ReturnType<typeof watchEnvironment> | undefined;
  let isMet = false;
  /** Whether there are frames to be told of what the user does. */
  let hasFrames = false;
  const report = reporter();

  const options = () => (greeting?.state === 'on' ? greeting.options : EARLY);
  const environment = () => environmentNow(browser.runtime.getManifest().version, options());
  const begunIn = environment();
  const page = () => (greeting?.state === 'on' ? greeting.page : undefined);
  const isStrict = () => options().strict;
  const told = (mark: MarkDraft) => (isStrict() ? wordless(mark) : redactMark(mark));
  // A frame's tape is its page's; what address that has, the browser tells the worker.
  const documentFacts = (): DocumentFacts => ({
    id: page()?.id ?? String(Math.round(performance.timeOrigin)),
    url: isTop ? redactUrl(location.href) : '',
    title: isTop && !isStrict() ? redactText(titleNow()) : '',
    startedAt: page()?.startedAt ?? startedAt,
    ...(isTop && { via }),
    ...(isTop && { environment: begunIn }),
  });
  const pageFacts = (): PageFacts => {
    const { id, startedAt } = documentFacts();
    return { id, startedAt };
  };
  const delivery = createDelivery(
    { send: envelope => call('chunk', envelope), gzip, schedule },
    (envelope, verdict) => {
      recording.judged(envelope, verdict);
      const before = trouble;
      trouble = verdict.verdict === 'trouble' ? verdict.why : undefined;
      if (verdict.verdict === 'outdated') leave();
      else if (before && !trouble) void hello(); // the toolbar says that all is well again
      if (verdict.verdict === 'ok') collector.committed(envelope.stream.id, envelope.chunk.seq);
    },
  );
  // Only a page that is recorded is looked at.
  let loaded: Loaded | undefined;
  const collector = createCollector(
    offer => call('asset', offer),
    () => (loaded ??= watchLoaded(() => collector.look())),
    run => requestIdleCallback(run, { timeout: 2_000 }),
    () => (greeting?.state === 'on' ? greeting.largestAssetBytes : 0),
  );
  const recording = new Recording({
    now: clock.now,
    order: command => {
      link.order(command);
      if (command.do === 'start') whenParsed(pointOutClosed);
    },
    delivery,
    document: documentFacts,
    early: EARLY,
    isVisible: () => document.visibilityState === 'visible',
    newId: randomName,
    named: collector.named,
    schedule,
  });
  const mark = (made: MarkDraft | undefined) => made && recording.mark(made);
  const leftFor = watchLeaving(clock.now, signal);
  const pointOutClosed = () => findClosed(host => link.point({ do: 'closed', now: clock.now() }, host), signal);
  const hide = ({ persisted }: PageTransitionEvent) => {
    if (isOrphan()) return leave();
    if (isTop) mark(leftFor());
    recording.hide(persisted);
    // Of a page that goes to memory and comes back again and again, each chunk once: it is itself there to send them again.
    if (!persisted) handedOver = new WeakSet();
    isHidden = persisted ? 'in memory' : 'for good';
    spill();
  };
  whenHidden = hide;
  const leave = () => {
    whenHidden = undefined;
    globalThis.tapedeckRelay = undefined;
    recording.stop();
    delivery.close();
    collector.close();
    loaded?.close();
    stopping.abort();
    link.close();
    browser.runtime.onMessage?.removeListener(order);
  };
  const link = connect({
    met: () => {
      isMet = true;
      // A frame is recorded once the worker has said that its page is.
      if (isTop) recording.begin(greeting ? 'reload' : 'load');
      else if (greeting) beginFrame();
      if (isTop && !greeting) void hello();
    },
    heard: batch => {
      if (isOrphan()) return leave();
      recording.heard(batch);
      if (isHidden) spill();
    },
    left: leave,
  });

  const hello = async () => {
    const isFirst = !greeting;
    const wantsRecorder = !isTop && !greeting;
    for (;;) {
      try {
        const facts = { document: documentFacts(), at: clock.now() };
        greeting = await call('hello', { version: PROTOCOL_VERSION, ...facts, wantsRecorder });
        break;
      } catch {
        if (isOrphan() || signal.aborted) return;
        await new Promise(resolve => setTimeout(resolve, 250)); // the worker was stopped in the middle
      }
    }
    recording.answered(greeting ?? { state: 'off' });
    if (greeting?.state !== 'on') return leave();
    // What is set is no change of what was set; what has been cut and is yet to be sent tells it, too.
    if (isFirst) begunIn.privacy = environment().privacy;
    else surroundings?.look();
    if (!isTop && isMet && recording.state === 'off') beginFrame();
    // Firefox opens a document's way to the storage at its first use, which is too slow for a tab that is being closed.
    browser.storage.local.get(SPILL_PREFIX).catch(() => {});
  };
  const beginFrame = () => {
    recording.begin('load');
    sayPlace(); // only now: the page answers with its user's last activity, which is nothing to a recording that is off
  };
  /** Frames come and go, and a place holds for a moment only: it is said more than once. */
  const sayPlace = () => {
    const path = pathOf(window);
    if (path) call('framePlace', { path }).catch(() => {});
  };
  const order = (message: unknown): Promise<RelayStatus | PageFacts | true> | undefined => {
    if (!isCall(message)) return;
    const { type, data } = message as Call<RelayOrders>;
    if (type === 'status') {
      const why = trouble ?? (recording.isFull ? 'overflow' : undefined);
      return Promise.resolve({ ...(why && { trouble: why }) });
    }
    if (type === 'page') return recording.state === 'off' ? undefined : Promise.resolve(pageFacts());
    if (type === 'reconsider') void hello();
    else if (type === 'sessionEnded') recording.sessionEnded();
    else if (type === 'frameActivity' && data.frame !== placeId()) recording.acted(data.at);
    else if (type === 'frameMark') takeFrameMark(data);
    else if (type === 'frameLines') takeFrameLines(data);
    else if (type === 'framePlace') placeFrame(data);
    return isTop ? Promise.resolve(true) : undefined;
  };
  const takeFrameMark = ({ around, mark }: FrameMark) => {
    if (!isSamePath(pathOf(window), around)) return;
    // It comes before the frame's report, and after the click that it may speak of.
    if (mark.kind !== 'dead') recording.acted(mark.at);
    recording.mark(told(mark));
  };
  const takeFrameLines = ({ around, lines }: FrameLines) => {
    const isOnTape = recording.state === 'leading' || recording.state === 'streaming';
    if (isOnTape && isSamePath(pathOf(window), around)) link.order({ do: 'notes', now: clock.now(), lines });
  };
  const placeId = () => (greeting?.state === 'on' ? greeting.place.frameId : undefined);
  const placeFrame = ({ path, frame }: Data<RelayOrders, 'framePlace'>) => {
    hasFrames = true;
    // A session may have begun after the worker told the frame that none ran, and before there was a frame to be told of it.
    const at = recording.lastActivityAt;
    if (isTop && at !== undefined) call('frameActivity', { at }).catch(() => {});
    const below = pathBelow(pathOf(window) ?? [], path);
    if (below) link.order({ do: 'place', now: clock.now(), path: below, frame });
  };

  let isHidden: 'in memory' | 'for good' | undefined;
  let handedOver = new WeakSet<Outgoing>();
  const spill = () => {
    const place = greeting?.state === 'on' ? greeting.place : undefined;
    const waiting = delivery.pending().filter(envelope => !handedOver.has(envelope));
    for (const envelope of waiting) handedOver.add(envelope);
    const stream = waiting.at(-1)?.stream.id;
    if (!stream) return;
    const isPrivate = browser.extension.inIncognitoContext ?? false;
    // With the first of its stream's: those behind it may arrive before that, and are refused.
    const first = waiting.find(envelope => envelope.stream.id === stream);
    const left = collector.leave();
    const spilled = waiting.map(
      (envelope): Spilled => ({
        ...envelope,
        place,
        isPrivate,
        ...(!place && { untold: EARLY }),
        ...(envelope === first && { left }),
      }),
    );
    // No time to compress or to wait. Chromium loses what it sends to a worker that sleeps, Firefox what a closing tab
    // stores: so it goes both ways, and whatever arrives second changes nothing. A page that goes to memory is not closed;
    // what it sends is only what is not to be stored.
    for (const envelope of spilled)
      if (isHidden === 'for good' || !place || envelope.left) call('chunk', envelope).catch(() => {});
    // Whose session a page belongs to that only loaded, and was not told, the browser says of a message alone.
    if (!place && waiting.every(({ chunk }) => chunk.firstActivityAt === undefined)) return;
    const stored = spilled.map(one => [spillKey(one), withoutAddresses(one)]);
    browser.storage.local.set(Object.fromEntries(stored)).catch(() => {});
  };
  window.addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (!persisted) return;
      isHidden = undefined;
      delivery.resume();
      recording.begin('return');
      void hello();
    },
    { capture: true, signal },
  );

  browser.runtime.onMessage.addListener(order);
  watchActivity(
    at => {
      if (isOrphan()) return leave();
      recording.acted(at);
      if (!isTop || hasFrames) report(at);
    },
    clock.now,
    signal,
  );
  watchFrames(framesLoaded, signal);
  const stopSteps = watchSteps(clock.now, mark => recording.mark(told(mark)));
  signal.addEventListener('abort', stopSteps);
  if (isTop) {
    document.addEventListener('DOMContentLoaded', () => mark(cameFrom(clock.now)), { signal });
    watchAddress(mark => recording.mark(told(mark)), signal);
    surroundings = watchEnvironment(begunIn, environment, clock.now, mark => recording.mark(mark), signal);
  } else {
    window.addEventListener('DOMContentLoaded', sayPlace, { signal });
    window.addEventListener('load', sayPlace, { signal });
    void hello();
  }
}

/** `<img name="title">` would stand in its place. */
const titleNow = (): string => (typeof document.title === 'string' ? document.title : '');

/** Marks for pages: the load, and each change of address without one; and for coming back to this tab. */
function watchAddress(
  made: Recording['mark'] extends (mark: infer M) => void ? (mark: M) => void : never,
  signal: AbortSignal,
): void {
  let shown = '';
  let title = '';
  const look = () => {
    const url = redactUrl(location.href);
    if (url === shown) return;
    shown = url;
    // A title that stayed, or has yet to follow, does not tell where the page went.
    const now = titleNow();
    const label = now === title ? url.replace(location.origin, '') : now;
    title = now;
    made({ kind: 'page', at: clock.now(), label, detail: url });
  };
  const options = { capture: true, passive: true, signal };
  document.addEventListener('DOMContentLoaded', look, options);
  for (const type of ['click', 'keyup'] as const) window.addEventListener(type, look, options);
  // The page gives itself a title as it hears.
  const lookLater = () => setTimeout(look);
  for (const type of ['popstate', 'hashchange'] as const) window.addEventListener(type, lookLater, options);
  (globalThis as { navigation?: EventTarget }).navigation?.addEventListener('currententrychange', lookLater, {
    signal,
  });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') made({ kind: 'tab', at: clock.now(), label: titleNow() });
    },
    options,
  );
  window.addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (!persisted) return;
      // It comes back from memory as it was left, without a load.
      shown = '';
      title = '';
      look();
    },
    options,
  );
  if (document.readyState !== 'loading') look();
}

/** A page that is rendered before anybody asked for it is no visit yet. */
function start(): void {
  if (!isTop && globalThis.tapedeckRelay) return;
  globalThis.tapedeckRelay = true;
  if (!isTop && isRecordedAround(window)) watchFrame();
  else if (isTop && (document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', watchPage, { once: true });
  else watchPage();
}

start();
