/** Whether a browser chooses what a picture shows. */
export const hasChoice = (image: HTMLImageElement): boolean =>
  image.hasAttribute('srcset') || image.parentElement?.tagName === 'PICTURE';

/** How dense the picture is that was chosen: `2x`, or `320w` with the size that it is meant for. */
export interface Density {
  descriptor: string;
  sizes: string | null;
}

/** An address may have commas in it, but does not end with one. */
const CANDIDATE = /(\S*[^\s,])(?:\s+([\d.]+[xw]))?/g;

/** What the page says of the candidate that the browser chose, where that changes its size. */
export function densityOf(image: HTMLImageElement): Density | undefined {
  const { currentSrc, parentElement, baseURI } = image;
  const isPicture = parentElement?.tagName === 'PICTURE';
  for (const one of isPicture ? [...parentElement.querySelectorAll('source'), image] : [image])
    for (const [, url = '', descriptor] of one.srcset.matchAll(CANDIDATE))
      if (URL.canParse(url, baseURI) && new URL(url, baseURI).href === currentSrc)
        return descriptor ? { descriptor, sizes: one.getAttribute('sizes') } : undefined;
}
