import type { ClickTrouble } from '../../session/click-trouble';
import { readChange } from '../../session/environment';
import { NOT_RECORDED } from '../../session/journeys';
import type { RequestRow } from '../../session/rows';
import type { Step } from '../../session/steps';
import { RIGHT } from '../../session/types';
import { environmentText, privacyText } from '../../ui/environment-words';
import { clockTime } from '../../ui/format';
import { gapText } from '../../ui/gap-text';
import { roleWord } from '../../ui/role-word';
import { type TextKey, t } from '../../ui/t';
import type { CanvasWords } from '../engine/canvas-pictures';
import { STEP_KINDS } from './step-kinds';

const TROUBLES: Record<ClickTrouble, TextKey> = {
  rage: 'playerStepClickRage',
  dead: 'playerStepClickDead',
  error: 'playerStepClickError',
};

/** A step as a sentence. Of requests, what their address shares with that of the page, where it is given, goes without saying. */
export function stepText(step: Pick<Step, 'kind' | 'label'> & Partial<Step>, pageUrl?: string): string {
  const { kind, detail } = step;
  const label =
    kind === 'request' && pageUrl
      ? step.label.replace(originOf(pageUrl), '').replace(/(?<= )https?:\/\//, '')
      : step.label;
  if (kind === 'environment') {
    const { privacy, ...change } = readChange(detail);
    if (privacy) return t('playerStepPrivacy', privacyText(privacy));
    return t('playerStepEnvironment', environmentText(change));
  }
  if (kind === 'click' && label && detail !== RIGHT) {
    if (step.trouble) return t(TROUBLES[step.trouble], label);
    const role = roleWord(step.selectors);
    if (role) return t('playerStepClickRole', label, role);
  }
  if (kind === 'gap') return gapText(label);
  if (kind === 'request' && label && detail && detail !== 'failed') return t('playerStepRequestDetail', label, detail);
  if (kind === 'left' && label && detail === NOT_RECORDED) return t('playerStepLeftNotRecorded', label);
  if (kind === 'back') return t('playerStepBack', clockTime(Number(label)));
  if (kind === 'click' && label && detail === RIGHT) return t('playerStepRightClick', label);
  const { named, unnamed } = STEP_KINDS[kind];
  return label ? t(named, label) : t(unnamed);
}

const originOf = (url: string): string => /^\w+:\/\/[^/]*/.exec(url)?.[0] ?? '';

/** A page by its title, or by its address without what all addresses share. */
export const pageName = ({ title, url }: { title: string; url: string }): string =>
  (title !== url && title) || url.replace(/^https?:\/\//, '') || t('playerUntitled');

/** A request by the end of its address, as developers know it: the file's name with its query, or the host. */
export function requestName({ url }: Pick<RequestRow, 'url'>): string {
  const [path = '', ...query] = url.split('?');
  const host = path.replace(/^\w+:\/\/([^/]*).*$/, '$1');
  const name = path.replace(/\/$/, '').replace(/^.*\//, '');
  return [name || host || url, ...query].join('?');
}

/** The answer's number, or why there is none. */
export const requestStatus = ({ status, error }: Pick<RequestRow, 'status' | 'error'>): string =>
  error ?? (status > 0 ? String(status) : '–');

/** `230 ms`, `1.2 s`: how long a request took. */
export const requestTime = (durationMs: number): string =>
  durationMs < 1000
    ? Math.round(durationMs).toLocaleString(undefined, { style: 'unit', unit: 'millisecond' })
    : (durationMs / 1000).toLocaleString(undefined, { style: 'unit', unit: 'second', maximumFractionDigits: 1 });

/** `508B`, `3.4kB`: as narrow as a column. */
export function requestSize(bytes: number): string {
  const [value, unit] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  const maximumFractionDigits = value < 10 && unit !== 'byte' ? 1 : 0;
  return value.toLocaleString(undefined, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits });
}

/** Why a canvas is a box. */
export const canvasWords: CanvasWords = why =>
  t(
    why === 'tainted' ? 'playerCanvasTainted' : why === 'too-large' ? 'playerCanvasTooLarge' : 'playerCanvasUnreadable',
  );
