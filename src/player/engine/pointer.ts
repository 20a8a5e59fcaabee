import type { Replayer } from '@rrweb/replay';
import { ReplayerEvents } from '@rrweb/types';

/** How long a place of the pointer stays in its trail, in time of the tape. */
const TRAIL_MS = 500;
const TRAIL_LOOK =
  'overflow: visible; fill: none; stroke: rgb(194 52 29 / 60%); stroke-width: 3; stroke-linecap: round;';
const SVG = 'http://www.w3.org/2000/svg';

type Place = { x: number; y: number; at: number };
type Move = (x: number, y: number, nodeId: number, isOnTheWay: boolean, debugData: unknown) => void;

/**
 * Moves a Replayer's pointer, with what it hovers over and its trail, once per frame: left to itself the Replayer does all of that
 * for each place on tape, and for each wipes a canvas of the page's size once more, by a timer.
 */
export class Pointer {
  #at = 0;
  /** The last move that is due. */
  #move: (() => void) | undefined;
  /** The Replayer's own, which it empties as a touch begins. */
  #places: Place[];
  #trail: SVGPolylineElement | undefined;

  constructor(replayer: Replayer, { hasTrail }: { hasTrail: boolean }) {
    // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
    this.#places = replayer['tailPositions'];
    // biome-ignore lint/complexity/useLiteralKeys: as above
    const move: Move = replayer['moveAndHover'].bind(replayer);
    // biome-ignore lint/complexity/useLiteralKeys: as above
    replayer['moveAndHover'] = ((x, y, nodeId, isOnTheWay, debugData) => {
      if (isOnTheWay) move(x, y, nodeId, true, debugData);
      else this.#move = () => move(x, y, nodeId, false, debugData);
    }) satisfies Move;
    // biome-ignore lint/complexity/useLiteralKeys: as above
    replayer['drawMouseTail'] = ({ x, y }: Omit<Place, 'at'>) => this.#places.push({ x, y, at: this.#at });
    replayer.on(ReplayerEvents.PlayBack, () => {
      // Before it first moved nobody knows where it was: not where it came to later.
      // biome-ignore lint/complexity/useLiteralKeys: as above
      replayer['mouse'].removeAttribute('style');
    });
    if (!hasTrail) return;
    const svg = document.createElementNS(SVG, 'svg');
    svg.classList.add('replayer-mouse-tail');
    svg.style.cssText = TRAIL_LOOK;
    this.#trail = document.createElementNS(SVG, 'polyline');
    svg.append(this.#trail);
    replayer.iframe.before(svg);
  }

  /** Does the move that is due, and draws the trail as it is at this time of the tape. */
  show(at: number): void {
    this.#at = at;
    this.#move?.();
    this.#move = undefined;
    while (this.#places[0] && this.#places[0].at <= at - TRAIL_MS) this.#places.shift();
    this.#draw();
  }

  /** No trail: time has stopped, or leapt. */
  clear(): void {
    this.#places.length = 0;
    this.#draw();
  }

  #draw(): void {
    this.#trail?.setAttribute('points', this.#places.map(({ x, y }) => `${x},${y}`).join(' '));
  }
}
