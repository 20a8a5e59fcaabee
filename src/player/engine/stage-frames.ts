import type { FrameNote } from '../../session/frame-note';
import type { Piece } from '../../session/timeline';
import type { LoadedWindow } from './load-window';
import type { StageElement } from './pick';
import type { StageWindow } from './stage-window';

/** Where frames of other origins come from. */
export interface FrameSource {
  /** What is to be seen in the frame of this number; `later` where its stream has yet to begin. */
  find(frame: number, at: number): Piece | 'later' | undefined;
  load(piece: Piece): Promise<LoadedWindow>;
  /** Puts a window into a frame's document. */
  build(host: HTMLElement, loaded: LoadedWindow): StageWindow;
  /** The words on a frame that is not on tape. */
  label(host: string | undefined): string;
}

/** What stands in a frame: a piece of its own stream, words, or nothing of ours. */
type Content = { piece: Piece } | { box: string } | 'nothing';

interface Shown {
  element: HTMLIFrameElement;
  key: string;
  /** What was put into it, to see whether it is still there. */
  node: Node | undefined;
  stage: StageWindow | undefined;
}

const BOX = `position: fixed; inset: 0; box-sizing: border-box; display: grid; place-items: center; overflow: hidden;
  padding: 8px; border: 1px dashed #858b94; background: #eef0f2; color: #454a52; font: 14px/1.4 system-ui, sans-serif;
  text-align: center;`;

/** A full page of its own in the frame: nothing around it, and no scroll bars but the page's. */
const BARE = 'html, body { margin: 0; overflow: hidden; background: none } iframe { display: block; border: 0 }';

const keyOf = (content: Content): string => {
  if (content === 'nothing') return '';
  return 'box' in content ? `box ${content.box}` : `${content.piece.stream.id} ${content.piece.window}`;
};

/**
 * The frames of one window whose content is not in its stream: each shows its own stream, in its place in the page, or says that
 * there is none. Their elements come and go with the page, and are looked for at every moment that is shown.
 */
export class StageFrames {
  #shown = new Map<number, Shown>();
  #loads = new Map<string, Promise<LoadedWindow | undefined>>();
  #loaded = new Map<string, LoadedWindow | undefined>();
  #at = 0;
  #playing = false;
  #gone = false;

  constructor(
    private readonly loaded: LoadedWindow,
    private readonly source: FrameSource,
    private readonly nodeOf: (id: number) => Node | null,
  ) {}

  /** Shows this moment; `advance` where it follows the last one while playing. */
  show(at: number, playing: boolean, how: 'seek' | 'advance' = 'seek'): void {
    this.#at = at;
    this.#playing = playing;
    for (const id of new Set([...this.loaded.outside.keys(), ...this.loaded.frames.map(note => note.id)])) {
      try {
        this.#showOne(id, how);
      } catch {
        this.#clear(id); // a tape that is broken here: the page around it goes on
      }
    }
  }

