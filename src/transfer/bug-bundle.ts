import { CONSOLE_PLUGIN, type ConsoleLine, isPrinted } from '../session/plugin-events';
import type { SessionIndex, SessionSource } from '../session/types';
import { clockTime } from '../ui/format';
import { t } from '../ui/t';
import { eventsOf } from './chunk-events';
import { EVENT } from './event-shape';
import { exportHar } from './har';
import { exportReplayPage } from './replay-page';
import { beginning, html, markdown, noteText, type ReportFacts, reportOf } from './report';
import { TextFile } from './text-file';
import { ZipWriter } from './zip-write';

/** A moment as a PNG. */
export interface Picture {
  at: number;
  png: Blob;
}

/** Draws moments of a session, where there is a stage to draw them on. `onProgress` hears the part done, and may throw to stop. */
export type Draw = (moments: readonly number[], onProgress?: (part: number) => void) => Promise<Picture[]>;

/** As many pictures as anybody looks at. */
const MAX_PICTURES = 8;
/** Of the time that a bundle takes. */
const PICTURES_SHARE = 0.7;
/** What happens together is one picture. */
const APART_MS = 1_000;

interface Around {
  template: () => Promise<string>;
  onProgress?: (part: number) => void;
  draw?: Draw;
}

/** Writes all that a bug report takes into one ZIP: the report, pictures, the replay page, requests and console. */
export async function exportBugBundle(source: SessionSource, { template, onProgress, draw }: Around): Promise<Blob> {
  const index = await source.index();
  const zip = new ZipWriter();
  const share = draw ? PICTURES_SHARE : 0;
  const moments = momentsOf(index);
  const drawn = await draw?.(
    moments.map(({ at }) => at),
    part => onProgress?.(part * share),
  );
  const start = beginning(index);
  const named = (drawn ?? []).map(({ at, png }, n) => {
    const texts = moments.find(moment => moment.at === at)?.texts ?? [];
    return { path: `pictures/${n + 1}.png`, text: t('reportPictureAt', clockTime(at - start), texts.join('; ')), png };
  });
  const files = [t('reportFileReplay'), t('reportFileHar'), t('reportFileConsole')];
  const facts = { ...(await factsOf(source, index)), pictures: named, files };
  await zip.store('report.md', bytes(markdown(reportOf(index, facts))));
  for (const { path, png } of named) await zip.store(path, png);
  const inRest = (part: number) => onProgress?.(share + part * (1 - share));
  await zip.store('replay.html', await exportReplayPage(source, await template(), inRest));
  await zip.store('requests.har', await exportHar(source));
  await zip.store('console.txt', await consoleText(source, index, start));
  return zip.finish('application/zip');
}

/** The report alone, for the clipboard. */
export async function clipboardReport(source: SessionSource): Promise<{ markdown: string; html: string }> {
  const index = await source.index();
  const blocks = reportOf(index, { ...(await factsOf(source, index)), pictures: [], files: [] });
  return { markdown: markdown(blocks), html: html(blocks) };
}

/** What one picture shows. */
interface Moment {
  at: number;
  texts: string[];
}

/** What is worth a picture: notes and errors, and how it ended. Of what happens together, the last shows what came of it. */
function momentsOf({ session, marks, notes }: SessionIndex): Moment[] {
  const told = [
    ...notes.map(note => ({ at: note.at, text: noteText(note) })),
    ...marks.filter(({ kind }) => kind === 'error').map(({ at, label }) => ({ at, text: label })),
    { at: session.lastActivityAt, text: t('reportPictureEnd') },
  ].sort((a, b) => a.at - b.at);
  const moments: (Moment & { from: number })[] = [];
  for (const { at, text } of told) {
    const last = moments.at(-1);
    if (!last || at - last.from >= APART_MS) moments.push({ from: at, at, texts: [text] });
    else Object.assign(last, { at, texts: [...new Set([...last.texts, text])] });
  }
  return moments.slice(-MAX_PICTURES);
}

/** The first page as its first picture has it. */
async function factsOf(source: SessionSource, { streams }: SessionIndex): Promise<Pick<ReportFacts, 'first'>> {
  const first = streams.find(({ frameId, windows }) => frameId === 0 && windows.length > 0);
  const seq = first?.windows[0]?.seq ?? 0;
  if (first)
    for await (const { type, data } of eventsOf(source, first, '"width"', [seq, seq + 1]))
      if (type === EVENT.meta) return { first: data as { width: number; height: number; href: string } };
  return {};
}

async function consoleText(source: SessionSource, { streams }: SessionIndex, start: number): Promise<Blob> {
  const lines: { at: number; text: string }[] = [];
  for (const stream of streams)
    for await (const { timestamp: at, data } of eventsOf(source, stream, CONSOLE_PLUGIN)) {
      const { plugin, payload: line } = data as { plugin?: string; payload?: Partial<ConsoleLine> };
      if (plugin !== CONSOLE_PLUGIN || !line || !isPrinted(line)) continue;
      const { level = 'log', payload = [], trace = [] } = line;
      const stack = trace.map(one => `\n    ${one}`).join('');
      lines.push({ at, text: `${clockTime(at - start)} ${level}: ${payload.map(asText).join(' ')}${stack}\n` });
    }
  const file = new TextFile();
  for (const { text } of lines.sort((a, b) => a.at - b.at)) file.add(text);
  return file.finish('text/plain');
}

/** An argument: a text as it is, all else as JSON. */
function asText(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
