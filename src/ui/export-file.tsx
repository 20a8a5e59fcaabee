import type { Range } from '../session/types';
import type { Contents, Copy, Thing } from '../transfer';
import { secondOfDay, size } from './format';
import { type CountedKey, type TextKey, t, tCount } from './t';
import type { Work } from './use-copy';

const THING: Record<Thing, CountedKey> = {
  pages: 'exportHasPages',
  steps: 'exportHasSteps',
  notes: 'exportHasNotes',
  lines: 'exportHasLines',
  requests: 'exportHasRequests',
  bodies: 'exportHasBodies',
  assets: 'exportHasAssets',
};
const GIVEN_UP: Record<Copy['givenUp'][number], TextKey> = {
  'unused-assets': 'exportWithoutUnused',
  bodies: 'exportWithoutBodies',
  'pictures-smaller': 'exportSmallerPictures',
};

/** The file before it is saved: on its way, or with its name, size and contents. */
export function ExportFile({ work }: { work: Work }) {
  const { making } = work;
  const isMaking = making.is === 'making';
  const isThere = making.is === 'ready' || making.is === 'saved';
  return (
    <div class="export-file">
      <div class="export-buttons">
        {isMaking && <progress aria-label={t('exportWorking')} value={making.part} />}
        {/* One button, so that the focus stays on it. */}
        {!isThere && (
          <button type="button" class="button" onClick={isMaking ? work.stop : work.again}>
            {t(isMaking ? 'exportCancel' : 'exportAgain')}
          </button>
        )}
        <button type="button" class="button primary" disabled={!isThere} onClick={work.save}>
          {t(isThere && making.copy.isTooLarge ? 'exportSaveAnyway' : 'exportSave')}
        </button>
      </div>
      <div role="status" class="export-state">
        <State work={work} />
      </div>
    </div>
  );
}

function State({ work: { making } }: { work: Work }) {
  switch (making.is) {
    case 'making':
      return <p>{t('exportMaking')}</p>;
    case 'stopped':
      return <p>{t('exportStopped')}</p>;
    case 'failed':
      return <p class="failure">{making.text}</p>;
    case 'saved':
      return (
        <>
          <p>{t('exportDone', making.copy.name, size(making.copy.blob.size))}</p>
          <Lost copy={making.copy} />
          <GivenUp copy={making.copy} />
        </>
      );
    case 'ready': {
      const { copy, contents, lightBytes } = making;
      return (
        <>
          <p>
            <strong>{size(copy.blob.size)}</strong>
            {lightBytes !== undefined && ` · ${t('exportLight', size(lightBytes))}`}
          </p>
          <p class="export-name">{copy.name}</p>
          <Lost copy={copy} />
          {contents && <ContentsText contents={contents} />}
          {copy.isTooLarge && <p class="failure">{t('exportStillTooLarge', size(copy.blob.size))}</p>}
          <GivenUp copy={copy} />
        </>
      );
    }
  }
}

const ContentsText = ({ contents: { counts, assetBytes } }: { contents: Contents }) => (
  <p class="hint">{counts.map(([thing, count]) => tCount(THING[thing], count, size(assetBytes))).join(' · ')}</p>
);

const GivenUp = ({ copy: { givenUp } }: { copy: Copy }) =>
  givenUp.length > 0 ? <p>{givenUp.map(way => t(GIVEN_UP[way])).join(' ')}</p> : null;

/** As many stretches are named as anybody reads. */
const MAX_NAMED = 5;

const stretch = (range: Range): string => [...new Set(range.map(secondOfDay))].join('–');

/** A copy must not hide that its tape was damaged. */
function Lost({ copy: { lost } }: { copy: Copy }) {
  if (lost.length === 0) return null;
  const named = lost.slice(0, MAX_NAMED).map(stretch);
  return (
    <p class="failure">
      {tCount('exportLost', lost.length, [...named, ...(lost.length > MAX_NAMED ? ['…'] : [])].join(', '))}
    </p>
  );
}
