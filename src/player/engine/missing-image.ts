/** What tells our own surface from a page's picture. */
const OURS = 'data:image/svg+xml;tapedeck=missing,';

/** A quiet surface where a picture is missing. */
export const missingImage = (width = 1, height = 1): string =>
  `${OURS}%3Csvg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}' preserveAspectRatio='none'%3E%3Crect width='100%25' height='100%25' fill='%238884'/%3E%3C/svg%3E`;

const isSource = (element: Element): boolean => element.hasAttribute('src');
const isOurs = (url: string): boolean => url.startsWith(OURS);

/** Gives what the tape does not hold the room that it took: a picture, or a film without a picture to begin with. */
export function keepRoom(element: Element, width: number, height: number): void {
  const isMissing =
    element.localName === 'img'
      ? isOurs(element.getAttribute('src') ?? '')
      : isOurs(element.getAttribute('poster') ?? OURS) && ![element, ...element.children].some(isSource);
  if (isMissing) element.setAttribute(element.localName === 'img' ? 'src' : 'poster', missingImage(width, height));
}
