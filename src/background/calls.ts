import browser, { type Runtime } from 'webextension-polyfill';
import type { RecordingOptions } from '../messages/channel';
import {
  type Envelope,
  type Handlers,
  type LeftAsset,
  type Place,
  PROTOCOL_VERSION,
  type Spilled,
  type WorkerCalls,
} from '../messages/protocol';
import { sessionScope } from '../session/split';
import { inScope, narrower, optionsFor, type ScopeRule, type Settings, withScope } from '../settings/settings';
import type { Database } from '../store/database';
import { placeOfStream, setNextTitle } from '../store/ingest';
import { deleteSessions, endSession, runningSession, sessionsById, undelete } from '../store/sessions';
import { changeSettings, readSettings } from '../store/settings';
import { follow, statusOf, tell } from './access';
import { collect, collectLeft } from './assets';
import { showBadge } from './badge';
import { pageOf, reachFrames, startRecorder, withPage } from './frames';
import { keep } from './keeper';
import { createRecall } from './recall';
import { scheduleRetention } from './retention';
import { identityOf, type Website, websiteOf } from './site';
import { stateOf } from './state';

const MINUTE_MS = 60_000;
const recall = createRecall(browser.storage.session);

/** Answers every message. Where a sender is comes from the browser, never from the message. */
export const calls = (db: Database): Handlers<WorkerCalls, Runtime.MessageSender> => ({
  async hello({ version, at, wantsRecorder }, sender) {
    const place = placeOf(sender);
    if (version !== PROTOCOL_VERSION) {
      if (place) await showBadge(place.tabId, 'waiting-for-reload');
      return { state: 'outdated' };
    }
    if (!place || sender.tab?.id === undefined || !sender.url) return { state: 'off' };
    const isFrame = place.frameId !== 0;
    const state = await stateOf(await readSettings(db), isFrame ? sender.tab.url : sender.url, sender.tab);
    if (!isFrame) await showBadge(place.tabId, state.recording);
    if (state.recording !== 'on') return { state: 'off' };
    const settings = await readSettings(db);
    const options = optionsOf(settings, sender);
    const page = isFrame ? await pageOf(settings, place.tabId, sender.url) : undefined;
    if (isFrame && !page) return { state: 'off' };
    if (isFrame && wantsRecorder) void startRecorder(place);
    const session = await runningSession(db, place, at);
    const running = session && { lastActivityAt: session.lastActivityAt, timeoutMs: session.timeoutMs };
    return {
      state: 'on',
      place,
      options,
      timeoutMs: settings.idleTimeoutMinutes * MINUTE_MS,
      largestAssetBytes: settings.largestAssetBytes,
      ...(running && { running }),
      ...(page && { page }),
    };
  },

  async chunk(envelope, sender) {
    // Chromium gives the top document of a page that is being left the number of a frame.
    const isTop = envelope.document.url !== '';
    // A frame's stream stays where it began: by now its tab may have gone on to another site.
    const known = isTop ? undefined : await placeOfStream(db, envelope.stream.id);
    const from = isTop ? { ...sender, frameId: 0 } : sender;
    const place = known ?? placeOf(from) ?? placeOfClosed(envelope, from);
    if (!place) return { verdict: 'off' };
    const verdict = await keep(db, isTop ? envelope : withPage(envelope, sender), place);
    if (verdict.verdict === 'trouble') await showBadge(place.tabId, 'trouble');
    if (verdict.verdict === 'outdated') await showBadge(place.tabId, 'waiting-for-reload');
    // Nobody waits for the answer any more.
    if (envelope.left) await takeLeft(db, envelope.left, sender);
    return verdict;
  },

  async asset(offer, sender) {
    const settings = await readSettings(db);
    return isKept(offer, optionsOf(settings, sender))
      ? collect(db, asFor(sender, offer), settings, recall)
      : { wanted: [] };
  },

  async frameActivity({ at }, { tab, frameId = 0 }) {
    if (tab?.id !== undefined) await tell(tab.id, { type: 'frameActivity', data: { at, frame: frameId } });
  },

  async frameMark(mark, { tab }) {
    if (tab?.id !== undefined) await tell(tab.id, { type: 'frameMark', data: mark });
  },

  async frameLines(lines, { tab }) {
    if (tab?.id !== undefined) await tell(tab.id, { type: 'frameLines', data: lines });
  },

  async frameOptions(_, sender) {
    const settings = await readSettings(db);
    const { recording } = await stateOf(settings, sender.tab?.url, sender.tab ?? { incognito: false });
    return recording === 'on' ? optionsOf(settings, sender) : undefined;
  },

  async framePlace({ path }, { tab, frameId = 0 }) {
    if (tab?.id !== undefined) await tell(tab.id, { type: 'framePlace', data: { path, frame: frameId } });
  },

  async framesLoaded(_, { tab }) {
    if (tab?.id === undefined) return;
    const { recording } = await stateOf(await readSettings(db), tab.url, tab);
    if (recording === 'on') await reachFrames(await readSettings(db), tab.id);
  },

  async tabState({ tabId }) {
    const tab = await browser.tabs.get(tabId);
    // Where an upgrade is held up, a mere read would wait for it.
    const settings = await db
      .ready()
      .then(() => readSettings(db))
      .catch(() => undefined);
    if (!settings) return { recording: 'trouble', why: 'database' };
    const state = await stateOf(settings, tab.url, tab);
    if (state.recording !== 'on') return state;
    const status = await statusOf(tabId);
    if (!status) return { ...state, recording: 'waiting-for-reload', why: 'reload' };
    return status.trouble ? { ...state, recording: 'trouble', why: status.trouble } : state;
  },

  async record({ url, scope }) {
    const website = websiteOf(url);
    if (!website) return [];
    const rule = ruleFor(scope, website);
    let taken: string[] = [];
    await changeSettings(db, settings => {
      const next = withScope(settings, rule, website);
      taken = settings.neverRecord.filter(site => !next.neverRecord.includes(site));
      return next;
    });
    await follow(db); // without access yet, `permissions.onAdded` does it again
    return taken;
  },

  async stopRecording({ url, scope, neverRecord: again = [] }) {
    const website = websiteOf(url);
    if (!website) return;
    const refused = scope && ruleFor(scope, website);
    await changeSettings(db, ({ scopes, neverRecord }) => ({
      neverRecord: [...new Set([...neverRecord, ...again])].sort(),
      scopes: scopes.filter(rule =>
        refused ? rule.kind !== refused.kind || rule.value !== refused.value : !inScope(asSettings(rule), website),
      ),
    }));
    await follow(db);
  },

  async endSession({ sessionId, at }) {
    const session = await endSession(db, sessionId, at);
    if (session) await tellTabsOf(session, at);
  },

  async newSession({ site, identity, title, at }) {
    const running = await runningSession(db, { site, identity }, at);
    await setNextTitle(db, sessionScope(identity, site), title);
    if (!running) return;
    await endSession(db, running.id, at);
    await tellTabsOf({ site, identity }, at);
  },

  async deleteSessions({ sessionIds, at }) {
    await deleteSessions(db, sessionIds, at);
    for (const session of await sessionsById(db, sessionIds)) await tellTabsOf(session, at);
    await scheduleRetention();
  },

  undelete: ({ sessionIds }) => undelete(db, sessionIds),

  setPaused: ({ paused }) => pause(db, () => paused),

  settingsChanged: () => follow(db),
});

