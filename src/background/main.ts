import browser, { type Runtime } from 'webextension-polyfill';
import { clock } from '../clock/clock';
import { type Handlers, isCall, type WorkerCalls } from '../messages/protocol';
import { SPILL_PREFIX } from '../messages/spill';
import { Database } from '../store/database';
import { renumberTab } from '../store/ingest';
import { follow } from './access';
import { calls, togglePause } from './calls';
import { noteByKey } from './commands';
import { keepSpilled } from './keeper';
import { onRetentionAlarm, scheduleRetention } from './retention';

// The worker remembers nothing between events: all that follows may run again at any time.
const db = new Database();
const handlers = calls(db);

/** What pages left behind comes before anything else; one at a time. */
let spilled: Promise<void> = Promise.resolve();
let isSpillDue = false;
const takeSpilled = (): void => {
  // A pass that has yet to begin takes in what comes until then. All messages wait for it: none is to follow in vain.
  if (isSpillDue) return;
  isSpillDue = true;
  const take = () => {
    isSpillDue = false;
    return keepSpilled(db, browser.storage.local);
  };
  spilled = spilled.then(take).catch(console.error);
};
takeSpilled();

const FROM_RELAYS: (keyof WorkerCalls)[] = [
  'hello',
  'chunk',
  'asset',
  'frameActivity',
  'frameMark',
  'frameLines',
  'frameOptions',
  'framePlace',
  'framesLoaded',
];

/** Content scripts may speak as relays only; everything else is our own pages' to ask for. */
const mayAsk = (type: string, { url }: Runtime.MessageSender): boolean =>
  FROM_RELAYS.includes(type as keyof WorkerCalls) || url?.startsWith(browser.runtime.getURL('')) === true;

browser.runtime.onMessage.addListener(async (message: unknown, sender: Runtime.MessageSender) => {
  if (!isCall(message) || sender.id !== browser.runtime.id || !mayAsk(message.type, sender)) return;
  const handle = handlers[message.type as keyof Handlers<WorkerCalls, unknown>] as
    | ((data: unknown, from: Runtime.MessageSender) => unknown)
    | undefined;
  await Promise.all([clock.ready, spilled]);
  return handle?.(message.data, sender);
});

browser.storage.onChanged.addListener((changes, area) => {
  const isSpill = Object.entries(changes).some(([key, { newValue }]) => key.startsWith(SPILL_PREFIX) && newValue);
  if (area === 'local' && isSpill) takeSpilled();
});

browser.permissions.onAdded.addListener(() => void follow(db));
browser.permissions.onRemoved.addListener(() => void follow(db));
browser.tabs.onReplaced.addListener((to, from) => void renumberTab(db, from, to));
browser.runtime.onStartup.addListener(() => void follow(db));
browser.alarms.onAlarm.addListener(({ name }) => void onRetentionAlarm(db, name));
browser.runtime.onInstalled.addListener(() => {
  void follow(db);
  void scheduleRetention();
  browser.contextMenus.create({ id: LIBRARY, title: browser.i18n.getMessage('menuLibrary'), contexts: ['action'] });
});

// Chrome keeps Ctrl+Shift+letter and Firefox Ctrl+Shift+digit (containers) for themselves, pages Alt+Shift+letter (access keys).
browser.commands.onCommand.addListener(async name => {
  if (name === 'toggle-pause') return void togglePause(db);
  await Promise.all([clock.ready, spilled]);
  await noteByKey(db, name, clock.now());
});

const LIBRARY = 'library';
browser.contextMenus.onClicked.addListener(({ menuItemId }) => {
  if (menuItemId === LIBRARY)
    void browser.tabs.create({ url: browser.runtime.getURL('popup/index.html?view=library') });
});
