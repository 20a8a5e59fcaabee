import { useId, useState } from 'preact/hooks';
import type { Range, SessionIndex } from '../session/types';
import {
  beforeNewest,
  type CopyOptions,
  endOfTape,
  type Found,
  PARTS,
  type Part,
  type Pick,
  PLACES,
  type Place,
  PRESETS,
  type Preset,
  type Redaction,
} from '../transfer';
import { timeNear } from './format';
import { type TextKey, t, tCount } from './t';

/** What the user chose besides the format. */
export type Wanted = Omit<CopyOptions, 'format'>;
export const wholeSession: Wanted = { without: [] };

/** Asks for elements on the stage; gives those that were picked before as well. */
export type PickOnStage = (picks: readonly Pick[]) => Promise<readonly Pick[]>;

const PART: Record<Part, TextKey> = {
  assets: 'exportPartAssets',
  console: 'exportPartConsole',
  network: 'exportPartNetwork',
  bodies: 'exportPartBodies',
};
const PRESET: Record<Preset, TextKey> = {
  emails: 'exportRedactEmails',
  numbers: 'exportRedactNumbers',
  typed: 'exportRedactTyped',
};
const PLACE: Record<Place, TextKey> = {
  picked: 'exportFoundPicked',
  page: 'exportFoundPage',
  split: 'exportFoundSplit',
  typed: 'exportFoundTyped',
  log: 'exportFoundLog',
  step: 'exportFoundStep',
  title: 'exportFoundTitle',
  file: 'exportFoundFile',
};
const MB = 1_000_000;
const LIMITS = [10 * MB, 25 * MB];

interface Props {
  index: SessionIndex;
  wanted: Wanted;
  change: (wanted: Wanted) => void;
  /** What the redaction takes out, once that is known. */
  found: Found | undefined;
  pick: PickOnStage | undefined;
}

/** How much of a session is to leave: which part of it, with what, without which words, and how large. */
export function ExportOptions({ index, wanted, change, found, pick }: Props) {
  const toggle = (part: Part) =>
    change({
      ...wanted,
      without: wanted.without.includes(part) ? wanted.without.filter(one => one !== part) : [...wanted.without, part],
    });
  return (
    <div class="export-options">
      <RangeChoice index={index} range={wanted.range} change={range => change({ ...wanted, range })} />
      <details>
        <summary>{t('exportOptions')}</summary>
        <fieldset>
          <legend>{t('exportContains')}</legend>
          {PARTS.map(part => (
            <label key={part}>
              <input type="checkbox" checked={!wanted.without.includes(part)} onChange={() => toggle(part)} />
              {t(PART[part])}
            </label>
          ))}
        </fieldset>
        <Redact wanted={wanted} found={found} pick={pick} change={redaction => change({ ...wanted, redaction })} />
        <label class="export-limit">
          {t('exportFit')}
          <select
            value={wanted.maxBytes ?? ''}
            onChange={({ currentTarget: { value } }) =>
              change({ ...wanted, maxBytes: value ? Number(value) : undefined })
            }
          >
            <option value="">{t('exportFitAny')}</option>
            {LIMITS.map(bytes => (
              <option key={bytes} value={bytes}>
                {t('exportFitUpTo', bytes / MB)}
              </option>
            ))}
          </select>
        </label>
      </details>
    </div>
  );
}

interface RangeProps {
  index: SessionIndex;
  range: Range | undefined;
  change: (range: Range | undefined) => void;
}

