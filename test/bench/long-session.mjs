import { gzipSync } from 'node:zlib';

/** When the session began; any time does. */
const START = Date.UTC(2026, 10, 2, 9);
const MINUTE_MS = 60_000;
const CHUNK_CHARS = 64_000;

/**
 * A long session, made by rule and the same each time: `tabs` tabs one after the other, each a page of `nodes` nodes whose clock
 * says the second of the session, a growing log, mouse, scrolls, console and requests. Snapshots come as the recorder takes them:
 * when what came since weighs as much, at most once a minute.
 * @param {{nodes: number, events?: number, minutes?: number, tabs?: number}} options
 */
export function longSession({ nodes, events = 200_000, minutes = 120, tabs = 5 }) {
  const random = randomFrom(nodes);
  const stepMs = (minutes * MINUTE_MS) / events;
  /** @type {any[]} every event in order, for other players */
  const all = [];
  /** @type {any[]} */
  const [pageViews, streams, chunks] = [[], [], []];
  for (let tab = 0; tab < tabs; tab++) {
    const from = START + (tab * minutes * MINUTE_MS) / tabs;
    const page = new Page(nodes, random);
    const stream = streamOf(nodes, tab, from);
    const cut = cutter(stream, chunks);
    let since = 0;
    let snapshotChars = 0;
    let snapshotAt = Number.NEGATIVE_INFINITY;
    for (let n = 0; n < events / tabs; n++) {
      const at = Math.round(from + n * stepMs);
      if (n === 0 || (since >= snapshotChars && at - snapshotAt >= MINUTE_MS)) {
        const meta = { type: 4, data: { href: `http://shop.test/${tab}`, width: 1280, height: 800 }, timestamp: at };
        const full = { type: 2, data: { node: page.serialised(), initialOffset: { top: 0, left: 0 } }, timestamp: at };
        cut.end();
        cut.add(meta, true);
        snapshotChars = cut.add(full);
        all.push(meta, full);
        since = 0;
        snapshotAt = at;
      }
      const event = { ...page.next(n, Math.floor((at - START) / 1000)), timestamp: at };
      since += cut.add(event);
      all.push(event);
    }
    cut.end();
    stream.active = [[from, stream.lastAt]];
    stream.closeReason = 'left';
    streams.push(stream);
    pageViews.push({
      id: stream.pageViewId,
      sessionId: `session-${nodes}`,
      documentId: `d${tab}`,
      tabId: tab,
      url: `http://shop.test/${tab}`,
      title: `Tab ${tab + 1}`,
      startedAt: from,
    });
  }
  const last = all[all.length - 1].timestamp;
  const title = `${nodes} nodes`;
  const session = {
    id: `session-${nodes}`,
    site: 'shop.test',
    identity: 'normal',
    startedAt: START,
    lastActivityAt: last,
    timeoutMs: 30 * MINUTE_MS,
    endedAt: last,
    landing: { url: 'http://shop.test/0', title },
    counts: {
      pages: tabs,
      clicks: 0,
      inputs: 0,
      errors: 0,
      gaps: 0,
      bytes: chunks.reduce((n, c) => n + c.bytes.length, 0),
    },
  };
  const source = {
    index: async () => ({ session, pageViews, streams, marks: [], notes: [] }),
    chunks: async (/** @type {string} */ id, /** @type {number} */ from, /** @type {number} */ to) =>
      chunks.filter(({ streamId, seq }) => streamId === id && seq >= from && seq < to),
    assets: async () => new Map(),
    missing: async () => new Map(),
  };
  /** When each window begins. */
  const boundaries = streams.flatMap(stream => stream.windows.map((/** @type {{at: number}} */ { at }) => at));
  return {
    source,
    title,
    events: all,
    start: START,
    boundaries,
    chars: chunks.reduce((n, chunk) => n + chunk.chars, 0),
  };
}

/** @param {number} nodes @param {number} tab @param {number} from @returns {any} */
const streamOf = (nodes, tab, from) => ({
  id: `stream-${nodes}-${tab}`,
  sessionId: `session-${nodes}`,
  pageViewId: `page-${nodes}-${tab}`,
  tabId: tab,
  frameId: 0,
  openedAt: from,
  lastAt: from,
  openReason: 'load',
  visible: true,
  windows: [],
  active: [],
});

/** Cuts events into the chunks of a stream. @param {any} stream @param {any[]} chunks */
function cutter(stream, chunks) {
  let seq = 0;
  /** @type {string[]} */
  let lines = [];
  let [chars, from, to, opens] = [0, 0, 0, false];
  const end = () => {
    if (lines.length === 0) return;
    const facts = { streamId: stream.id, seq: seq++, from, to, count: lines.length, opensWithSnapshot: opens };
    chunks.push({ ...facts, chars, bytes: new Uint8Array(gzipSync(lines.join('\n'))) });
    [lines, chars, opens] = [[], 0, false];
  };
  return {
    end,
    /** Gives the length of its line. @param {any} event */
    add(event, opensWindow = false) {
      if (opensWindow) {
        opens = true;
        stream.windows.push({ seq, at: event.timestamp });
      }
      if (lines.length === 0) from = event.timestamp;
      const line = JSON.stringify(event);
      lines.push(line);
      chars += line.length;
      to = event.timestamp;
      stream.lastAt = to;
      if (chars >= CHUNK_CHARS) end();
      return line.length;
    },
  };
}

