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

  #outdated?: () => void;
  #isOutdated = false;
  #isBlocked = false;

  constructor(name = 'tapedeck') {
    super(name);
    // A newer Tapedeck brings its own tables. Closed for good: with the old ones nothing may be written into them.
    this.on('versionchange', () => {
      this.#isOutdated = true;
      this.close({ disableAutoOpen: true });
      this.#outdated?.();
    });
    this.on('blocked', () => {
      this.#isBlocked = true;
    });
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

  /** Calls `tell` when a newer Tapedeck has taken the database over: what uses this one is to be reloaded. */
  whenOutdated(tell: () => void): void {
    this.#outdated = tell;
  }

  /** Opens, or fails at once where something old holds an upgrade up. Once that has closed, it is open. */
  async ready(): Promise<void> {
    if (this.isOpen()) return;
    if (this.#isOutdated) throw new Error('A newer Tapedeck has taken the database over.');
    const opening = this.open().then(() => {
      this.#isBlocked = false;
    });
    const blocked = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error('An older page holds the upgrade of the database up.'));
      if (this.#isBlocked) fail();
      this.on('blocked', fail);
      const forget = () => this.on.blocked.unsubscribe(fail);
      opening.then(forget, forget);
    });
    await Promise.race([opening, blocked]);
  }
}
