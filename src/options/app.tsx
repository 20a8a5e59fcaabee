import { t } from '../ui/t';
import { NeverRecord } from './never-record';
import { PrivateWindows } from './private-windows';
import { RecordedSites } from './recorded-sites';
import { SessionSettings } from './session-settings';
import { change, outcome, setPaused, settings } from './state';
import { Toggle } from './toggle';

export function App() {
  const now = settings.value;
  const said = outcome.value;
  return (
    <main>
      <header>
        <img src="../icons/48.png" alt="" width="32" height="32" />
        <h1>{t('optionsTitle')}</h1>
        <div role="status" class={said?.is === 'failed' ? 'outcome failed' : 'outcome'}>
          {said && <span key={said.n}>{said.text}</span>}
        </div>
      </header>
      {now && (
        <>
          <section>
            <h2>{t('optionsRecording')}</h2>
            <Toggle name={t('optionsPaused')} why={t('optionsPausedWhy')} on={now.paused} turn={setPaused} />
            <Toggle
              name={t('optionsKeystrokes')}
              why={t('optionsKeystrokesWhy')}
              on={now.recording.keystrokes}
              turn={keystrokes => change(({ recording }) => ({ recording: { ...recording, keystrokes } }))}
            />
            <Toggle
              name={t('optionsConsole')}
              why={t('optionsConsoleWhy')}
              on={now.recording.console}
              turn={console => change(({ recording }) => ({ recording: { ...recording, console } }))}
            />
            <Toggle
              name={t('optionsNetwork')}
              why={t('optionsNetworkWhy')}
              on={now.recording.network}
              turn={network => change(({ recording }) => ({ recording: { ...recording, network } }))}
            />
            <Toggle
              name={t('optionsAssets')}
              why={t('optionsAssetsWhy')}
              on={now.recording.assets}
              turn={assets => change(({ recording }) => ({ recording: { ...recording, assets } }))}
            />
            <PrivateWindows on={now.recordPrivateWindows} />
          </section>
          <SessionSettings settings={now} />
          <RecordedSites scopes={now.scopes} />
          <NeverRecord sites={now.neverRecord} />
        </>
      )}
    </main>
  );
}
