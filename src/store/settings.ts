import { complete, DEFAULTS, type Settings } from '../settings/settings';
import type { Database } from './database';

/** Settings as stored, completed with defaults. */
export async function readSettings(db: Database): Promise<Settings> {
  const rows = await db.settings.bulkGet(Object.keys(DEFAULTS));
  return complete(Object.fromEntries(rows.flatMap(row => (row ? [[row.key, row.value]] : []))));
}

/** Changes settings in one transaction: `change` gets what is stored and gives what shall differ. */
export const changeSettings = (db: Database, change: (settings: Settings) => Partial<Settings>): Promise<Settings> =>
  db.transaction('rw', db.settings, async () => {
    const changed = change(await readSettings(db));
    await db.settings.bulkPut(Object.entries(changed).map(([key, value]) => ({ key, value })));
    return readSettings(db);
  });
