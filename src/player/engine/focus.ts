import type { Replayer } from '@rrweb/replay';
import { type incrementalSnapshotEvent, MouseInteractions, ReplayerEvents } from '@rrweb/types';

/** The stage is never focused, for the player's controls are: what CSS says of focus is said of this attribute instead. */
const NAME = 'data-tapedeck-focus';

/** A browser's own ring, weaker than any rule of the page. */
export const FOCUS_RING = `:where([${NAME}~="focus-visible"]) { outline: auto 1px; outline: -webkit-focus-ring-color auto 1px; }`;

/** Nor has anyone entered anything there. */
const ENTERED = 'data-tapedeck-entered';

/** A text of CSS in which focus, and whether the user has entered what is good, are the attributes'. */
export const focusByAttribute = (css: string): string =>
  /:(focus|user-)/.test(css)
    ? css
        .replace(/:(focus(?:-visible|-within)?)(?![\w-])/g, `[${NAME}~="$1"]`)
        .replace(/:user-(valid|invalid)(?![\w-])/g, `[${ENTERED}="$1"]`)
    : css;

/** Marks whether what the user entered in a field is good; null for one nobody has been at. */
export function showEntered(field: Element, good: boolean | null): void {
  if (good === null) field.removeAttribute(ENTERED);
  else field.setAttribute(ENTERED, good ? 'valid' : 'invalid');
}

/** Marks what has the focus on the stage, as the tape says. */
export function showFocus(replayer: Replayer): void {
  let focused: Element[] = [];
  const clear = () => {
    for (const element of focused) element.removeAttribute(NAME);
    focused = [];
  };
  const set = (target: Element, visible: boolean) => {
    clear();
    for (let at: Element | null = target; at; at = parentOf(at)) {
      const own = at === target ? `focus ${visible ? 'focus-visible ' : ''}` : '';
      at.setAttribute(NAME, `${own}focus-within`);
      focused.push(at);
    }
    ringIn(target.getRootNode());
  };
  // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
  const apply = replayer['applyIncremental'].bind(replayer);
  // biome-ignore lint/complexity/useLiteralKeys: as above
  replayer['applyIncremental'] = (event: incrementalSnapshotEvent & { timestamp: number }, isSync: boolean) => {
    apply(event, isSync);
    const { data } = event;
    if (!('type' in data) || !('id' in data)) return;
    const target = replayer.getMirror().getNode(data.id);
    if (data.type === MouseInteractions.Blur) clear();
    else if (data.type === MouseInteractions.Focus && target?.nodeType === 1)
      set(target as Element, (data as { visible?: unknown }).visible !== false);
  };
  replayer.on(ReplayerEvents.FullsnapshotRebuilded, clear);
}

/** Also out of a shadow root, to its host. */
const parentOf = (element: Element): Element | null => {
  const { parentNode } = element;
  return element.parentElement ?? (parentNode as ShadowRoot | null)?.host ?? null;
};

/** Rules of the page do not reach into shadow roots, and the browser's own ring does. */
function ringIn(root: Node): void {
  if (root.nodeType !== 11 || (root as ShadowRoot).querySelector('style[data-tapedeck]')) return;
  const style = (root.ownerDocument as Document).createElement('style');
  style.dataset.tapedeck = '';
  style.textContent = FOCUS_RING;
  (root as ShadowRoot).prepend(style);
}
