import type { ComponentChildren } from 'preact';
import { environmentAt } from '../../session/environment';
import { durationMs, endsAt } from '../../session/split';
import type { Environment, Session } from '../../session/types';
import { environmentText, privacyText } from '../../ui/environment-words';
import { clockTime, size } from '../../ui/format';
import { type TextKey, t, tCount } from '../../ui/t';
import { MissingAssets } from './missing-assets';
import type { PlayerModel } from './model';
import { UnseenFacts } from './unseen-facts';
import { stepText } from './words';

const MINUTE_MS = 60_000;

/** A moment in full: these details are what goes into a bug report. */
const moment = (at: number): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** The session in facts and figures. */
export function DetailsPanel({ model }: { model: PlayerModel }) {
  const index = model.index.value;
  if (!index) return null;
  const { session, streams } = index;
  const { counts, landing } = session;
  return (
    <dl class="details">
      {session.title && <Fact name="playerDetailTitle">{session.title}</Fact>}
      <Fact name="playerDetailSite">{session.site}</Fact>
      <Fact name="playerDetailLanding">{landing.url}</Fact>
      <Fact name="playerDetailIdentity">{identity(session)}</Fact>
      <Fact name="playerDetailStarted">{moment(session.startedAt)}</Fact>
      <Fact name="playerDetailLast">{moment(session.lastActivityAt)}</Fact>
      <Fact name="playerDetailDuration">{clockTime(durationMs(session))}</Fact>
      <Fact name="playerDetailEnd">{end(session, model.running.value)}</Fact>
      <Fact name="playerDetailPages">{counts.pages.toLocaleString()}</Fact>
      <Fact name="playerDetailTabs">{new Set(streams.map(({ tabId }) => tabId)).size.toLocaleString()}</Fact>
      <Fact name="playerDetailClicks">{counts.clicks.toLocaleString()}</Fact>
      <Fact name="playerDetailInputs">{counts.inputs.toLocaleString()}</Fact>
      <Fact name="playerDetailErrors">{counts.errors.toLocaleString()}</Fact>
      <Fact name="playerDetailFailed">{failedRequests(model)}</Fact>
      <Fact name="playerDetailSize">{size(counts.bytes)}</Fact>
      <Fact name="playerDetailEnvironment">
        <EnvironmentNow model={model} />
      </Fact>
      <Fact name="playerDetailPrivacy">
        <PrivacyNow model={model} />
      </Fact>
      <Fact name="playerDetailGaps">
        <Gaps model={model} />
      </Fact>
      <Fact name="playerDetailMissing">
        <MissingAssets model={model} />
      </Fact>
      <Fact name="playerDetailUnseen">
        <UnseenFacts model={model} />
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { name: TextKey; children: ComponentChildren }) => (
  <div class="fact">
    <dt>{t(name)}</dt>
    <dd>{children}</dd>
  </div>
);

const environmentNow = (model: PlayerModel): Environment | undefined => {
  const [index, page] = [model.index.value, model.page.value];
  model.second.value; // the moment, as often as it is read
  return index && page && environmentAt(index, page.pageViewId, model.time.peek());
};

/** Of the page on show, at the moment on show. */
function EnvironmentNow({ model }: { model: PlayerModel }) {
  const environment = environmentNow(model);
  return <>{environment ? environmentText(environment) : t('playerEnvUnknown')}</>;
}

/** What was recorded of the page on show, at the moment on show: what is not named was masked or left out. */
function PrivacyNow({ model }: { model: PlayerModel }) {
  const privacy = environmentNow(model)?.privacy;
  if (!privacy) return <>{t('playerEnvUnknown')}</>;
  const isMasked = !privacy.includes('keystrokes') && !privacy.includes('strict');
  return <>{t(isMasked ? 'playerPrivacyMasked' : 'playerPrivacyRecorded', privacyText(privacy))}</>;
}

const failedRequests = (model: PlayerModel): string =>
  model.steps.value
    .filter(({ kind }) => kind === 'request')
    .reduce((sum, { count }) => sum + count, 0)
    .toLocaleString();

function identity({ identity }: Session): string {
  if (identity === 'normal') return t('playerIdentityNormal');
  return identity === 'private' ? t('playerIdentityPrivate') : t('playerIdentityContainer', identity);
}

function end(session: Session, running: boolean): string {
  const at = moment(endsAt(session));
  if (session.endedAt !== undefined) return t('playerEndByHand', at);
  if (running) return t('playerEndRunning', at);
  return t('playerEndIdle', at, tCount('playerMinutes', Math.round(session.timeoutMs / MINUTE_MS)));
}

/** What was lost while recording, and what was found lost while reading. */
function Gaps({ model }: { model: PlayerModel }) {
  const start = model.timeline.value?.start ?? 0;
  const { damaged = [], badEvents = 0 } = model.state.value ?? {};
  const marked = model.steps.value.filter(({ kind }) => kind === 'gap');
  if (marked.length + damaged.length + badEvents === 0) return <>{t('playerNoGaps')}</>;
  return (
    <ul class="gaps">
      {marked.map(({ key, at, label }) => (
        <li key={key}>{t('playerGapMarked', clockTime(at - start), stepText({ kind: 'gap', label }))}</li>
      ))}
      {damaged.map(({ range: [from, to], damage }) => (
        <li key={from}>
          {t(
            'playerGapAt',
            clockTime(from - start),
            clockTime(to - start),
            t(damage === 'missing' ? 'playerGapReasonMissing' : 'playerGapReasonCorrupt'),
          )}
        </li>
      ))}
      {badEvents > 0 && <li>{tCount('playerBadEvents', badEvents)}</li>}
    </ul>
  );
}
