import type { Envelope, Place, Verdict } from '../../../src/messages/protocol';
import type { Outgoing } from '../../../src/relay/delivery';
import type { Chunk, Session } from '../../../src/session/types';
import type { Database } from '../../../src/store/database';
import { changeSettings } from '../../../src/store/settings';
import { Chance } from './chance';
import { Page, type Surroundings } from './page';
import { Time } from './time';
import { Worker } from './worker';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
export const NINE = Date.UTC(2026, 2, 2, 9);

/** What may happen to a message. */
const FAULTS = [
  /** The worker is stopped before it takes it in, */
  'unheard',
  /** or between commit and acknowledgement. */
  'unanswered',
  /** The page is told nothing, ever. */
  'mute',
  /** It arrives, but long after the page has given it up. */
  'late',
  /** It arrives twice. */
  'twice',
] as const;

/** A chunk as its relay cut it, and what became of it. */
export interface Cut {
  page: Page;
  envelope: Outgoing;
  isAcknowledged: boolean;
  /** The extension was reloaded before it was acknowledged: nobody sends it again. */
  isOrphaned: boolean;
}

/** What the user did, and the event it made. */
export interface Act {
  page: Page;
  at: number;
  /** The number of the event on tape; none where the recorder was not running yet. */
  event: number | undefined;
}

export const keyOf = (streamId: string, seq: number): string => `${streamId} ${seq}`;
export const scopeOf = ({ identity, site }: Pick<Place, 'identity' | 'site'>): string => `${identity} ${site}`;

/** Tabs, their pages and the worker, under one clock; `step` lets something happen. */
export class World implements Surroundings {
  readonly chance: Chance;
  readonly time = new Time(NINE);
  readonly worker: Worker;
  readonly tabs: { current: Page; past: Page[] }[] = [];
  readonly story: string[] = [];

  readonly cuts = new Map<string, Cut>();
  /** Streams that were refused while their page could still say once more what was done on them, and when. */
  readonly refused = new Map<string, number>();
  readonly acts: Act[] = [];
  /** Ends by hand and by deletion. */
  readonly ends: { scope: string; at: number }[] = [];
  /** Events that were in a recorder's buffer when its relay went away. */
  readonly spoilt = new Set<number>();
  /** Chunks that were stored and purged since. */
  readonly purged: { scope: string; chunk: Chunk }[] = [];

  readonly timeoutMs: number;
  readonly #mayJump: boolean;
  #numbers = 0;
  #faults: (typeof FAULTS)[number][] = [];
  #late: (() => Promise<unknown>)[] = [];
  #fullUntil = 0;
  #setBack = 0;

