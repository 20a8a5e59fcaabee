import './export-panel.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionIndex, SessionSource } from '../session/types';
import { type Copy, chosenPart, clipboardReport, type Draw, exportErrorText, type Format, makeCopy } from '../transfer';
import { ExportOptions, type Wanted, wholeSession } from './export-options';
import { size } from './format';
import { save } from './save';
import { type TextKey, t } from './t';

type State =
  | { is: 'asked' }
  | { is: 'working'; part: number; stop: AbortController }
  | { is: 'done'; copy: Copy }
  /** It does not fit: the user decides. */
  | { is: 'asks'; copy: Copy }
  | { is: 'copied' }
  | { is: 'failed'; text: string };

const FORMATS: { format: Format; text: TextKey; why: TextKey }[] = [
  { format: 'html', text: 'exportReplayPage', why: 'exportReplayPageWhy' },
  { format: 'bug.zip', text: 'exportBugBundle', why: 'exportBugBundleWhy' },
  { format: 'session.zip', text: 'exportSessionFile', why: 'exportSessionFileWhy' },
  { format: 'spec.ts', text: 'exportPlaywright', why: 'exportPlaywrightWhy' },
  { format: 'recorder.json', text: 'exportRecorder', why: 'exportRecorderWhy' },
  { format: 'har', text: 'exportHar', why: 'exportHarWhy' },
  { format: 'rrweb.json', text: 'exportRrwebList', why: 'exportRrwebListWhy' },
  { format: 'rrweb-session.json', text: 'exportRrwebSession', why: 'exportRrwebSessionWhy' },
];

/** The replay page's template lies in the extension, from whose root all its pages come. */
const template = async (): Promise<string> => (await fetch('/player/replay-page.template')).text();

interface Props {
  /** Tells the panels of a list apart. */
  id: string;
  source: SessionSource;
  /** Draws pictures for a bug bundle, where there is a stage. */
  draw?: (source: SessionSource) => Draw;
}

/** Asks in which form and how much of a session is to leave, and shows it leaving. */
export function ExportPanel({ id, source, draw }: Props) {
  const [state, setState] = useState<State>({ is: 'asked' });
  const [index, setIndex] = useState<SessionIndex>();
  const [wanted, setWanted] = useState<Wanted>(wholeSession);
  const working = useRef<AbortController>(undefined);
  useEffect(() => {
    source.index().then(setIndex, error => setState({ is: 'failed', text: exportErrorText(error) }));
    return () => working.current?.abort();
  }, [source]);

  const start = async (format: Format) => {
    const stop = new AbortController();
    working.current = stop;
    setState({ is: 'working', part: 0, stop });
    const onProgress = (part: number) => {
      stop.signal.throwIfAborted();
      setState({ is: 'working', part, stop });
    };
    try {
      const copy = await makeCopy(source, { format, ...wanted }, { template, onProgress, ...(draw && { draw }) });
      stop.signal.throwIfAborted();
      if (copy.isTooLarge) setState({ is: 'asks', copy });
      else finish(copy);
    } catch (error) {
      setState(stop.signal.aborted ? { is: 'asked' } : { is: 'failed', text: exportErrorText(error) });
    }
  };
  const copyReport = async () => {
    try {
      const { markdown, html } = await clipboardReport((await chosenPart(source, wanted)).source);
      const as = (type: string, text: string) => ({ [type]: new Blob([text], { type }) });
      await navigator.clipboard.write([new ClipboardItem({ ...as('text/plain', markdown), ...as('text/html', html) })]);
      setState({ is: 'copied' });
    } catch (error) {
      setState({ is: 'failed', text: exportErrorText(error) });
    }
  };
  const finish = (copy: Copy) => {
    save(copy.blob, copy.name);
    setState({ is: 'done', copy });
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's border and legend would have to be undone
    <div class="export" role="group" aria-label={t('exportAs')}>
      {index && <ExportOptions index={index} source={source} wanted={wanted} change={setWanted} />}
      {FORMATS.map(({ format, text, why }) => {
        const whyId = `${format.replaceAll('.', '-')}-${id}`;
        return (
          <div key={format} class="format">
            <button
              type="button"
              class="button"
              aria-describedby={whyId}
              disabled={state.is === 'working'}
              onClick={() => start(format)}
            >
              {t(text)}
            </button>
            <p class="hint" id={whyId}>
              {t(format === 'bug.zip' && !draw ? 'exportBugBundleWhyList' : why)}
            </p>
          </div>
        );
      })}
      <div class="format">
        <button type="button" class="button" disabled={state.is === 'working'} onClick={copyReport}>
          {t('exportCopyReport')}
        </button>
        <p class="hint">{t('exportCopyReportWhy')}</p>
      </div>
      <div role="status" class="export-state">
        <Progress state={state} finish={finish} />
      </div>
    </div>
  );
}

function Progress({ state, finish }: { state: State; finish: (copy: Copy) => void }) {
  switch (state.is) {
    case 'asked':
      return null;
    case 'working':
      return (
        <div class="export-progress">
          <progress aria-label={t('exportWorking')} value={state.part} />
          <button type="button" class="button" onClick={() => state.stop.abort()}>
            {t('exportCancel')}
          </button>
        </div>
      );
    case 'copied':
      return <p>{t('exportReportCopied')}</p>;
    case 'failed':
      return <p class="failure">{state.text}</p>;
    case 'done':
      return (
        <>
          <p>{t('exportDone', state.copy.name, size(state.copy.blob.size))}</p>
          <GivenUp copy={state.copy} />
        </>
      );
    case 'asks':
      return (
        <>
          <p class="failure">{t('exportStillTooLarge', size(state.copy.blob.size))}</p>
          <GivenUp copy={state.copy} />
          <button type="button" class="button" onClick={() => finish(state.copy)}>
            {t('exportSaveAnyway')}
          </button>
        </>
      );
  }
}

const GIVEN_UP: Record<Copy['givenUp'][number], TextKey> = {
  bodies: 'exportWithoutBodies',
  'pictures-smaller': 'exportSmallerPictures',
};

const GivenUp = ({ copy: { givenUp } }: { copy: Copy }) =>
  givenUp.length > 0 ? <p>{givenUp.map(way => t(GIVEN_UP[way])).join(' ')}</p> : null;
