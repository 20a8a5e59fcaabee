import type { PageState } from '../../session/page-state';

/** What of an element rrweb does not say when it writes it down. `mayShow` decides on what the user has entered. */
export function statesOf(
  element: Element,
  id: number,
  mayShow: (field: HTMLSelectElement | HTMLInputElement, text: string) => boolean,
): PageState[] {
  const states: PageState[] = [];
  // By name, for an element of a frame is of another window's classes.
  switch (element.localName) {
    case 'select': {
      const select = element as HTMLSelectElement;
      const options = Array.from(select.selectedOptions, ({ index }) => index);
      if (mayShow(select, select.value || 'none')) states.push({ is: 'selected', id, options });
      break;
    }
    case 'input': {
      const input = element as HTMLInputElement;
      const names = Array.from(input.files ?? [], ({ name }) => name);
      if (input.indeterminate) states.push({ is: 'indeterminate', id });
      if (names.length > 0 && mayShow(input, names.join())) states.push({ is: 'files', id, names });
      break;
    }
    case 'img':
    case 'video':
      states.push(...naturalStates(element, id));
      break;
    case 'style':
    case 'link':
      if ((element as HTMLStyleElement).sheet?.disabled) states.push({ is: 'sheet', id, disabled: true });
  }
  if (element.hasAttribute('popover') && element.matches(':popover-open'))
    states.push({ is: 'popover', id, open: true });
  return states;
}

/** The size of its own that an element takes its room by, where it has loaded one: the picture itself may not come on tape. */
export function naturalStates(element: Element, id: number): PageState[] {
  if (element.hasAttribute('width') && element.hasAttribute('height')) return [];
  const { naturalWidth, naturalHeight } = element as HTMLImageElement;
  const { videoWidth: width = naturalWidth, videoHeight: height = naturalHeight } = element as HTMLVideoElement;
  return width > 1 || height > 1 ? [{ is: 'natural', id, width, height }] : [];
}

/** The size of an element that stands in for what is inside it. */
export function closedState(host: Element, id: number): PageState {
  const { width, height } = host.getBoundingClientRect();
  return { is: 'closed', id, width: Math.round(width), height: Math.round(height) };
}
