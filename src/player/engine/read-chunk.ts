import type { eventWithTime } from '@rrweb/types';
import { isEvent } from './event-shape';

export interface ReadEvents {
  events: eventWithTime[];
  /** Lines that were no events. */
  bad: number;
}

/** The events in a chunk's text. */
export function readEvents(text: string): ReadEvents {
  const events: eventWithTime[] = [];
  let bad = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const event = parse(line);
    if (isEvent(event)) events.push(event);
    else bad++;
  }
  return { events, bad };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // no event: counted
  }
}
