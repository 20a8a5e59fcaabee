import type { ComponentChildren } from 'preact';
import { curlOf } from '../../session/curl';
import type { NetworkRequest } from '../../session/plugin-events';
import type { RequestRow } from '../../session/rows';
import { clockTime, size } from '../../ui/format';
import { type TextKey, t } from '../../ui/t';
import { CopyButton } from './copy-button';
import { DetailPane } from './detail-pane';
import type { PlayerModel } from './model';
import { rowKey } from './rows-model';
import { TimingBars } from './timing-bars';
import { useDetail } from './use-detail';
import { ValueTree } from './value-tree';
import { requestStatus, requestTime } from './words';

/** One request with all that is on tape of it. */
export function NetworkDetail({ model, row, onClose }: { model: PlayerModel; row: RequestRow; onClose: () => void }) {
  const request = useDetail(row, rowKey(row), model.rows.reader.request);
  const start = model.timeline.value?.start ?? 0;
  return (
    <DetailPane
      label={t('playerNetworkDetail')}
      onClose={onClose}
      actions={request && <CopyButton name="playerCopyCurl" text={() => curlOf(request)} />}
    >
      {request === null && <p class="empty">{t('playerRowGone')}</p>}
      {request && (
        <>
          <Facts>
            <Fact name="playerRequestUrl">{request.name}</Fact>
            <Fact name="playerRequestMethod">{request.method ?? 'GET'}</Fact>
            <Fact name="playerColumnStatus">{requestStatus(row)}</Fact>
            <Fact name="playerRequestAt">{clockTime(row.at - start)}</Fact>
            <Fact name="playerColumnTime">{requestTime(row.durationMs)}</Fact>
            <Fact name="playerRequestInitiator">{request.initiatorType}</Fact>
            {request.mimeType && <Fact name="playerRequestMime">{request.mimeType}</Fact>}
            {request.transferSize !== undefined && (
              <Fact name="playerRequestTransfer">{size(request.transferSize)}</Fact>
            )}
          </Facts>
          <TimingBars request={request} />
          <Headers name="playerRequestHeaders" headers={request.requestHeaders} />
          <Body name="playerRequestBody" text={request.requestBody} bytes={request.requestBodySize} />
          <Headers name="playerResponseHeaders" headers={request.responseHeaders} />
          <Body name="playerResponseBody" text={request.responseBody} bytes={request.responseBodySize} />
          {isBare(request) && <p class="muted">{t('playerRequestBare')}</p>}
        </>
      )}
    </DetailPane>
  );
}

const isBare = ({ requestHeaders, responseHeaders, requestBody, responseBody }: NetworkRequest): boolean =>
  !requestHeaders && !responseHeaders && requestBody === undefined && responseBody === undefined;

const Facts = ({ children }: { children: ComponentChildren }) => <dl class="details compact">{children}</dl>;

const Fact = ({ name, children }: { name: TextKey; children: ComponentChildren }) => (
  <div class="fact">
    <dt>{t(name)}</dt>
    <dd>{children}</dd>
  </div>
);

function Headers({ name, headers }: { name: TextKey; headers: Record<string, string> | undefined }) {
  const lines = Object.entries(headers ?? {});
  if (lines.length === 0) return null;
  return (
    <details class="detail-part" open>
      <summary>{t(name)}</summary>
      <dl class="details compact">
        {lines.map(([header, value]) => (
          <div key={header} class="fact">
            <dt>{header}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** A body as text; as a tree besides, where it is JSON. */
function Body({ name, text, bytes }: { name: TextKey; text: string | undefined; bytes: number | undefined }) {
  if (text === undefined && bytes === undefined) return null;
  const value = text === undefined ? undefined : objectIn(text);
  return (
    <details class="detail-part" open>
      <summary>
        {t(name)} {bytes !== undefined && <span class="muted">{size(bytes)}</span>}
      </summary>
      {value && <ValueTree value={value} />}
      {text === undefined ? (
        <p class="muted">{t('playerBodyNotRecorded')}</p>
      ) : (
        <>
          <pre class="body-text">{text}</pre>
          <CopyButton name="playerCopyBody" text={() => text} />
        </>
      )}
    </details>
  );
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // no JSON: the text stands for itself
  }
}
