import browser from 'webextension-polyfill';
import type { Data, Intents, Reply } from '../messages/protocol';

type Carries<K extends keyof Intents> = unknown extends Data<Intents, K> ? [] : [Data<Intents, K>];

/** Sends an intent to the worker. Fails when no worker answers. */
export const send = <K extends keyof Intents>(type: K, ...[data]: Carries<K>): Promise<Reply<Intents, K>> =>
  browser.runtime.sendMessage({ type, data });
