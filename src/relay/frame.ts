import browser from 'webextension-polyfill';
import { clock } from '../clock/clock';
import { isCall } from '../messages/protocol';
import { redactMark } from '../session/redact';
import { watchActivity } from './activity';
import { EARLY } from './early';
import { pathOfTape, placeAround, placesInTape, watchFrames } from './frames';
import { connect } from './link';
import { watchSteps } from './marks';
import { call, framesLoaded, isOrphan, reporter } from './worker';

/** What a frame's console and network may tell in a second; the hooks themselves let less through. */
const MAX_CHARS = 4_000_000;
const METER_MS = 1_000;

/**
 * In a frame that is recorded from the page around it: its user's activity keeps the tab's session alive, and what is done here,
 * logged and asked for is told to that page's relay, by way of the worker: no page hears of it.
 */
export function watchFrame(): void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const report = reporter();
  const leave = () => {
    stopping.abort();
    link.close();
    browser.runtime.onMessage?.removeListener(reconsider);
  };
  /** Where what happens here belongs. */
  const around = () => {
    if (isOrphan()) leave();
    return signal.aborted ? undefined : pathOfTape(window);
  };
  const lines = createMeter();
  const link = connect({
    met: () => {
      link.order({ do: 'start', now: clock.now(), options: EARLY });
      void follow();
    },
    heard: batch => {
      const path = around();
      // More than the hooks let through is the page's own doing.
      if (path && lines.hasRoom(batch.lines.length, clock.now()))
        call('frameLines', { around: path, lines: batch.lines }).catch(() => {});
    },
    left: leave,
  });
  const follow = async () => {
    const options = await call('frameOptions', undefined).catch(() => undefined);
    if (!signal.aborted) link.order({ now: clock.now(), ...(options ? { do: 'start', options } : { do: 'stop' }) });
  };
  const reconsider = (message: unknown): undefined => {
    if (isCall(message) && message.type === 'reconsider') void follow();
  };
  browser.runtime.onMessage.addListener(reconsider);
  watchActivity(
    at => {
      if (isOrphan()) leave();
      else report(at);
    },
    clock.now,
    signal,
  );
  watchFrames(framesLoaded, signal);
  const stopSteps = watchSteps(clock.now, ({ place, ...mark }) => {
    const path = around();
    if (!path) return;
    const frame = placesInTape(window);
    const told = redactMark({
      ...mark,
      ...(place && { place: placeAround(window, place) }),
      inFrame: true,
      ...(frame && { frame }),
    });
    call('frameMark', { around: path, mark: told }).catch(() => {}); // the worker cannot be reached, by nobody here
  });
  signal.addEventListener('abort', stopSteps);
  window.addEventListener('pagehide', ({ persisted }) => link.order({ do: 'hide', now: clock.now(), persisted }), {
    capture: true,
    signal,
  });
  window.addEventListener('pageshow', ({ persisted }) => persisted && void follow(), { capture: true, signal });
}

/** Bounds how much passes in a stretch of time. */
function createMeter() {
  let openedAt = 0;
  let passed = 0;
  return {
    hasRoom(chars: number, at: number): boolean {
      if (Math.abs(at - openedAt) >= METER_MS) {
        openedAt = at;
        passed = 0;
      }
      passed += chars;
      return passed <= MAX_CHARS;
    },
  };
}
