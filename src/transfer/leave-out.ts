import { CONSOLE_PLUGIN, NETWORK_PLUGIN, type NetworkPayload } from '../session/plugin-events';
import type { MarkKind, SessionSource } from '../session/types';
import { mapEvents } from './chunk-events';
import { EVENT, type TapeEvent } from './event-shape';

/** What an exported copy may do without. Style sheets stay: a page without them is another page. */
export const PARTS = ['assets', 'console', 'network', 'bodies'] as const;
export type Part = (typeof PARTS)[number];

const PLUGINS: Partial<Record<Part, string>> = { console: CONSOLE_PLUGIN, network: NETWORK_PLUGIN };
const MARKS: Partial<Record<Part, MarkKind>> = { console: 'error', network: 'request' };

/** Style sheets are not counted among pictures and fonts. */
export const isStyle = (type: string): boolean => /^text\/css\b/i.test(type);

/** A source without some parts. What a page logged or requested is also gone from its steps. */
export function leaveOut(source: SessionSource, parts: readonly Part[]): SessionSource {
  if (parts.length === 0) return source;
  const plugins = parts.map(part => PLUGINS[part]);
  const kinds = parts.map(part => MARKS[part]);
  const pluginOf = ({ type, data }: TapeEvent) =>
    type === EVENT.plugin ? (data as { plugin?: string } | null)?.plugin : undefined;
  const kept = mapEvents(source, event => {
    const plugin = pluginOf(event);
    if (plugin !== undefined && plugins.includes(plugin)) return undefined;
    return plugin === NETWORK_PLUGIN && parts.includes('bodies') ? withoutBodies(event) : event;
  });
  return {
    ...kept,
    index: async () => {
      const index = await source.index();
      return { ...index, marks: index.marks.filter(({ kind }) => !kinds.includes(kind)) };
    },
    assets: async streamId => {
      const assets = await source.assets(streamId);
      return parts.includes('assets') ? new Map([...assets].filter(([, { type }]) => isStyle(type))) : assets;
    },
  };
}

function withoutBodies(event: TapeEvent): TapeEvent {
  const data = event.data as { plugin: string; payload: NetworkPayload };
  if (!data.payload?.requests?.some(one => 'requestBody' in one || 'responseBody' in one)) return event;
  const requests = data.payload.requests.map(({ requestBody: _, responseBody: __, ...rest }) => rest);
  return { ...event, data: { ...data, payload: { ...data.payload, requests } } };
}
