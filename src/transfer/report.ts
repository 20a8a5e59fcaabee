import { durationMs } from '../session/split';
import { buildSteps, type Step } from '../session/steps';
import { buildTimeline } from '../session/timeline';
import type { SessionIndex } from '../session/types';
import { clockTime, duration } from '../ui/format';
import { type TextKey, t } from '../ui/t';

/** A report as blocks, from which Markdown and HTML are made alike. */
type Block =
  | { is: 'title' | 'heading' | 'text'; text: string }
  | { is: 'list'; ordered: boolean; lines: string[] }
  | { is: 'pictures'; pictures: { path: string; text: string }[] };

/** What the report cannot know from the session's rows. */
export interface ReportFacts {
  /** The browser's own name for itself, where the session was recorded in it. */
  browser?: string;
  viewport?: { width: number; height: number };
  pictures: { path: string; text: string }[];
  /** What lies beside the report, in words. */
  files: string[];
}

/** Kinds of step that say what somebody did; what happened of itself has places of its own. */
const DONE: readonly Step['kind'][] = ['click', 'input', 'key', 'page', 'tab'];
const SENTENCE: Partial<Record<Step['kind'], TextKey>> = {
  click: 'reportClick',
  input: 'reportInput',
  key: 'reportKey',
  page: 'reportPage',
  tab: 'reportTab',
};

/** The report of a session for a tracker: what was done, what to fill in, what went wrong. */
export function reportOf(index: SessionIndex, { browser, viewport, pictures, files }: ReportFacts): Block[] {
  const { session, notes } = index;
  const timeline = buildTimeline(index);
  const steps = timeline ? buildSteps(index, timeline) : [];
  const start = session.opensAt ?? timeline?.start ?? session.startedAt;
  const when = (at: number) => clockTime(at - start);
  const of = (kind: Step['kind']) => steps.filter(step => step.kind === kind);
  const about = [
    t('reportSite', session.site),
    t('reportBegan', session.landing.url),
    t('reportWhen', new Date(session.startedAt).toISOString(), duration(durationMs(session))),
    ...(viewport ? [t('reportWindow', viewport.width, viewport.height)] : []),
    ...(browser ? [t('reportBrowser', browser)] : []),
  ];
  const section = (title: TextKey, lines: string[], ordered = false): Block[] =>
    lines.length > 0
      ? [
          { is: 'heading', text: t(title) },
          { is: 'list', ordered, lines },
        ]
      : [];
  return [
    { is: 'title', text: session.title || session.landing.title || session.site },
    ...section('reportEnvironment', about),
    ...section(
      'reportSteps',
      [t('reportOpen', session.landing.url), ...steps.filter(({ kind }) => DONE.includes(kind)).map(sentence)],
      true,
    ),
    { is: 'heading', text: t('reportExpected') },
    { is: 'text', text: t('reportFillIn') },
    { is: 'heading', text: t('reportActual') },
    { is: 'text', text: t('reportFillIn') },
    ...section(
      'reportErrors',
      of('error').map(({ at, label, count }) => `${when(at)} ${label}${times(count)}`),
    ),
    ...section(
      'reportRequests',
      of('request').map(({ at, label, detail = '', count }) => `${when(at)} ${label}: ${detail}${times(count)}`),
    ),
    ...section(
      'reportNotes',
      notes.map(({ at, text }) => `${when(at)} ${text}`),
    ),
    ...(pictures.length > 0
      ? [
          { is: 'heading' as const, text: t('reportPictures') },
          { is: 'pictures' as const, pictures },
        ]
      : []),
    ...section('reportFiles', files),
  ];
}

const times = (count: number): string => (count > 1 ? ` (${count}×)` : '');

function sentence({ kind, label, detail }: Step): string {
  const key = SENTENCE[kind];
  return key ? t(key, label || detail || '') : label;
}

/** CommonMark. What pages and people wrote stays text: nothing in it is markup. */
export function markdown(blocks: readonly Block[]): string {
  return `${blocks.map(blockAsMarkdown).join('\n\n')}\n`;
}

function blockAsMarkdown(block: Block): string {
  switch (block.is) {
    case 'title':
      return `# ${plain(block.text)}`;
    case 'heading':
      return `## ${plain(block.text)}`;
    case 'text':
      return plain(block.text);
    case 'list':
      return block.lines.map((line, n) => `${block.ordered ? `${n + 1}.` : '-'} ${plain(line)}`).join('\n');
    case 'pictures':
      return block.pictures.map(({ path, text }) => `![${plain(text)}](${path})`).join('\n\n');
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const plain = (text: string): string => oneLine(text).replace(/[\\`*_[\]<>#|~!]/g, '\\$&');

/** The same for editors that take HTML; pictures are not in it, for they cannot be pasted with it. */
export const html = (blocks: readonly Block[]): string => blocks.map(blockAsHtml).join('');

function blockAsHtml(block: Block): string {
  switch (block.is) {
    case 'title':
      return `<h1>${escaped(block.text)}</h1>`;
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`;
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>${block.lines.map(line => `<li>${escaped(line)}</li>`).join('')}</${tag}>`;
    }
    case 'pictures':
      return '';
  }
}

const escaped = (text: string): string =>
  oneLine(text).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
