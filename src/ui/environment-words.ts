import type { Environment, Privacy } from '../session/types';
import { type TextKey, t } from './t';

/** An environment, or what of it has changed, as a list of words. */
export function environmentText(environment: Partial<Environment>): string {
  const { browser, os, viewport, pixelRatio, touch, language, timeZone, colourScheme, extension } = environment;
  return [
    browser,
    os,
    viewport && t('playerEnvViewport', ...viewport),
    pixelRatio !== undefined && t('playerEnvPixelRatio', pixelRatio),
    touch !== undefined && t(touch ? 'playerEnvTouch' : 'playerEnvNoTouch'),
    language,
    timeZone,
    colourScheme && t(colourScheme === 'dark' ? 'playerEnvDark' : 'playerEnvLight'),
    extension && t('playerEnvExtension', extension),
  ]
    .filter(Boolean)
    .join(', ');
}

const CHOICES: Record<Privacy, TextKey> = {
  keystrokes: 'playerPrivacyKeystrokes',
  console: 'playerPrivacyConsole',
  network: 'playerPrivacyNetwork',
  assets: 'playerPrivacyAssets',
  media: 'playerPrivacyMedia',
  bodies: 'playerPrivacyBodies',
  canvas: 'playerPrivacyCanvas',
  strict: 'playerPrivacyStrict',
};

/** What was switched on, as a list of words. */
export const privacyText = (privacy: readonly Privacy[]): string =>
  privacy.map(name => t(CHOICES[name])).join(', ') || t('playerPrivacyNone');
