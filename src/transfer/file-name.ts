import type { Session } from '../session/types';
import type { Format } from './formats';

/** Names may have 255 bytes on Linux and 255 characters elsewhere; this leaves room for "(1)" and a folder's path. */
const MAX_SITE_BYTES = 60;
const MAX_TITLE_BYTES = 90;

/** `shop.test_2026-11-23_11-25_Checkout-as-guest.html`: site, date, time, title; a name that every file system takes. */
export function fileName({ site, startedAt, title, landing }: Session, ending: Format): string {
  const parts = [
    safe(site, MAX_SITE_BYTES) || 'session',
    moment(startedAt),
    safe(title || landing.title, MAX_TITLE_BYTES),
  ];
  return `${parts.filter(Boolean).join('_')}.${ending}`;
}

/** `Tapedeck-backup_2026-11-23_11-25.zip`: the name of a backup made at `at`. */
export const backupFileName = (at: number): string => `Tapedeck-backup_${moment(at)}.zip`;

/** `2026-11-23_11-25`, in the user's time. */
function moment(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}_${two(date.getHours())}-${two(date.getMinutes())}`;
}

/** Letters, digits, dot and `+`; all else, blanks and what a file system or a shell reads differently, becomes one hyphen. */
function safe(text: string, maxBytes: number): string {
  const plain = text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}.+]+/gu, '-');
  return trim(cut(trim(plain), maxBytes));
}

/** A dot in front hides a file, one at the end is dropped by Windows. */
const trim = (text: string): string => text.replace(/^[-.]+|[-.]+$/g, '');

function cut(text: string, maxBytes: number): string {
  const encoder = new TextEncoder();
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > maxBytes) return kept;
    kept += character;
  }
  return kept;
}
