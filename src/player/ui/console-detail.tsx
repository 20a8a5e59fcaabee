import type { ConsoleRow } from '../../session/rows';
import { consoleText } from '../../session/rows';
import { t } from '../../ui/t';
import { CopyButton } from './copy-button';
import { DetailPane } from './detail-pane';
import type { PlayerModel } from './model';
import { rowKey } from './rows-model';
import { useDetail } from './use-detail';
import { ValueTree } from './value-tree';

/** One line of the console with all its arguments and its stack. */
export function ConsoleDetail({ model, row, onClose }: { model: PlayerModel; row: ConsoleRow; onClose: () => void }) {
  const line = useDetail(row, rowKey(row), model.rows.reader.consoleLine);
  return (
    <DetailPane
      label={t('playerConsoleDetail')}
      onClose={onClose}
      actions={
        line && <CopyButton name="playerCopyLine" text={() => [consoleText(line), ...line.trace].join('\n    at ')} />
      }
    >
      {line === null && <p class="empty">{t('playerRowGone')}</p>}
      {line?.payload.map((json, n) => (
        <ValueTree key={`${rowKey(row)} ${n}`} value={parsedValue(json)} />
      ))}
      {line && line.trace.length > 0 && (
        <>
          <h3>{t('playerStack')}</h3>
          <ol class="stack">
            {line.trace.map((frame, n) => (
              <li key={n}>{frame}</li>
            ))}
          </ol>
        </>
      )}
    </DetailPane>
  );
}

/** A preview is JSON; what is not stands as it is. */
function parsedValue(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
