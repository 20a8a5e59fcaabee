import { type Action, buildActions, type Target } from '../session/actions';
import type { Session, SessionSource } from '../session/types';
import { placeholderOf } from './placeholder';
import { readSeen } from './seen';

/** What DevTools' Recorder and @puppeteer/replay read; a step's fields depend on its type. */
type Step = Record<string, unknown> & { type: string };

/** Into an element from its corner: inside of a round button as well as of a checkbox. */
const OFFSET = { offsetX: 10, offsetY: 8 };
const VIEWPORT = {
  width: 1280,
  height: 800,
  deviceScaleFactor: 1,
  isMobile: false,
  hasTouch: false,
  isLandscape: false,
};

/** Writes a recording for the Recorder of Chrome's DevTools. It knows one tab: the others are gone to in it. */
export async function exportRecorder(source: SessionSource, onProgress?: (part: number) => void): Promise<Blob> {
  const index = await source.index();
  const actions = buildActions(index, await readSeen(source, onProgress));
  return new Blob([`${JSON.stringify(recorderOf(index.session, actions), null, 2)}\n`], { type: 'application/json' });
}

export const recorderOf = ({ title, landing, site }: Session, actions: readonly Action[]) => ({
  title: title || landing.title || site,
  steps: [
    { type: 'setViewport', ...VIEWPORT },
    ...actions.flatMap((action, n) => [...pauseBefore(action, actions[n - 1]), ...stepsOf(action)]),
  ] satisfies Step[],
});

/** A dialog that fades away lies over the page for a moment. */
const LONGEST_PAUSE_MS = 1_000;

/** A click waits as long as its user did, up to a moment: what the last click set in motion may lie over what is clicked next. */
function pauseBefore(action: Action, last: Action | undefined): Step[] {
  if (action.do !== 'click' || (last?.do !== 'click' && last?.do !== 'press')) return [];
  const ms = Math.min(LONGEST_PAUSE_MS, action.at - last.at);
  return [{ type: 'waitForExpression', expression: `new Promise(done => setTimeout(done, ${ms}, true))` }];
}

function stepsOf(action: Action): Step[] {
  switch (action.do) {
    case 'go':
    case 'turn':
      return [{ type: 'navigate', url: action.url, assertedEvents: [{ type: 'navigation', url: action.url }] }];
    case 'arrive':
      return [{ type: 'waitForExpression', expression: isAt(action.url) }];
    case 'opened':
    case 'remark':
      return [];
    case 'click':
      return on(action.target, { type: 'click', ...OFFSET, ...navigation(action) });
    case 'check':
      return on(action.target, { type: 'click', ...OFFSET });
    case 'fill':
    case 'select':
      return on(action.target, { type: 'change', value: action.value ?? `\${${placeholderOf(action.target.label)}}` });
    case 'press':
      return [
        // What Enter brings about, it does when it goes down.
        ...action.keys.map((key, n, { length }) => ({
          type: 'keyDown',
          key: keyOf(key),
          ...(n === length - 1 && navigation(action)),
        })),
        ...action.keys.toReversed().map(key => ({ type: 'keyUp', key: keyOf(key) })),
      ];
    case 'see':
      return [{ type: 'waitForElement', selectors: [[`text/${action.text}`]] }];
  }
}

/** A step on an element; without a way to find it there is none. */
const on = ({ selectors, frame }: Target, { type, ...rest }: Step): Step[] =>
  selectors.length === 0
    ? []
    : [{ type, target: 'main', ...(frame && { frame }), selectors: selectors.map(one => [one]), ...rest }];

const navigation = ({ navigates }: { navigates?: boolean }) =>
  navigates ? { assertedEvents: [{ type: 'navigation' }] } : {};

const KEYS: Record<string, string> = { Ctrl: 'Control' };
const keyOf = (key: string): string => KEYS[key] ?? key;

/** The query may hold an order's number: the path says where one is. */
function isAt(url: string): string {
  const { host, pathname, hash } = new URL(url);
  return `location.host + location.pathname + location.hash === ${JSON.stringify(host + pathname + hash)}`;
}
