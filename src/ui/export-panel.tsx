import './export-panel.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { SessionIndex, SessionSource } from '../session/types';
import { beforeNewest, chosenPart, clipboardReport, type Draw, exportErrorText, type Format } from '../transfer';
import type { AskedPart } from './export-asked';
import { ExportFile } from './export-file';
import { ExportOptions, type PickOnStage, type Wanted, wholeSession } from './export-options';
import { type TextKey, t } from './t';
import { useCopy } from './use-copy';

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

interface Props {
  /** Tells the panels of a list apart. */
  id: string;
  source: SessionSource;
  /** What is chosen at first. */
  part: AskedPart;
  /** Draws pictures for a bug bundle, where there is a stage. */
  draw?: (source: SessionSource) => Draw;
  /** Lets elements be picked on a stage. */
  pick?: PickOnStage;
}

/** Asks in which form and how much of a session is to leave, and shows the file before it is saved. */
export function ExportPanel({ id, source, part, draw, pick }: Props) {
  const [index, setIndex] = useState<SessionIndex>();
  const [format, setFormat] = useState<Format>('html');
  const [wanted, setWanted] = useState<Wanted>(wholeSession);
  const [said, setSaid] = useState<{ text: string; failed?: true }>();
  const fail = (error: unknown) => setSaid({ text: exportErrorText(error), failed: true });
  useEffect(() => {
    source.index().then(index => {
      if (part === 'newest') setWanted({ ...wholeSession, range: beforeNewest(index) });
      setIndex(index);
    }, fail);
  }, [source]);
  const options = useMemo(() => index && { ...wanted, format }, [index, wanted, format]);
  const work = useCopy(source, options, draw);
  const { making } = work;

  const copyReport = async () => {
    setSaid(undefined);
    const report = chosenPart(source, wanted).then(part => clipboardReport(part.source));
    const as = async (type: string, form: 'markdown' | 'html') => new Blob([(await report)[form]], { type });
    const item = { 'text/plain': as('text/plain', 'markdown'), 'text/html': as('text/html', 'html') };
    try {
      // At once, for a click's right to the clipboard is gone before a long session has been redacted.
      await Promise.all([report, navigator.clipboard.write([new ClipboardItem(item)])]);
      setSaid({ text: t('exportReportCopied') });
    } catch (error) {
      fail(error);
    }
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's border and legend would have to be undone
    <div class="export" role="group" aria-label={t('exportAs')}>
      <div class="export-choices">
        <fieldset class="export-formats">
          <legend>{t('exportAs')}</legend>
          {FORMATS.map(({ format: one, text, why }) => {
            const whyId = `${one.replaceAll('.', '-')}-${id}`;
            return (
              <div key={one} class="format">
                <label>
                  <input
                    type="radio"
                    name={`format-${id}`}
                    value={one}
                    checked={format === one}
                    aria-describedby={whyId}
                    onChange={() => setFormat(one)}
                  />
                  {t(text)}
                </label>
                <p class="hint" id={whyId} hidden={format !== one}>
                  {t(one === 'bug.zip' && !draw ? 'exportBugBundleWhyList' : why)}
                </p>
              </div>
            );
          })}
        </fieldset>
        {index && (
          <ExportOptions
            index={index}
            wanted={wanted}
            change={setWanted}
            pick={pick}
            found={making.is === 'ready' || making.is === 'saved' ? making.copy.found : undefined}
          />
        )}
        <div class="format">
          <button type="button" class="button" onClick={copyReport}>
            {t('exportCopyReport')}
          </button>
          <p class="hint">{t('exportCopyReportWhy')}</p>
          <p role="status" class={said?.failed ? 'failure' : ''}>
            {said?.text}
          </p>
        </div>
      </div>
      {index && <ExportFile work={work} />}
    </div>
  );
}
