import { EventType, type eventWithTime, IncrementalSource } from '@rrweb/types';
import { pictureIn } from '../../session/canvas';
import { pageStates } from '../../session/page-state';

/**
 * Events come from pages and from files: nothing is trusted but what is looked at here. The Replayer catches what fails in a
 * mutation, but not what fails while it reads positions and times. (`transfer` looks at what it reads itself: texts deep in the
 * nodes, lines and requests. Neither pays for the other's looks.)
 */

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isPosition = (value: unknown): boolean =>
  isObject(value) && isNumber(value.x) && isNumber(value.y) && isNumber(value.id) && isNumber(value.timeOffset);

const isIncrement = (data: Loose): boolean => {
  switch (data.source) {
    case IncrementalSource.Mutation:
      return [data.adds, data.removes, data.texts, data.attributes].every(
        list => Array.isArray(list) && list.every(isObject),
      );
    case IncrementalSource.MouseMove:
    case IncrementalSource.TouchMove:
    case IncrementalSource.Drag:
      return Array.isArray(data.positions) && data.positions.length > 0 && data.positions.every(isPosition);
    default:
      return isNumber(data.source);
  }
};

/** Whether a line's value is an event the Replayer can be given. */
export function isEvent(value: unknown): value is eventWithTime {
  if (!isObject(value) || !isNumber(value.type) || !isNumber(value.timestamp) || !isObject(value.data)) return false;
  const { type, data } = value;
  if (type === EventType.Meta) return isNumber(data.width) && isNumber(data.height);
  if (type === EventType.FullSnapshot) return isObject(data.node) && Array.isArray(data.node.childNodes);
  return type !== EventType.IncrementalSnapshot || isIncrement(data);
}

/** Whether an event shows on the stage. Console, network and our own lines have places of their own. */
export const isForStage = ({ type, data }: eventWithTime): boolean =>
  type === EventType.Meta ||
  type === EventType.FullSnapshot ||
  (type === EventType.Custom && (pageStates(data).length > 0 || pictureIn(data) !== undefined)) ||
  // Canvas commands are applied only under a flag that lets the page's scripts run; we never set it.
  (type === EventType.IncrementalSnapshot && data.source !== IncrementalSource.CanvasMutation);
