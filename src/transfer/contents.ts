import {
  CONSOLE_PLUGIN,
  type ConsoleLine,
  isPrinted,
  NETWORK_PLUGIN,
  type NetworkPayload,
} from '../session/plugin-events';
import type { SessionSource } from '../session/types';
import { eventsOf } from './chunk-events';
import { EVENT } from './event-shape';
import type { Format } from './formats';
import { isStyle } from './leave-out';

/** What a file can hold, in the order it is told. */
const THINGS = ['pages', 'steps', 'notes', 'lines', 'requests', 'bodies', 'assets'] as const;
export type Thing = (typeof THINGS)[number];

const HELD: Record<Format, readonly Thing[]> = {
  html: THINGS,
  'bug.zip': THINGS,
  'session.zip': THINGS,
  'spec.ts': ['pages', 'steps'],
  'recorder.json': ['pages', 'steps'],
  har: ['pages', 'requests', 'bodies'],
  'rrweb.json': ['pages', 'assets'],
  'rrweb-session.json': ['pages', 'assets'],
};

/** Whether a format has pictures and fonts inside. */
export const holdsAssets = (format: Format): boolean => HELD[format].includes('assets');

export interface Contents {
  counts: [thing: Thing, count: number][];
  assetBytes: number;
}

const STEPS = ['click', 'input', 'key'];

/** Counts what a file made of `source` has in it. `stop` may throw. */
export async function contentsOf(source: SessionSource, format: Format, stop: () => void): Promise<Contents> {
  const { pageViews, marks, notes, streams } = await source.index();
  const counts: Record<Thing, number> = {
    pages: pageViews.length,
    steps: marks.filter(({ kind }) => STEPS.includes(kind)).length,
    notes: notes.length,
    lines: 0,
    requests: 0,
    bodies: 0,
    assets: 0,
  };
  const assets = new Map<string, number>();
  for (const stream of streams) {
    stop();
    for (const { hash, type, bytes } of (await source.assets(stream.id)).values())
      if (!isStyle(type)) assets.set(hash, bytes.length);
    for await (const { type, data } of eventsOf(source, stream, '"plugin"')) {
      if (type !== EVENT.plugin) continue;
      const { plugin, payload } = data as { plugin: string; payload?: NetworkPayload & Partial<ConsoleLine> };
      if (plugin === CONSOLE_PLUGIN && payload && isPrinted(payload)) counts.lines++;
      if (plugin !== NETWORK_PLUGIN) continue;
      for (const one of payload?.requests ?? []) {
        counts.requests++;
        if ('requestBody' in one || 'responseBody' in one) counts.bodies++;
      }
    }
  }
  counts.assets = assets.size;
  return {
    counts: HELD[format].flatMap((thing): Contents['counts'] => (counts[thing] > 0 ? [[thing, counts[thing]]] : [])),
    assetBytes: [...assets.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
}
