import { environmentAt } from '../session/environment';
import { durationMs } from '../session/split';
import { buildSteps, type Step } from '../session/steps';
import { buildTimeline, pageAt, type Timeline, tabsOf } from '../session/timeline';
import { type Note, type NoteKind, RIGHT, type SessionIndex } from '../session/types';
import { environmentText } from '../ui/environment-words';
import { clockTime, duration } from '../ui/format';
import { gapText } from '../ui/gap-text';
import { roleWord } from '../ui/role-word';
import { type TextKey, t } from '../ui/t';

/** A report as blocks, from which Markdown and HTML are made alike. */
type Block =
  | { is: 'title' | 'heading' | 'text'; text: string }
  | { is: 'list'; ordered: boolean; lines: string[] }
  | { is: 'pictures'; pictures: { path: string; text: string }[] };

/** What the report cannot know from the session's rows. */
export interface ReportFacts {
  /** Of the first picture: rows may not tell the window, and know an address only as it was when somebody acted. */
  first?: { width: number; height: number; href: string };
  pictures: { path: string; text: string }[];
  /** What lies beside the report, in words. */
  files: string[];
}

/** Kinds of step that say what somebody did; what happened of itself has places of its own. */
const SENTENCE: Partial<Record<Step['kind'], TextKey>> = {
  click: 'reportClick',
  input: 'reportInput',
  key: 'reportKey',
  page: 'reportPage',
  tab: 'reportTab',
};
const NOTE: Record<NoteKind, [named: TextKey, unnamed: TextKey]> = {
  note: ['playerStepNote', 'playerStepNoteUnnamed'],
  bug: ['playerStepBug', 'playerStepBugUnnamed'],
  question: ['playerStepQuestion', 'playerStepQuestionUnnamed'],
  idea: ['playerStepIdea', 'playerStepIdeaUnnamed'],
};

/** The report of a session for a tracker: what was done, what to fill in, what went wrong. */
export function reportOf(index: SessionIndex, { first, pictures, files }: ReportFacts): Block[] {
  const { session, notes } = index;
  const timeline = buildTimeline(index);
  const steps = timeline ? buildSteps(index, timeline) : [];
  const start = beginning(index);
  const when = (at: number) => clockTime(at - start);
  const of = (kind: Step['kind']) => steps.filter(step => step.kind === kind);
  const opens = session.opensAt ?? start;
  const page = timeline && pageAt(timeline, opens);
  const environment = page && environmentAt(index, page.pageViewId, opens);
  const landing = (session.opensAt === undefined && first?.href) || session.landing.url;
  const about = [
    t('reportSite', session.site),
    t('reportBegan', landing),
    t('reportWhen', moment(session.startedAt), duration(durationMs(session))),
    ...(environment ? [t('reportBrowser', environmentText(environment))] : []),
    ...(first && !environment ? [t('reportWindow', first.width, first.height)] : []),
  ];
  const section = (title: TextKey, lines: string[], ordered = false): Block[] =>
    lines.length > 0
      ? [
          { is: 'heading', text: t(title) },
          { is: 'list', ordered, lines },
        ]
      : [];
  const tabs = tabsOf(index).length;
  // With one tab it was another site's that the user came from.
  const told = steps.filter(({ kind }) => kind !== 'tab' || tabs > 1);
  const done = [...told.flatMap(doneIn), ...(timeline ? arrivals(index, timeline, opens) : [])];
  return [
    { is: 'title', text: session.title || session.landing.title || session.site },
    ...section('reportEnvironment', about),
    ...section(
      'reportSteps',
      [t('reportOpen', landing), ...done.sort((a, b) => a.at - b.at).map(({ text }) => text)],
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
      notes.map(note => `${when(note.at)} ${noteText(note)}`),
    ),
    ...section(
      'reportGaps',
      of('gap').map(({ at, label }) => `${when(at)} ${gapText(label)}`),
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

/** What a report's times count from, as the replay beside it does. */
export const beginning = (index: SessionIndex): number => buildTimeline(index)?.start ?? index.session.startedAt;

/** `2026-11-23 10:25:00 UTC`: whoever reads it may live anywhere. */
const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const times = (count: number): string => (count > 1 ? ` (${count}×)` : '');

/** A note with what it is. */
export function noteText({ kind = 'note', text }: Pick<Note, 'kind' | 'text'>): string {
  const [named, unnamed] = NOTE[kind];
  return text ? t(named, text) : t(unnamed);
}

interface Done {
  at: number;
  text: string;
}

function doneIn({ at, kind, label, detail, selectors, count }: Step): Done[] {
  const key = SENTENCE[kind];
  if (!key) return [];
  if (kind !== 'click') return [{ at, text: t(key, label || detail || '') }];
  const role = roleWord(selectors);
  const clicked =
    detail === RIGHT ? t('reportRightClick', label) : role ? t('reportClickRole', label, role) : t(key, label);
  return [{ at, text: clicked + times(count) }];
}

/** Pages that were loaded after the first. */
function arrivals({ pageViews }: SessionIndex, { pages }: Timeline, opens: number): Done[] {
  const views = new Map(pageViews.map(view => [view.id, view]));
  const first = new Map([...pages].reverse().map(page => [page.pageViewId, page]));
  return [...first.values()].flatMap(({ pageViewId, title, url, from }) => {
    if (from <= opens || from === pages[0]?.from) return [];
    const name = title || url;
    switch (views.get(pageViewId)?.via) {
      case 'address':
        return [{ at: from, text: t('reportOpen', url) }];
      case 'reload':
        return [{ at: from, text: t('reportReload') }];
      case 'history':
        return [{ at: from, text: t('reportHistory', name) }];
      default:
        return [{ at: from, text: t('reportPage', name) }];
    }
  });
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
      // What stands for a picture is seen only where there is none.
      return block.pictures.map(({ path, text }) => `${plain(text)}\n\n![${plain(text)}](${path})`).join('\n\n');
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