  /** All that has to be read for this moment is there, in frames of frames as well. */
  async ready(): Promise<void> {
    await Promise.all(this.#loads.values());
    await Promise.all([...this.#shown.values()].map(({ stage }) => stage?.framesReady()));
  }

  /** What stands in a frame, where it has a tape of its own. */
  stageIn(frame: Element): StageWindow | undefined {
    return [...this.#shown.values()].find(({ element }) => element === frame)?.stage;
  }

  /** An element of one of the frames. */
  elementOf(element: Element): StageElement | undefined {
    for (const { stage } of this.#shown.values()) {
      const found = stage?.elementOf(element);
      if (found) return found;
    }
    return undefined;
  }

  pause(): void {
    this.#playing = false;
    for (const { stage } of this.#shown.values()) stage?.pause();
  }

  setSpeed(speed: number): void {
    for (const { stage } of this.#shown.values()) stage?.setSpeed(speed);
  }

  /** Takes in what a running session has added. */
  async more(): Promise<void> {
    for (const { stage } of [...this.#shown.values()]) {
      if (!stage) continue;
      const events = await stage.loaded.more();
      stage.loaded.events.push(...events);
      stage.append(events);
      await stage.moreFrames();
    }
    if (!this.#gone) this.show(this.#at, this.#playing);
  }

  destroy(): void {
    this.#gone = true;
    for (const id of [...this.#shown.keys()]) this.#clear(id);
  }

  #contentOf(id: number): Content {
    const notes = this.loaded.frames.filter(note => note.id === id);
    const note: Partial<FrameNote> | undefined = notes.findLast(({ at }) => at <= this.#at);
    if (note?.own) return 'nothing';
    if (note?.frame === undefined && notes.some(({ at, frame }) => at > this.#at && frame !== undefined))
      return 'nothing';
    const host = note?.host ?? this.loaded.outside.get(id);
    // Before anything is said of an element, it may be one of the page's own.
    if (!note && host === undefined) return 'nothing';
    const piece = note?.frame === undefined ? undefined : this.source.find(note.frame, this.#at);
    if (piece === 'later') return 'nothing';
    return piece ? { piece } : { box: this.source.label(host) };
  }

  #showOne(id: number, how: 'seek' | 'advance'): void {
    const node = this.nodeOf(id);
    const element = node?.isConnected && 'contentDocument' in node ? (node as HTMLIFrameElement) : undefined;
    const host = element?.contentDocument?.body;
    if (!element || !host) {
      this.#clear(id);
      return;
    }
    const content = this.#contentOf(id);
    const key = keyOf(content);
    const shown = this.#shown.get(id);
    if (shown?.key === key && shown.element === element && (!shown.node || host.contains(shown.node))) {
      this.#move(content, shown.stage, how);
      return;
    }
    if (content !== 'nothing' && 'piece' in content && !this.#loaded.has(key)) {
      this.#load(key, content.piece);
      return;
    }
    this.#clear(id);
    this.#shown.set(id, { element, key, ...this.#put(content, key, host) });
    // Firefox replaces an empty document once it is loaded.
    element.addEventListener('load', () => !this.#gone && this.show(this.#at, this.#playing), { once: true });
  }

  #put(content: Content, key: string, host: HTMLElement): Pick<Shown, 'node' | 'stage'> {
    if (content === 'nothing') return { node: undefined, stage: undefined };
    const loaded = this.#loaded.get(key);
    if ('box' in content || !loaded) {
      const box = host.ownerDocument.createElement('div');
      box.style.cssText = BOX;
      box.textContent = 'box' in content ? content.box : this.source.label(undefined);
      host.append(box);
      return { node: box, stage: undefined };
    }
    const style = host.ownerDocument.createElement('style');
    host.before(style);
    for (const rule of BARE.match(/[^}]+}/g) ?? []) style.sheet?.insertRule(rule);
    const stage = this.source.build(host, loaded);
    this.#move(content, stage, 'seek');
    return { node: stage.element, stage };
  }

  #move(content: Content, stage: StageWindow | undefined, how: 'seek' | 'advance'): void {
    if (!stage || content === 'nothing' || !('piece' in content)) return;
    // One more, for what happened at that very moment belongs to its picture.
    const at = Math.min(this.#at, content.piece.stream.lastAt + 1);
    if (how === 'advance' && this.#playing) stage.advance(at, this.#at);
    else stage.seek(at, this.#playing, this.#at);
  }

  #load(key: string, piece: Piece): void {
    if (this.#loads.has(key)) return;
    const load = this.source.load(piece).catch(() => undefined); // it says that it is not on tape
    this.#loads.set(
      key,
      load.then(loaded => {
        this.#loaded.set(key, loaded);
        if (!this.#gone) this.show(this.#at, this.#playing);
        return loaded;
      }),
    );
  }

  #clear(id: number): void {
    const shown = this.#shown.get(id);
    this.#shown.delete(id);
    shown?.stage?.destroy();
    if (shown?.node?.isConnected) shown.node.parentNode?.removeChild(shown.node);
  }
}
