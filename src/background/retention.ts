import browser from 'webextension-polyfill';
import { clock } from '../clock/clock';
import type { Database } from '../store/database';
import { retain, UNDO_MS } from '../store/retention';
import { readSettings } from '../store/settings';

const RETENTION = 'retention';
const EVERY_MINUTES = 60;
const MINUTE_MS = 60_000;

/** Looks for old sessions every hour, and soon after a deletion. The time for undo is over a little before. */
export const scheduleRetention = (): Promise<void> =>
  browser.alarms.create(RETENTION, { delayInMinutes: (UNDO_MS + 5_000) / MINUTE_MS, periodInMinutes: EVERY_MINUTES });

export async function onRetentionAlarm(db: Database, name: string): Promise<void> {
  if (name !== RETENTION) return;
  await clock.ready;
  await retain(db, await readSettings(db), clock.now());
}
