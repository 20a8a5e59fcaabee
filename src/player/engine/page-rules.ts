import { FOCUS_RING } from './focus';
import type { LoadedWindow } from './load-window';

/** Chrome sets `body { font: 75% … }` in every document of an extension, the stage among them: back to what a page begins with. */
const BODY = 'body { font-family: inherit; font-size: inherit; }';

/**
 * Where scripts are off, a browser lays out what stands inside a canvas, and not the canvas. With these it takes its room; any
 * rule of the page is stronger.
 */
const CANVAS = `:where(canvas) {
  --tapedeck-width: 300; --tapedeck-height: 150;
  display: inline-block; content-visibility: hidden;
  width: calc(var(--tapedeck-width) * 1px); aspect-ratio: var(--tapedeck-width) / var(--tapedeck-height);
}`;

/** Where scripts are off, a browser shows its own controls on every film. */
const FILM = 'video:not([controls])::-webkit-media-controls { display: none !important; }';

/** Where the page's browser kept a scrolled place still, its tape says so: done again here, as a font comes, it would move twice. */
const ANCHOR = ':where(*) { overflow-anchor: none; }';

/** What was scrolled stands where it was at once, however the page itself moves. */
const AT_ONCE = '* { scroll-behavior: auto !important; }';

/** The same in a text of CSS, for shadow roots, which the page's rules do not reach. */
export const scrollAtOnce = (css: string): string => css.replace(/(scroll-behavior\s*:\s*)smooth/gi, '$1auto');

/** Rules that come before all of the page's. */
export const pageRules = ({ canvas }: Pick<LoadedWindow, 'canvas'>): string[] => [
  BODY,
  CANVAS,
  FILM,
  ANCHOR,
  AT_ONCE,
  FOCUS_RING,
  ...(['width', 'height'] as const).flatMap(side =>
    [...canvas[side]].map(size => `:where(canvas[${side}="${size}"]) { --tapedeck-${side}: ${size}; }`),
  ),
];