const WORDS = 'mug vase lamp bowl plate teapot basket order parcel glaze clay kiln market total shelf'.split(' ');
const LOG_LINES = 60;

/** A page as its recorder sees it. Ids: 1–9 the frame of it, 10 the clock's text, from 100 on its nodes, from 1,000,000 its log. */
class Page {
  /** @param {number} nodes @param {() => number} random */
  constructor(nodes, random) {
    this.random = random;
    /** Three nodes each: a box, a span, its text. */
    this.texts = Array.from({ length: Math.floor(nodes / 3) }, () => this.words(4));
    /** What a framework keeps in attributes: most of what a page says is no text. */
    this.states = this.texts.map(() => ({}));
    /** @type {{id: number, text: string}[]} */
    this.log = [];
    this.nextLog = 1_000_000;
  }

  /** @param {number} count */
  words(count) {
    return Array.from({ length: count }, () => WORDS[Math.floor(this.random() * WORDS.length)]).join(' ');
  }

  serialised() {
    const text = (/** @type {number} */ id, /** @type {string} */ textContent) => ({ type: 3, textContent, id });
    const element = (
      /** @type {number} */ id,
      /** @type {string} */ tagName,
      /** @type {object} */ attributes,
      /** @type {any[]} */ childNodes,
    ) => ({
      type: 2,
      tagName,
      attributes,
      childNodes,
      id,
    });
    const boxes = this.texts.map((words, n) =>
      element(100 + n * 3, 'div', { class: `box kind-${n % 7}`, ...this.states[n] }, [
        element(101 + n * 3, 'span', {}, [text(102 + n * 3, words)]),
      ]),
    );
    const style =
      '.box{display:inline-block;padding:2px 6px;border:1px solid #ccc}.kind-3{color:#a00}#log{position:fixed;top:0;right:0}';
    const body = [
      element(9, 'h1', { id: 'clock' }, [text(10, this.clock ?? '0')]),
      element(
        11,
        'ol',
        { id: 'log' },
        this.log.map(({ id, text: words }) => element(id, 'li', {}, [text(id + 1, words)])),
      ),
      element(12, 'main', {}, boxes),
    ];
    const head = element(4, 'head', {}, [element(5, 'style', {}, [text(6, style)])]);
    const html = element(3, 'html', { lang: 'en' }, [head, element(8, 'body', {}, body)]);
    return { type: 0, childNodes: [{ type: 1, name: 'html', publicId: '', systemId: '', id: 2 }, html], id: 1 };
  }

  /** The n-th event, at a second of the session. @param {number} n @param {number} second */
  next(n, second) {
    const mutation = (/** @type {object} */ change) => ({
      type: 3,
      data: { source: 0, texts: [], attributes: [], removes: [], adds: [], ...change },
    });
    if (this.clock !== String(second)) {
      this.clock = String(second);
      return mutation({ texts: [{ id: 10, value: this.clock }] });
    }
    if (n % 2 === 0) {
      const positions = [0, 50, 100, 150].map(timeOffset => ({
        x: Math.round(this.random() * 1_000),
        y: Math.round(this.random() * 700),
        id: 9,
        timeOffset: timeOffset - 150,
      }));
      return { type: 3, data: { source: 1, positions } };
    }
    if (n % 40 === 1)
      return {
        type: 6,
        data: {
          plugin: 'rrweb/console@1',
          payload: { level: 'log', trace: [], payload: [JSON.stringify(this.words(12))] },
        },
      };
    if (n % 80 === 3) {
      const name = `http://shop.test/api/${this.words(1)}?n=${n}`;
      const request = {
        name,
        initiatorType: 'fetch',
        method: 'GET',
        status: 200,
        startTime: n,
        endTime: n + 40,
        duration: 40,
      };
      return { type: 6, data: { plugin: 'rrweb/network@1', payload: { requests: [request] } } };
    }
    if (n % 10 === 5) return this.addLine(mutation);
    const box = Math.floor(this.random() * this.texts.length);
    if (n % 4 === 1) {
      this.texts[box] = this.words(10);
      return mutation({ texts: [{ id: 102 + box * 3, value: this.texts[box] }] });
    }
    const attributes = { 'data-state': this.words(64) };
    this.states[box] = attributes;
    return mutation({ attributes: [{ id: 100 + box * 3, attributes }] });
  }

  /** @param {(change: object) => object} mutation */
  addLine(mutation) {
    const id = this.nextLog;
    this.nextLog += 2;
    const line = { id, text: this.words(6) };
    const before = this.log.at(-1)?.id ?? null;
    const gone = this.log.length >= LOG_LINES ? this.log.shift() : undefined;
    this.log.push(line);
    return mutation({
      removes: gone ? [{ parentId: 11, id: gone.id }] : [],
      adds: [
        {
          parentId: 11,
          previousId: before,
          nextId: null,
          node: { type: 2, tagName: 'li', attributes: {}, childNodes: [], id },
        },
        { parentId: id, previousId: null, nextId: null, node: { type: 3, textContent: line.text, id: id + 1 } },
      ],
    });
  }
}

/** Numbers from 0 to 1 that look drawn and are the same each time (mulberry32). @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