function RangeChoice({ index, range, change }: RangeProps) {
  const name = useId();
  const [by, setBy] = useState<'all' | 'newest' | 'times'>(range ? 'newest' : 'all');
  const newest = beforeNewest(index);
  const { startedAt } = index.session;
  const whole: Range = [startedAt, endOfTape(index)];
  const choose = (way: typeof by) => {
    setBy(way);
    change(way === 'all' ? undefined : way === 'newest' ? newest : whole);
  };
  const [from, to] = range ?? whole;
  return (
    <fieldset>
      <legend>{t('exportRange')}</legend>
      <label>
        <input type="radio" name={name} checked={by === 'all'} onChange={() => choose('all')} />
        {t('exportRangeAll')}
      </label>
      <label>
        <input
          type="radio"
          name={name}
          checked={by === 'newest'}
          disabled={!newest}
          onChange={() => choose('newest')}
        />
        {t('exportRangeNewest')}
      </label>
      <label>
        <input type="radio" name={name} checked={by === 'times'} onChange={() => choose('times')} />
        {t('exportRangeTimes')}
      </label>
      {by === 'times' && (
        <div class="export-times">
          <Time text={t('exportFrom')} at={from} near={startedAt} change={at => change([at, Math.max(at, to)])} />
          <Time
            text={t('exportTo')}
            at={to}
            near={startedAt}
            // To its end, for seconds are all that is shown.
            change={at => change([Math.min(at, from), at + 999])}
          />
        </div>
      )}
    </fieldset>
  );
}

/** A time of day of the session's. */
function Time({ text, at, near, change }: { text: string; at: number; near: number; change: (at: number) => void }) {
  const shown = new Date(at).toTimeString().slice(0, 8);
  const take = (value: string) => {
    if (value !== '') change(timeNear(near, value));
  };
  return (
    <label>
      {text} <input type="time" step="1" value={shown} onChange={({ currentTarget }) => take(currentTarget.value)} />
    </label>
  );
}

interface RedactProps {
  wanted: Wanted;
  found: Found | undefined;
  pick: PickOnStage | undefined;
  change: (redaction: Redaction | undefined) => void;
}

function Redact({ wanted, found, pick, change }: RedactProps) {
  const hint = useId();
  const redaction = wanted.redaction ?? { presets: [] };
  const { text = '', presets, picks = [] } = redaction;
  const set = (changed: Partial<Redaction>) => {
    const next = { ...redaction, ...changed };
    change(next.text?.trim() || next.presets.length > 0 || next.picks?.length ? next : undefined);
  };
  const toggle = (preset: Preset) =>
    set({ presets: presets.includes(preset) ? presets.filter(one => one !== preset) : [...presets, preset] });
  return (
    <fieldset>
      <legend>{t('exportRedact')}</legend>
      <label class="export-text">
        {t('exportRedactText')}
        <input
          type="text"
          value={text}
          spellcheck={false}
          autocomplete="off"
          aria-describedby={hint}
          onInput={({ currentTarget }) => set({ text: currentTarget.value })}
        />
      </label>
      <p class="hint" id={hint}>
        {t('exportRedactHint')}
      </p>
      {PRESETS.map(preset => (
        <label key={preset}>
          <input type="checkbox" checked={presets.includes(preset)} onChange={() => toggle(preset)} />
          {t(PRESET[preset])}
        </label>
      ))}
      {pick && (
        <button
          type="button"
          class="button"
          onClick={async ({ currentTarget: button }) => {
            set({ picks: await pick(picks) });
            // The dialog was away, and comes back at its top.
            button.focus();
          }}
        >
          {t('exportPick')}
        </button>
      )}
      {picks.length > 0 && (
        <ul class="export-picks" aria-label={t('exportPicked')}>
          {picks.map((one, n) => (
            <li key={n}>
              <span>{one.label}</span>
              <button
                type="button"
                class="button small"
                aria-label={t('exportKeepPicked', one.label)}
                onClick={() => set({ picks: picks.filter(other => other !== one) })}
              >
                {t('exportKeep')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div role="status">{found && <Preview found={found} />}</div>
    </fieldset>
  );
}

function Preview({ found }: { found: Found }) {
  const total = PLACES.reduce((sum, place) => sum + found.counts[place], 0);
  return (
    <>
      <p>{tCount('exportFound', total)}</p>
      <ul class="export-found">
        {PLACES.filter(place => found.counts[place] > 0).map(place => (
          <li key={place}>{t(PLACE[place], found.counts[place])}</li>
        ))}
      </ul>
      {found.samples.length > 0 && (
        <ul class="export-samples" aria-label={t('exportSamples')}>
          {found.samples.map((sample, n) => (
            <li key={n}>
              <code>{sample}</code>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
