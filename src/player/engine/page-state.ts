import type { Replayer } from '@rrweb/replay';
import { EventType, IncrementalSource, type incrementalData, NodeType } from '@rrweb/types';
import { type PageState, pageStates } from '../../session/page-state';
import { t } from '../../ui/t';
import { showEntered } from './focus';
import { keepRoom } from './missing-image';

/** Names of MathML's elements. No element of HTML has one of these. */
const MATHML =
  /^(annotation(-xml)?|maction|math|merror|mfrac|mi|mmultiscripts|mn|mo|mover|mpadded|mphantom|mprescripts|mroot|mrow|ms|mspace|msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover|semantics)$/;

/** The Replayer knows SVG beside HTML, and no MathML. */
export function knowMathMl(page: Document | null): void {
  if (!page) return;
  const create = page.createElement.bind(page);
  page.createElement = (name: string, options?: ElementCreationOptions) =>
    MATHML.test(name)
      ? (page.createElementNS('http://www.w3.org/1998/Math/MathML', name) as HTMLElement)
      : create(name, options);
}

/** A plugin of the Replayer: shows the states that our recorder adds to rrweb's events, and closes dialogs for good. */
export const showStates = {
  handler(
    { type, data }: { type: number; data: unknown },
    _onTheWay: boolean,
    { replayer }: { replayer: Replayer },
  ): void {
    if (type === EventType.FullSnapshot) forgetPage(replayer.iframe.contentDocument);
    else if (type === EventType.Custom) {
      for (const state of pageStates(data)) {
        try {
          show(state, replayer);
        } catch {
          // The element has become another meanwhile: what is there is shown.
        }
      }
    } else if (type === EventType.IncrementalSnapshot) finish(data as incrementalData, replayer);
  },
};

/** What rrweb leaves undone of its own events. */
function finish(data: incrementalData, replayer: Replayer): void {
  if (data.source === IncrementalSource.Input) {
    // The state that may follow says if it still is.
    const field = replayer.getMirror().getNode(data.id) as HTMLInputElement | null;
    if (field?.indeterminate) field.indeterminate = false;
  } else if (data.source === IncrementalSource.Mutation)
    for (const { id, attributes } of data.attributes) if (attributes.open === null) closeDialog(replayer, id);
  if (data.source === IncrementalSource.AdoptedStyleSheet) scrollInside(replayer, data.id);
}

const scrolled = new WeakSet<Element>();

/** What is as tall as its sheet says could not be scrolled before it had one: where its snapshot says it was, once per element. */
function scrollInside(replayer: Replayer, hostId: number): void {
  const mirror = replayer.getMirror();
  const root = (mirror.getNode(hostId) as Element | null)?.shadowRoot;
  for (const element of root?.querySelectorAll('*') ?? []) {
    const meta = mirror.getMeta(element);
    if (meta?.type !== NodeType.Element || scrolled.has(element)) continue;
    const { rr_scrollLeft: left = 0, rr_scrollTop: top = 0 } = meta.attributes;
    if (!left && !top) continue;
    scrolled.add(element);
    // The rules of the page around it (page-rules.ts) do not reach in here.
    (element as HTMLElement).style?.setProperty('overflow-anchor', 'none');
    element.scrollTo({ left: Number(left), top: Number(top), behavior: 'instant' });
  }
}

/** What outlives a page's rebuilding in the same document, on the way back to an earlier moment. The snapshot's own follows it. */
function forgetPage(page: Document | null): void {
  if (!page) return;
  page.adoptedStyleSheets = [];
  page.fonts.clear();
}

/** rrweb takes the attribute away, and leaves the dialog where it keeps all else from the pointer. */
function closeDialog(replayer: Replayer, id: number): void {
  const dialog = replayer.getMirror().getNode(id) as HTMLDialogElement | null;
  if (dialog?.nodeName !== 'DIALOG' || !dialog.matches(':modal')) return;
  dialog.setAttribute('open', '');
  dialog.close();
}

function show(state: PageState, replayer: Replayer): void {
  if (state.is === 'scheme') {
    replayer.iframe.style.colorScheme = state.dark ? 'dark' : 'light';
    return;
  }
  const node = replayer.getMirror().getNode(state.id);
  if (node?.nodeType !== 1) return;
  const element = node as Element;
  switch (state.is) {
    case 'selected':
      for (const option of (element as HTMLSelectElement).options)
        option.selected = state.options.includes(option.index);
      break;
    case 'indeterminate':
      (element as HTMLInputElement).indeterminate = true;
      break;
    case 'entered':
      showEntered(element, state.good);
      break;
    case 'files':
      showFiles(element as HTMLInputElement, state.names);
      break;
    case 'popover':
      (element as HTMLElement).togglePopover(state.open);
      break;
    case 'sheet': {
      const { sheet } = element as HTMLStyleElement;
      if (sheet) sheet.disabled = state.disabled;
      break;
    }
    case 'natural':
      keepRoom(element, state.width, state.height);
      break;
    case 'closed':
      showClosed(element, state.width, state.height);
  }
}

/** Empty files of these names: the browser's own field says the rest. */
function showFiles(input: HTMLInputElement, names: readonly string[]): void {
  const files = new DataTransfer();
  for (const name of names) files.items.add(new File([], name));
  input.files = files.files;
}

/** In the place of what nobody could see: its size, and a word about it. Children of the element stay where they are. */
function showClosed(host: Element, width: number, height: number): void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const style = host.ownerDocument.createElement('style');
  style.textContent = `:host { min-width: ${width}px; min-height: ${height}px; box-sizing: border-box;
    outline: 1px dashed #8886; outline-offset: -1px; overflow: hidden }
  span { font: 11px/1.3 system-ui, sans-serif; color: #777; padding: 4px; display: inline-block }`;
  const label = host.ownerDocument.createElement('span');
  label.textContent = t('playerClosedRoot');
  root.replaceChildren(style, label, host.ownerDocument.createElement('slot'));
}
