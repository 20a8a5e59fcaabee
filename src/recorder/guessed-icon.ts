import type { NetworkRequest } from '../session/plugin-events';

/**
 * Whether a browser asked for it by itself: where a page names no icon, it looks whether its origin has one (HTML, link type "icon").
 * That there is none is nobody's fault.
 */
export const isGuessedIcon = ({ initiatorType, name }: Pick<NetworkRequest, 'initiatorType' | 'name'>): boolean =>
  initiatorType === 'other' && /^https?:\/\/[^/]+\/favicon\.ico$/.test(name);