  constructor(
    readonly db: Database,
    seed: number,
  ) {
    this.chance = new Chance(seed);
    this.worker = new Worker(db);
    this.timeoutMs = (this.chance.is(0.7) ? 30 : 5) * MINUTE_MS;
    this.#mayJump = this.chance.is(0.3);
    db.chunks.hook('creating', () => {
      if (this.time.passed < this.#fullUntil) throw new DOMException('No room', 'QuotaExceededError');
    });
  }

  async begin(): Promise<void> {
    await changeSettings(this.db, () => ({
      scopes: [{ kind: 'everything', value: '' }],
      idleTimeoutMinutes: this.timeoutMs / MINUTE_MS,
    }));
    this.#open();
    await this.settled();
  }

  number = (): number => this.#numbers++;

  async ask<T>(page: Page, work: () => Promise<T>): Promise<T | undefined> {
    const fault = this.#faults.shift();
    if (fault === 'unheard') throw new Error('The worker was stopped.');
    if (fault === 'late') {
      this.#late.push(work);
      throw new Error('The worker was stopped.');
    }
    if (fault === 'twice') this.#late.push(work);
    const answer = await this.worker.do(work);
    if (fault === 'unanswered') throw new Error('The worker was stopped.');
    const isLost = fault === 'mute' || page.state === 'gone' || page.state === 'cached';
    if (isLost) return new Promise<never>(() => {});
    return new Promise(resolve => page.whenLive(() => resolve(answer)));
  }

  pushed(page: Page, envelope: Outgoing, isOrphaned: boolean): void {
    const copy = structuredClone(envelope);
    const cut = { page, envelope: copy, isAcknowledged: false, isOrphaned };
    this.cuts.set(keyOf(envelope.stream.id, envelope.chunk.seq), cut);
  }

  orphaned(page: Page): void {
    for (const cut of this.cuts.values()) if (cut.page === page && !cut.isAcknowledged) cut.isOrphaned = true;
    for (const event of page.tape.buffered) this.spoilt.add(event);
  }

  judged(page: Page, { stream, chunk }: Envelope, { verdict }: Verdict): void {
    const cut = this.cuts.get(keyOf(stream.id, chunk.seq));
    if (cut && verdict === 'ok') cut.isAcknowledged = true;
    const isRefused = verdict === 'ended' || verdict === 'deleted';
    if (isRefused && page.state === 'live' && !this.refused.has(stream.id))
      this.refused.set(stream.id, this.time.now());
  }

  /** Until nothing moves but time. */
  async settled(): Promise<void> {
    do await new Promise(resolve => setImmediate(resolve));
    while (this.worker.isBusy);
  }

  async pass(ms: number): Promise<void> {
    await this.time.advance(ms, () => this.settled());
  }

  async step(): Promise<void> {
    const name = this.chance.weighted(STEPS.filter(([one]) => this.#mayJump || one !== 'setClock'));
    this.story.push(`${new Date(this.time.now()).toISOString()} ${name}`);
    await this[name]();
    await this.settled();
  }

  #tell(what: string | number): void {
    this.story[this.story.length - 1] += ` ${what}`;
  }

  // What users do

  async input(): Promise<void> {
    const page = this.#livePage();
    if (!page) return;
    this.#act(page);
    if (this.chance.is(0.5)) await this.pass(this.chance.between(0, 3 * SECOND_MS));
  }

  async clickAndGo(): Promise<void> {
    const page = this.#livePage();
    if (!page) return;
    this.#act(page);
    await this.navigate();
  }

  async frameInput(): Promise<void> {
    const page = this.#livePage();
    const at = this.time.now();
    const delayMs = this.chance.between(0, 2 * SECOND_MS);
    if (!page) return;
    this.#tell(page.id);
    page.schedule(() => page.relay?.recording.acted(at), delayMs);
  }

  async openTab(): Promise<void> {
    if (this.tabs.length < 5) this.#open();
    await this.pass(this.chance.between(0, 2 * SECOND_MS));
  }

  async closeTab(): Promise<void> {
    const tab = this.chance.one(this.tabs);
    if (!tab) return;
    this.#tell(tab.current.id);
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    tab.current.hide(false);
  }

  async navigate(): Promise<void> {
    const tab = this.chance.one(this.tabs);
    if (!tab) return;
    const old = tab.current;
    const persisted = this.chance.is(0.5);
    this.#tell(`${old.id} ${persisted ? 'cached' : 'left'}`);
    old.hide(persisted);
    if (persisted) tab.past.push(old);
    tab.current = this.#page(old.place);
  }

  async goBack(): Promise<void> {
    const tab = this.chance.one(this.tabs.filter(({ past }) => past.length > 0));
    const page = tab?.past.pop();
    if (!tab || !page) return;
    this.#tell(`${tab.current.id} to ${page.id}`);
    tab.current.hide(false);
    tab.current = page;
    page.show();
  }

  async endByHand(): Promise<void> {
    const place = this.chance.one(this.tabs)?.current.place;
    const at = this.time.now();
    if (!place) return;
    const session = await this.worker.do(() => this.worker.end(place, at));
    if (session) this.#ended(session);
  }

  async deleteOne(): Promise<void> {
    const sessions = await this.db.sessions.orderBy('startedAt').toArray();
    const session = this.chance.one(sessions.filter(({ deletedAt }) => deletedAt === undefined));
    const at = this.time.now();
    if (!session) return;
    await this.worker.do(() => this.worker.delete(session, at));
    const deleted = (await this.db.sessions.get(session.id)) as Session;
    this.#ended(deleted, session.endedAt === undefined);
  }

  // What pages do

  async mutate(): Promise<void> {
    for (let n = this.chance.between(1, 3); n > 0; n--) this.#livePage()?.tape.emit();
    await this.pass(this.chance.between(0, 2 * SECOND_MS));
  }

  /** More than may wait while the disk is full. */
  async flood(): Promise<void> {
    const page = this.#livePage();
    this.#fullUntil = this.time.passed + 5 * SECOND_MS;
    for (let n = 0; n < 3; n++) page?.tape.emit('x'.repeat(3_500_000));
    if (page) this.#act(page);
  }

  // What time, browsers and disks do

  pauseSeconds = (): Promise<void> => this.pass(this.chance.between(1, 20) * SECOND_MS);
  pauseMinutes = (): Promise<void> => this.pass(this.chance.between(1, 29) * MINUTE_MS);
  pauseLong = (): Promise<void> => this.pass(this.chance.between(29, 65) * MINUTE_MS);

  /** To a millisecond around the timeout since someone acted. */
  async pauseTimeout(): Promise<void> {
    const last = this.acts.at(-1)?.at ?? 0;
    const ms = last + this.timeoutMs - this.time.now() + this.chance.between(-1, 1);
    if (ms > 0) await this.pass(ms);
    const page = this.#livePage();
    if (page) this.#act(page);
  }

  async troubleMessages(): Promise<void> {
    for (let n = this.chance.between(1, 3); n > 0; n--) {
      const fault = this.chance.one(FAULTS);
      if (!fault) continue;
      this.#tell(fault);
      this.#faults.push(fault);
    }
  }

  async arriveLate(): Promise<void> {
    const late = this.#late;
    this.#late = [];
    while (late.length > 0) {
      const [work] = late.splice(this.chance.between(0, late.length - 1), 1);
      if (work) await this.worker.do(work);
    }
  }

  async fillDisk(): Promise<void> {
    this.#fullUntil = this.time.passed + this.chance.between(1, 120) * SECOND_MS;
  }

  async freeze(): Promise<void> {
    this.chance.one(this.tabs)?.current.freeze();
  }

  async thaw(): Promise<void> {
    for (const { current } of this.tabs) current.thaw();
  }

  async reloadExtension(): Promise<void> {
    for (const page of this.#pages()) page.whenLive(() => page.inject());
  }

  async purge(): Promise<void> {
    await this.pass(35 * SECOND_MS);
    const gone = await this.db.sessions.filter(({ deletedAt, purgedAt }) => !!deletedAt && !purgedAt).toArray();
    for (const session of gone) {
      const ids = (await this.db.streams.where({ sessionId: session.id }).primaryKeys()) as string[];
      const chunks = await this.db.chunks.filter(({ streamId }) => ids.includes(streamId)).toArray();
      this.purged.push(...chunks.map(chunk => ({ scope: scopeOf(session), chunk })));
    }
    await this.worker.do(() => this.worker.purge(this.time.now()));
  }

  /** Back an hour, forward two, to 1970, or a little; what was set back is set right sooner or later. */
  async setClock(): Promise<void> {
    const { chance } = this;
    const by =
      this.#setBack && chance.is(0.5)
        ? this.#setBack
        : (chance.one([
            -60 * MINUTE_MS,
            120 * MINUTE_MS,
            MINUTE_MS - this.time.now(),
            -10 * SECOND_MS,
            -5 * MINUTE_MS,
          ]) ?? 0);
    this.#setBack = by === this.#setBack ? 0 : this.#setBack - by;
    this.#tell(by);
    this.time.setClock(by);
  }

  /** Everything that is on its way arrives, and every tab is closed. */
  async drain(): Promise<void> {
    this.story.push('drain');
    this.#faults = [];
    this.#fullUntil = 0;
    await this.thaw();
    await this.pass(2 * MINUTE_MS);
    await this.arriveLate();
    for (const page of this.#pages()) if (page.state !== 'cached') page.hide(false);
    await this.settled();
    await this.worker.do(async () => {});
    await this.settled();
  }

  #pages(): Page[] {
    return this.tabs.flatMap(({ current, past }) => [current, ...past]);
  }

  #livePage(): Page | undefined {
    const page = this.chance.one(this.tabs)?.current;
    if (page?.state !== 'live') return;
    this.#tell(page.id);
    return page;
  }

  /** The relay hears of it first, then the page, then the recorder. */
  #act(page: Page): void {
    const at = this.time.now();
    const { recording } = page.relay ?? {};
    recording?.acted(at);
    const event = page.tape.emit();
    recording?.mark({ kind: 'input', at, label: `input ${event}` });
    this.acts.push({ page, at, event });
  }

  #open(): void {
    const identity = this.chance.one(['normal', 'normal', 'private']) ?? '';
    const site = this.chance.one(['shop.test', 'shop.test', 'pay.test']) ?? '';
    const place: Place = { tabId: this.number(), frameId: 0, site, identity };
    this.tabs.push({ current: this.#page(place), past: [] });
  }

  #page(place: Place): Page {
    const isReady = this.chance.is(0.9);
    const page = new Page(this, place, `https://www.${place.site}/`, isReady);
    if (!isReady) page.schedule(() => page.tape.ready(), this.chance.between(1, 5) * SECOND_MS);
    return page;
  }

  /** Every tab of its scope is told, some in vain, some late. */
  #ended(session: Session, isNew = true): void {
    const scope = scopeOf(session);
    this.#tell(scope);
    if (session.endedAt !== undefined && isNew) this.ends.push({ scope, at: session.endedAt });
    for (const page of this.#pages()) {
      if (scopeOf(page.place) !== scope || page.state === 'cached' || this.chance.is(0.15)) continue;
      const lateMs = this.chance.is(0.3) ? this.chance.between(0, 3 * SECOND_MS) : 0;
      page.schedule(() => page.relay?.recording.sessionEnded(), lateMs);
    }
  }
}

const STEPS = [
  ['input', 20],
  ['clickAndGo', 3],
  ['frameInput', 2],
  ['openTab', 4],
  ['closeTab', 2],
  ['navigate', 4],
  ['goBack', 3],
  ['endByHand', 2],
  ['deleteOne', 1],
  ['mutate', 8],
  ['flood', 0.1],
  ['pauseSeconds', 7],
  ['pauseMinutes', 4],
  ['pauseLong', 2],
  ['pauseTimeout', 2],
  ['troubleMessages', 7],
  ['arriveLate', 3],
  ['fillDisk', 1],
  ['freeze', 2],
  ['thaw', 2],
  ['reloadExtension', 0.7],
  ['purge', 0.7],
  ['setClock', 3],
] as const satisfies readonly (readonly [keyof World, number])[];
