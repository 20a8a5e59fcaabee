import { type Action, buildActions, type Target } from '../session/actions';
import type { Session, SessionSource } from '../session/types';
import { placeholderOf } from './placeholder';
import { readSeen } from './seen';

/** Writes a test for @playwright/test, as a person would: what can be named is found by its name. */
export async function exportPlaywright(source: SessionSource, onProgress?: (part: number) => void): Promise<Blob> {
  const index = await source.index();
  const actions = buildActions(index, await readSeen(source, onProgress));
  return new Blob([playwrightOf(index.session, actions)], { type: 'text/plain' });
}

/** The text of the test. */
function playwrightOf({ title, landing, site }: Session, actions: readonly Action[]): string {
  const [first = landing.url] = actions.flatMap(action => (action.do === 'go' ? [action.url] : []));
  const origin = originOf(first);
  const lines = actions.flatMap(action => linesFor(action, origin));
  const secrets = [...new Set(lines.flatMap(line => line.match(/process\.env\.TEST_\w+/g) ?? []))].map(one =>
    one.slice(12),
  );
  return [
    "import { expect, test } from '@playwright/test';",
    '',
    ...(secrets.length > 0 ? [`// What was typed is not on the tape. Set before running: ${secrets.join(', ')}`] : []),
    `test.use({ baseURL: process.env.TEST_BASE_URL ?? ${quoted(origin)} });`,
    '',
    `test(${quoted(title || landing.title || site)}, async ({ page${needsContext(actions) ? ', context' : ''} }) => {`,
    ...lines
      .filter((line, n) => line !== '' || (lines[n - 1] && n < lines.length - 1))
      .map(line => (line ? `  ${line}` : '')),
    '});',
    '',
  ].join('\n');
}

const needsContext = (actions: readonly Action[]): boolean => actions.some(({ tab }) => tab > 0);
const pageOf = (tab: number): string => (tab === 0 ? 'page' : `page${tab + 1}`);

function linesFor(action: Action, origin: string): string[] {
  const page = pageOf(action.tab);
  switch (action.do) {
    case 'go': {
      const isNew = action.tab > 0;
      return [
        '',
        ...(isNew ? [`const ${page} = await context.newPage();`] : []),
        `await ${page}.goto(${address(action.url, origin)});`,
        ...seenOn(action),
      ];
    }
    case 'opened':
      return [
        '',
        `await expect.poll(() => context.pages().length).toBeGreaterThan(${action.tab});`,
        `const ${page} = context.pages()[${action.tab}]!;`,
      ];
    case 'arrive':
      return [
        `await expect(${page}).toHaveURL(${expected(action.url, origin)});`,
        ...seenOn(action),
        ...(action.within ? [] : ['']),
      ];
    case 'turn':
      return ['', `await ${page}.bringToFront();`];
    case 'click':
      return [`await ${locator(action.target, page)}.click();`];
    case 'fill':
      return [`await ${locator(action.target, page)}.fill(${value(action)});`];
    case 'select':
      return [`await ${locator(action.target, page)}.selectOption(${value(action)});`];
    case 'check':
      return [`await ${locator(action.target, page)}.setChecked(${action.checked});`];
    case 'press':
      return [`await ${page}.keyboard.press(${quoted(action.keys.map(key => KEYS[key] ?? key).join('+'))});`];
    case 'see':
      return [
        `await expect(${page}.getByRole(${quoted(action.role)}).filter({ hasText: ${quoted(action.text)} })).toBeVisible();`,
      ];
    case 'remark':
      return [`// ${REMARKS[action.text]}: ${action.label.replace(/\s+/g, ' ')}`];
  }
}

const KEYS: Record<string, string> = { Ctrl: 'Control' };
const REMARKS = { file: 'A file was chosen here', frame: 'In a frame', gap: 'The tape has a gap here' };

/** A heading is what one looks at; a page without one has at least its title. */
function seenOn({
  tab,
  heading,
  title,
  within,
}: {
  tab: number;
  heading?: string;
  title?: string;
  within?: boolean;
}): string[] {
  const page = pageOf(tab);
  if (within) return [];
  if (heading)
    return [`await expect(${page}.getByRole('heading', { name: ${quoted(heading)}, level: 1 })).toBeVisible();`];
  return title ? [`await expect(${page}).toHaveTitle(${quoted(title)});`] : [];
}

const value = ({ value, target }: { value?: string; target: Target }): string =>
  value === undefined ? `process.env.${placeholderOf(target.label)} ?? ''` : quoted(value);

/** By role and name, by label, by test id, and only then by how the page is built. */
function locator({ selectors, label, frame = [] }: Target, tab: string): string {
  const page = frame.reduce((around, place) => `${around}.locator('iframe, frame').nth(${place}).contentFrame()`, tab);
  const aria = selectors.find(one => one.startsWith('aria/'));
  const [, name = '', role] = /^aria\/(.*?)(?:\[role="(\w+)"\])?$/.exec(aria ?? '') ?? [];
  // Icon fonts put signs into names that nobody can read.
  const words = name.replace(/[\p{Co}\p{Cn}]/gu, '').trim();
  if (words && role) return `${page}.getByRole(${quoted(role)}, { name: ${quoted(words)} })`;
  if (words) return `${page}.getByLabel(${quoted(words)})`;
  const css = selectors.map(one => one.replace(/^pierce\//, '')).find(one => !/^(aria|text)\//.test(one));
  const testId = /^\[data-testid="((?:[^"\\])*)"\]$/.exec(css ?? '')?.[1];
  if (testId) return `${page}.getByTestId(${quoted(testId)})`;
  if (css) return `${page}.locator(${quoted(css)})`;
  const text = selectors.find(one => one.startsWith('text/'))?.slice(5);
  return `${page}.getByText(${quoted(text ?? label)})`;
}

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
}

/** An address as the test writes it: without the site, where it is the first page's. */
const address = (url: string, origin: string): string => {
  const { origin: own, pathname, search, hash } = new URL(url);
  return quoted(own === origin ? pathname + search + hash : url);
};

/** A query may hold what is new each time, an order's number; then the path has to do. */
const expected = (url: string, origin: string): string => {
  const { pathname, search } = new URL(url);
  return search ? `url => url.pathname === ${quoted(pathname)}` : address(url, origin);
};

/** A string of JavaScript, in single quotes where that reads better. */
function quoted(text: string): string {
  const json = JSON.stringify(text).replace(/\u2028|\u2029/g, sign => `\\u${sign.charCodeAt(0).toString(16)}`);
  if (/['\\]/.test(json.slice(1, -1).replaceAll('\\"', ''))) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}
