import type { Place } from '../../src/messages/protocol';
import type { Asset, Session } from '../../src/session/types';
import type { Settings } from '../../src/settings/settings';
import { DEFAULTS } from '../../src/settings/settings';
import { Database } from '../../src/store/database';
import { type Delivery, ingest } from '../../src/store/ingest';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** 11:00 of the day on which the tests play; times are told in minutes from here. */
export const ELEVEN = Date.UTC(2026, 2, 2, 11);
export const minute = (n: number): number => ELEVEN + n * MINUTE_MS;

export const HERE: Place = { tabId: 1, frameId: 0, site: 'shop.test', identity: 'normal' };

let names = 0;

/** An empty database of its own. */
export const freshDatabase = (): Database => new Database(`tapedeck-${names++}`);

export interface Told {
  stream?: string;
  seq?: number;
  document?: string;
  title?: string;
  via?: Delivery['document']['via'];
  /** When the chunk begins, in minutes from 11:00; the activity in it is from here to `to`. */
  at: number;
  to?: number;
  /** When the stream was opened; at the chunk's beginning, unless told. */
  openedAt?: number;
  /** No one acted. */
  passive?: boolean;
  timeoutMin?: number;
  place?: Partial<Place>;
  marks?: Delivery['marks'];
  assets?: Delivery['assets'];
  bytes?: number;
  opensWithSnapshot?: boolean;
  closeReason?: Delivery['chunk']['closeReason'];
}

/** A chunk with everything about it made up but what a test is about. */
export function delivery(told: Told): Delivery {
  const { stream = 's1', seq = 0, document = 'd1', at, to = at, openedAt = at, passive, closeReason } = told;
  const [from, until] = [minute(at), minute(to)];
  return {
    place: { ...HERE, ...told.place },
    document: {
      id: document,
      url: `https://www.shop.test/${document}`,
      title: told.title ?? document,
      startedAt: minute(openedAt),
      ...(told.via && { via: told.via }),
    },
    stream: { id: stream, openedAt: minute(openedAt), openReason: 'load', visible: true },
    chunk: {
      seq,
      from,
      to: until,
      count: 1,
      opensWithSnapshot: told.opensWithSnapshot ?? seq === 0,
      ...(!passive && { firstActivityAt: from, lastActivityAt: until }),
      ...(closeReason && { closeReason }),
    },
    bytes: new Uint8Array(told.bytes ?? 10).fill(seq),
    marks: told.marks ?? [],
    assets: told.assets ?? [],
    timeoutMs: (told.timeoutMin ?? 30) * MINUTE_MS,
  };
}

/** Takes chunks in, one after the other; gives what each was answered. */
export async function deliver(db: Database, ...told: Told[]) {
  const verdicts = [];
  for (const one of told) verdicts.push((await ingest(db, delivery(one))).verdict);
  return verdicts;
}

/** A session's stretch in minutes from 11:00. */
export const stretch = ({ startedAt, lastActivityAt }: Session): [number, number] => [
  (startedAt - ELEVEN) / MINUTE_MS,
  (lastActivityAt - ELEVEN) / MINUTE_MS,
];

/** All sessions, earliest first, the deleted ones too. */
export const sessionsIn = (db: Database): Promise<Session[]> => db.sessions.orderBy('startedAt').toArray();

/** The one session there is. */
export async function onlySession(db: Database): Promise<Session> {
  const [session, ...others] = await sessionsIn(db);
  if (!session || others.length > 0) throw new Error(`There are ${others.length + (session ? 1 : 0)} sessions.`);
  return session;
}

export const asset = (hash: string): Asset => ({ hash, type: 'text/css', bytes: new Uint8Array([1, 2, 3]) });

/** All rows of all tables, to see that nothing has changed. */
export const everything = async (db: Database): Promise<Record<string, unknown[]>> =>
  Object.fromEntries(await Promise.all(db.tables.map(async table => [table.name, await table.toArray()])));

export const LIMITS: Pick<Settings, 'keepDays' | 'keepBytes'> = DEFAULTS;
