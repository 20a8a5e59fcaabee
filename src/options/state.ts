import { signal } from '@preact/signals';
import type { Settings } from '../settings/settings';
import { Database } from '../store/database';
import { watch } from '../store/sessions';
import { changeSettings, readSettings } from '../store/settings';
import { showOutdated } from '../ui/outdated';
import { send } from '../ui/send';
import { t } from '../ui/t';

const db = new Database();
db.whenOutdated(showOutdated);

/** As stored; undefined until they have been read. */
export const settings = signal<Settings>();

/** What became of the last change. `n` tells two equal sentences apart, so that both are read out. */
export type Outcome = { is: 'saved' | 'failed'; text: string; n: number };
export const outcome = signal<Outcome>();

export function followSettings(): void {
  watch(
    () => readSettings(db),
    value => {
      settings.value = value;
    },
    failed,
  );
}

/** Every change is saved at once; the browser then follows. */
export async function change(how: (settings: Settings) => Partial<Settings>): Promise<void> {
  try {
    await changeSettings(db, how);
  } catch (error) {
    return failed(error);
  }
  await followed(send('settingsChanged'));
}

/** Pausing concerns every open page, so it is the worker's to do. */
export const setPaused = (paused: boolean): Promise<void> => followed(send('setPaused', { paused }));

const followed = (answer: Promise<unknown>): Promise<void> =>
  answer.then(
    () => tell('saved', t('optionsSaved')),
    () => tell('failed', t('optionsNoAnswer')),
  );

function failed(error: unknown): void {
  console.error(error); // the sentence says what to do, this why
  tell('failed', t('optionsNotSaved'));
}

function tell(is: Outcome['is'], text: string): void {
  outcome.value = { is, text, n: (outcome.value?.n ?? 0) + 1 };
}
