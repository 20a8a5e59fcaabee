import { MAX_ASSET_BYTES } from '../session/assets';
import { IDLE_TIMEOUT_MINUTES, type Settings } from '../settings/settings';
import { t } from '../ui/t';
import { NumberField } from './number-field';
import { change } from './state';

/** Sizes are shown in units of 1,000, as everywhere. */
const GB = 1e9;
const MB = 1e6;

export function SessionSettings({ settings }: { settings: Settings }) {
  return (
    <section>
      <h2>{t('optionsSessions')}</h2>
      <NumberField
        name={t('optionsIdle')}
        unit={t('optionsIdleUnit')}
        value={settings.idleTimeoutMinutes}
        {...IDLE_TIMEOUT_MINUTES}
        step={1}
        invalid={t('optionsIdleInvalid')}
        hint={t('optionsIdleWhy')}
        save={idleTimeoutMinutes => change(() => ({ idleTimeoutMinutes }))}
      />
      <NumberField
        name={t('optionsKeepDays')}
        unit={t('optionsKeepDaysUnit')}
        value={settings.keepDays}
        min={1}
        max={3650}
        step={1}
        invalid={t('optionsKeepDaysInvalid')}
        save={keepDays => change(() => ({ keepDays }))}
      />
      <NumberField
        name={t('optionsKeepSize')}
        unit={t('optionsKeepSizeUnit')}
        value={Math.round((settings.keepBytes / GB) * 10) / 10}
        min={0.1}
        max={1000}
        step={0.1}
        invalid={t('optionsKeepSizeInvalid')}
        hint={t('optionsKeepWhy')}
        save={size => change(() => ({ keepBytes: Math.round(size * GB) }))}
      />
      <NumberField
        name={t('optionsAssetSize')}
        unit={t('optionsAssetSizeUnit')}
        value={Math.round(settings.assetBytes / MB)}
        min={1}
        max={2000}
        step={1}
        invalid={t('optionsAssetSizeInvalid')}
        save={size => change(() => ({ assetBytes: Math.round(size * MB) }))}
      />
      <NumberField
        name={t('optionsLargestAsset')}
        unit={t('optionsAssetSizeUnit')}
        value={Math.round(settings.largestAssetBytes / MB)}
        min={1}
        max={MAX_ASSET_BYTES / MB}
        step={1}
        invalid={t('optionsLargestAssetInvalid')}
        hint={t('optionsAssetSizeWhy')}
        save={size => change(() => ({ largestAssetBytes: Math.round(size * MB) }))}
      />
    </section>
  );
}
