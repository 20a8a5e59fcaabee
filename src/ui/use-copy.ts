import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { clock } from '../clock/clock';
import type { SessionSource } from '../session/types';
import {
  type Contents,
  type Copy,
  type CopyOptions,
  contentsOf,
  type Draw,
  endOfTape,
  exportErrorText,
  holdsAssets,
  makeCopy,
} from '../transfer';
import { save } from './save';

/** The file that is asked for, on its way. It is made before it is saved, so that what is in it is known. */
export type Making =
  | { is: 'making'; part: number }
  | { is: 'stopped' }
  | ({ is: 'ready'; copy: Copy } & Known)
  | { is: 'saved'; copy: Copy }
  | { is: 'failed'; text: string };

/** What is told of a file once it is known. */
interface Known {
  contents?: Contents;
  lightBytes?: number;
}

/** Who types changes his mind with every letter. */
const SETTLED_MS = 250;

/** The replay page's template lies in the extension, from whose root all its pages come. */
const template = async (): Promise<string> => (await fetch('/player/replay-page.template')).text();

export interface Work {
  making: Making;
  /** Nothing of it is left. */
  stop: () => void;
  again: () => void;
  save: () => void;
}

/** Makes a copy whenever another is asked for; `undefined` asks for none. */
export function useCopy(
  source: SessionSource,
  options: CopyOptions | undefined,
  draw: ((source: SessionSource) => Draw) | undefined,
): Work {
  const [making, setMaking] = useState<Making>({ is: 'making', part: 0 });
  const [round, setRound] = useState({});
  /** What is being made is saved at once; a file that is too large where it was to be saved anyway. */
  const saves = useRef<'if it fits' | 'anyway'>(undefined);
  const current = useRef<AbortController>(undefined);
  // Before the next picture: a file that is not what is asked for any more must not be saved.
  useLayoutEffect(() => {
    if (!options) return;
    const stop = new AbortController();
    current.current = stop;
    const show = (next: Making) => stop.signal.aborted || setMaking(next);
    // It may be saved by then.
    const add = (known: Known) =>
      stop.signal.aborted || setMaking(was => (was.is === 'ready' ? { ...was, ...known } : was));
    show({ is: 'making', part: 0 });
    const savesAtOnce = saves.current;
    saves.current = undefined;
    const work = async () => {
      try {
        await make(source, options, draw, savesAtOnce, show, add, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) show({ is: 'failed', text: exportErrorText(error) });
      }
    };
    const settled = setTimeout(work, SETTLED_MS);
    return () => {
      clearTimeout(settled);
      stop.abort();
    };
  }, [source, options, draw, round]);

  return {
    making,
    stop: () => {
      current.current?.abort();
      setMaking({ is: 'stopped' });
    },
    again: () => setRound({}),
    save: async () => {
      if (making.is !== 'ready' && making.is !== 'saved') return;
      const { copy } = making;
      const asked = current.current;
      // A session that still runs has gone on since. One that is gone has not: the file is all that is left of it.
      const tapeTo = await source.index().then(endOfTape, () => copy.madeTo);
      // Another file may be on its way by now.
      if (current.current !== asked) return;
      const wantedTo = Math.min(tapeTo, options?.range?.[1] ?? Number.POSITIVE_INFINITY);
      if (wantedTo > copy.madeTo) {
        saves.current = copy.isTooLarge ? 'anyway' : 'if it fits';
        setRound({});
        return;
      }
      save(copy.blob, copy.name);
      setMaking({ is: 'saved', copy });
    },
  };
}

async function make(
  source: SessionSource,
  options: CopyOptions,
  draw: ((source: SessionSource) => Draw) | undefined,
  savesAtOnce: 'if it fits' | 'anyway' | undefined,
  show: (next: Making) => void,
  add: (known: Known) => void,
  stop: AbortSignal,
): Promise<void> {
  const { format, without } = options;
  const check = () => stop.throwIfAborted();
  const around = { template, check, now: clock.now(), ...(draw && { draw }) };
  const onProgress = (part: number) => {
    check();
    show({ is: 'making', part });
  };
  const copy = await makeCopy(source, options, { ...around, onProgress });
  check();
  if (savesAtOnce === 'anyway' || (savesAtOnce && !copy.isTooLarge)) {
    save(copy.blob, copy.name);
    show({ is: 'saved', copy });
    return;
  }
  show({ is: 'ready', copy });
  const tell = async () => {
    const contents = await contentsOf(copy.source, format, check);
    add({ contents });
    if (contents.assetBytes === 0 || !holdsAssets(format)) return;
    const light = await makeCopy(
      source,
      { ...options, without: [...without, 'assets'] },
      { ...around, onProgress: check },
    );
    add({ lightBytes: light.blob.size });
  };
  // The file is there, whatever cannot be told of it: its session may be gone by now.
  await tell().catch(() => {});
}
