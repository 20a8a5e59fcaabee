import { beforeEach, expect, test } from 'vitest';
import { DEFAULTS } from '../../src/settings/settings';
import type { Database } from '../../src/store/database';
import { setNextTitle } from '../../src/store/ingest';
import { changeSettings, readSettings } from '../../src/store/settings';
import { freshDatabase } from './deliveries';

let db: Database;
beforeEach(() => {
  db = freshDatabase();
});

test('nothing stored reads as the defaults, and reading stores nothing', async () => {
  expect(await readSettings(db)).toEqual(DEFAULTS);
  expect(await db.settings.count()).toBe(0);
});

test('only what was changed is stored, so that a better default reaches everyone else', async () => {
  await changeSettings(db, () => ({ paused: true }));
  expect(await db.settings.toArray()).toEqual([{ key: 'paused', value: true }]);
  expect(await readSettings(db)).toEqual({ ...DEFAULTS, paused: true });
});

test('a change sees what is stored and gives what there is after it, brought into its range', async () => {
  await changeSettings(db, () => ({ idleTimeoutMinutes: 200 }));
  const changed = await changeSettings(db, ({ idleTimeoutMinutes }) => ({
    idleTimeoutMinutes: idleTimeoutMinutes * 2,
  }));
  expect(changed.idleTimeoutMinutes).toBe(240);
});

test('changes at once are all kept', async () => {
  const add = (value: string) => changeSettings(db, ({ neverRecord }) => ({ neverRecord: [...neverRecord, value] }));
  await Promise.all(['a.test', 'b.test', 'c.test'].map(add));
  expect((await readSettings(db)).neverRecord).toEqual(['a.test', 'b.test', 'c.test']);
});

test('a change that fails changes nothing', async () => {
  await expect(
    changeSettings(db, () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await readSettings(db)).toEqual(DEFAULTS);
});

test('a title waiting for its session is no setting', async () => {
  await setNextTitle(db, 'normal shop.test', 'TC-1');
  expect(await readSettings(db)).toEqual(DEFAULTS);
});
