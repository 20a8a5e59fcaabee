import { type Environment, PRIVACY, type SessionIndex } from './types';

/** Names before others that pretend to be them: every browser says that it is Mozilla. */
const BROWSERS: [name: string, version: RegExp][] = [
  ['Edge', /\bEdgA?\/([\d.]+)/],
  ['Opera', /\bOPR\/([\d.]+)/],
  ['Firefox', /\bFirefox\/([\d.]+)/],
  ['Firefox', /\bFxiOS\/([\d.]+)/],
  ['Chrome', /\b(?:Headless)?Chrome\/([\d.]+)/],
  ['Chrome', /\bCriOS\/([\d.]+)/],
  ['Safari', /\bVersion\/([\d.]+).*Safari/],
];
const SYSTEMS: [name: string, version: RegExp][] = [
  ['iOS', /\b(?:iPhone|iPad|iPod)\b.*? OS ([\d_]+)/],
  ['Android', /\bAndroid ?([\d.]*)/],
  ['Windows', /\bWindows NT ([\d.]+)/],
  ['ChromeOS', /\bCrOS \S+ ([\d.]+)/],
  ['macOS', /\bMac OS X ([\d_.]+)/],
  ['Linux', /\bLinux/],
];
/** What browsers say whatever the version is: it tells nothing. */
const FROZEN = ['Windows 10.0', 'macOS 10.15.7', 'macOS 10.15'];

function firstOf(names: [string, RegExp][], userAgent: string, digits: number): string {
  for (const [name, pattern] of names) {
    const found = pattern.exec(userAgent);
    if (!found) continue;
    const version = (found[1] ?? '').split(/[._]/).slice(0, digits).join('.');
    const whole = `${name} ${version}`.trim();
    return FROZEN.includes(whole) ? name : whole;
  }
  return '';
}

/** Browser and operating system of a `User-Agent`, with what of their versions it tells; empty where it names none we know. */
export const systemOf = (userAgent: string): Pick<Environment, 'browser' | 'os'> => ({
  browser: firstOf(BROWSERS, userAgent, 1),
  os: firstOf(SYSTEMS, userAgent, 3),
});

/** What is another in `now` than it was. */
export const changedIn = (before: Environment, now: Environment): Partial<Environment> =>
  Object.fromEntries(
    Object.entries(now).filter(([name, value]) => String(value) !== String(before[name as keyof Environment])),
  );

/** The environment of a page view at a moment: as it began, with the changes since. Undefined on tapes that do not tell. */
export function environmentAt(
  { pageViews, streams, marks }: Pick<SessionIndex, 'pageViews' | 'streams' | 'marks'>,
  pageViewId: string,
  at: number,
): Environment | undefined {
  const begun = pageViews.find(({ id }) => id === pageViewId)?.environment;
  if (!begun) return;
  const own = new Set(streams.filter(stream => stream.pageViewId === pageViewId).map(({ id }) => id));
  const changes = marks
    .filter(mark => mark.kind === 'environment' && mark.at <= at && own.has(mark.streamId))
    .sort((a, b) => a.at - b.at)
    .map(({ detail }) => readChange(detail));
  return Object.assign({}, begun, ...changes);
}

const TEXTS = ['browser', 'os', 'language', 'timeZone', 'extension'] as const;

/** The change in an `environment` mark's detail; what has another shape than it should is left out. */
export function readChange(detail: string | undefined): Partial<Environment> {
  const change: Partial<Environment> = {};
  let given: Record<string, unknown>;
  try {
    given = Object(JSON.parse(detail ?? ''));
  } catch {
    return change; // cut or forged: it tells nothing
  }
  for (const name of TEXTS) {
    const value = given[name];
    if (typeof value === 'string') change[name] = value;
  }
  const { viewport, pixelRatio, touch, colourScheme, privacy } = given;
  if (Array.isArray(viewport) && viewport.length === 2 && viewport.every(Number.isFinite))
    change.viewport = viewport as [number, number];
  if (Number.isFinite(pixelRatio)) change.pixelRatio = pixelRatio as number;
  if (typeof touch === 'boolean') change.touch = touch;
  if (colourScheme === 'light' || colourScheme === 'dark') change.colourScheme = colourScheme;
  if (Array.isArray(privacy)) change.privacy = PRIVACY.filter(name => privacy.includes(name));
  return change;
}
