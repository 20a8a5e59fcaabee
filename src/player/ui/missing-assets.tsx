import { useEffect, useState } from 'preact/hooks';
import type { MissingAsset } from '../../session/types';
import { GoingButton } from '../../ui/going-button';
import { type TextKey, t, tCount } from '../../ui/t';
import type { PlayerModel } from './model';

const REASONS = {
  'no-access': 'playerMissingNoAccess',
  status: 'playerMissingStatus',
  'too-large': 'playerMissingTooLarge',
  'other-type': 'playerMissingOtherType',
  failed: 'playerMissingFailed',
  broken: 'playerMissingBroken',
  'session-full': 'playerMissingSessionFull',
  left: 'playerMissingLeft',
  stream: 'playerMissingStream',
} as const satisfies Record<MissingAsset['reason'], TextKey>;

/** How many are missing from one host for one reason. */
interface Missing extends MissingAsset {
  count: number;
}

/** Frames are no files, and film is no picture. */
const wordsOf = ({ kind }: MissingAsset) =>
  kind === 'frame' ? 'playerMissingFrame' : kind === 'media' ? 'playerMissingMedia' : 'playerMissing';

const keyOf = (one: MissingAsset): string => `${wordsOf(one)} ${one.host} ${one.reason} ${one.status}`;

/** The same picture on two pages is one that is missing. */
export function grouped(missing: readonly ReadonlyMap<string, MissingAsset>[]): Missing[] {
  const byRef = new Map(missing.flatMap(of => [...of]));
  const groups = new Map<string, Missing>();
  for (const one of byRef.values()) {
    const key = keyOf(one);
    groups.set(key, { ...one, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** What pages showed and the tape does not hold, by host, with the reason. */
export function MissingAssets({ model }: { model: PlayerModel }) {
  const [missing, setMissing] = useState<Missing[]>();
  const index = model.index.value;
  useEffect(() => {
    let isCurrent = true;
    Promise.all((index?.streams ?? []).map(({ id }) => model.missing(id))).then(
      found => isCurrent && setMissing(grouped(found)),
      () => {}, // a source that cannot be read any more says so on the stage
    );
    return () => {
      isCurrent = false;
    };
  }, [index, model]);
  if (!missing) return null;
  if (missing.length === 0) return <>{t('playerNothingMissing')}</>;
  return (
    <ul class="gaps">
      {missing.map(one => {
        const { count, host, reason, status = '' } = one;
        return (
          <li key={keyOf(one)}>
            {tCount(wordsOf(one), count, host, t(REASONS[reason], status))}{' '}
            {reason === 'no-access' && <Include host={host} model={model} />}
          </li>
        );
      })}
    </ul>
  );
}

/** Asks the browser for access to a host, so that its part of a page is on the tapes to come. */
function Include({ host, model: { include } }: { host: string; model: PlayerModel }) {
  const [isIncluded, setIncluded] = useState(false);
  if (!include) return null;
  return (
    <span role="status">
      {isIncluded ? (
        t('playerIncluded')
      ) : (
        <GoingButton class="button small" next={nextOfList} onClick={() => void include(host).then(setIncluded)}>
          {t('playerInclude', host)}
        </GoingButton>
      )}
    </span>
  );
}

/** Another host to include, or the tab of the panel that they stand in. */
function nextOfList(button: HTMLElement): HTMLElement | null {
  const others = [...(button.closest('ul')?.querySelectorAll('button') ?? [])].filter(one => one !== button);
  return others[0] ?? document.querySelector<HTMLElement>('[role=tab][aria-selected=true]');
}
