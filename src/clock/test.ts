import './clock';

/**
 * The clock of the `dist/test-*` builds: the system's time plus an offset that a test writes to `storage.local`.
 * A page's own storage keeps a copy, so that a new document has the offset before its first event; that the copy is
 * there also tells the test that this place has heard.
 */
const KEY = 'tapedeck-test-clock-offset-ms';

interface TestScope {
  chrome: {
    storage: {
      local: { get(key: string): Promise<Record<string, unknown>> };
      onChanged: { addListener(heard: (changes: Record<string, { newValue?: unknown }>) => void): void };
    };
  };
}

const { storage } = (globalThis as unknown as TestScope).chrome;
const systemNow = Date.now.bind(Date);
let offsetMs = 0;

const copy = (): Storage | undefined => {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // a sandboxed document or a worker has none
  }
};

const set = (value: unknown) => {
  if (typeof value !== 'number') return;
  offsetMs = value;
  copy()?.setItem(KEY, String(value));
};

set(Number(copy()?.getItem(KEY) ?? 0) || undefined);
storage.onChanged.addListener(changes => set(changes[KEY]?.newValue));
const ready = storage.local.get(KEY).then(stored => set(stored[KEY]));
globalThis.tapedeckClock = { now: () => systemNow() + offsetMs, ready };
