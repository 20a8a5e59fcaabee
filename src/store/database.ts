import Dexie, { type EntityTable, type Table } from 'dexie';
import type { Asset, AssetRef, Chunk, Mark, Note, PageView, Session, Stream } from '../session/types';

/** One row per setting: its key in `Settings`, or a title waiting for the next session of a scope. */
export interface SettingRow {
  key: string;
  value: unknown;
}

/** The tape. Only `src/store` knows that it is Dexie. */
export class Database extends Dexie {
  sessions!: EntityTable<Session, 'id'>;
  pageViews!: EntityTable<PageView, 'id'>;
  streams!: EntityTable<Stream, 'id'>;
  chunks!: Table<Chunk, [string, number]>;
  marks!: Table<Mark, [string, number, number]>;
  notes!: EntityTable<Note, 'id'>;
  assets!: EntityTable<Asset, 'hash'>;
  assetRefs!: Table<AssetRef, [string, string]>;
  settings!: EntityTable<SettingRow, 'key'>;

  constructor(name = 'tapedeck') {
    super(name);
    this.version(1).stores({
      sessions: 'id, [identity+site+startedAt], startedAt, deletedAt',
      pageViews: 'id, sessionId',
      streams: 'id, sessionId, pageViewId',
      chunks: '[streamId+seq]',
      marks: '[streamId+seq+n], streamId',
      notes: 'id, sessionId',
      assets: 'hash',
      assetRefs: '[streamId+ref], hash',
      settings: 'key',
    });
  }
}