async function takeLeft(db: Database, left: LeftAsset[], sender: Runtime.MessageSender): Promise<void> {
  const settings = await readSettings(db);
  const options = optionsOf(settings, sender);
  const offers = left.filter(one => isKept(one, options)).map(one => asFor(sender, one));
  await collectLeft(db, offers, settings, recall);
}

const isKept = ({ kind }: Pick<LeftAsset, 'kind'>, { assets, media }: RecordingOptions): boolean =>
  assets && (media || kind !== 'media');

/** The worker has the cookies of normal windows alone, which are not this user's in a private one or in a container. */
const asFor = <T extends { anonymous?: boolean }>({ tab }: Runtime.MessageSender, offer: T): T =>
  tab && identityOf(tab) === 'normal' ? offer : { ...offer, anonymous: true };

async function pause(db: Database, next: (paused: boolean) => boolean): Promise<void> {
  await changeSettings(db, ({ paused }) => ({ paused: next(paused) }));
  await follow(db);
}

/** By the keyboard, where no page of ours is open. */
export const togglePause = (db: Database): Promise<void> => pause(db, paused => !paused);

/** The rule that covers what was asked for: this host, its domain, or everything. */
function ruleFor(kind: ScopeRule['kind'], { host, hostname, domain, site }: Website): ScopeRule {
  if (kind === 'everything') return { kind, value: '' };
  if (kind === 'domain') return { kind, value: domain };
  // Only where ports tell sites apart is the port part of the scope.
  return { kind, value: site === host ? host : hostname };
}

const asSettings = (rule: ScopeRule) => ({ scopes: [rule], neverRecord: [] }) as unknown as Settings;

/** A frame belongs to the website of its tab. */
const websiteFor = ({ tab, frameId = 0, url }: Runtime.MessageSender) => websiteOf(frameId === 0 ? url : tab?.url);

function placeOf(sender: Runtime.MessageSender): Place | undefined {
  const { tab, frameId = 0 } = sender;
  const website = websiteFor(sender);
  if (!website || tab?.id === undefined) return;
  return { tabId: tab.id, frameId, site: website.site, identity: identityOf(tab) };
}

/** In a frame, what is set for the page's host and for its own: what records less. */
function optionsOf(settings: Settings, sender: Runtime.MessageSender): RecordingOptions {
  const website = websiteFor(sender);
  const options = website ? optionsFor(settings, website) : settings.recording;
  const own = sender.frameId ? websiteOf(sender.url) : undefined;
  return own ? narrower(options, optionsFor(settings, own)) : options;
}

/**
 * Firefox names no tab for a page that is being closed: then the place it was told at its start holds, if it is of the site
 * that the browser says has sent it.
 */
function placeOfClosed(envelope: Envelope | Spilled, { tab, url }: Runtime.MessageSender): Place | undefined {
  if (tab || !('place' in envelope)) return;
  return envelope.place?.site === websiteOf(url)?.site ? envelope.place : undefined;
}

/** Tells every tab of a site and identity that its session has ended. */
async function tellTabsOf({ site, identity }: Pick<Place, 'site' | 'identity'>, at: number): Promise<void> {
  const tabs = await browser.tabs.query({});
  const ofSite = tabs.filter(tab => websiteOf(tab.url)?.site === site && identityOf(tab) === identity);
  await Promise.all(ofSite.map(({ id }) => id !== undefined && tell(id, { type: 'sessionEnded', data: { at } })));
}
