import { t } from '../ui/t';
import { NeverRecord } from './never-record';
import { PrivateWindows } from './private-windows';
import { RecordedSites } from './recorded-sites';
import { RECORDED_THINGS } from './recorded-things';
import { SessionSettings } from './session-settings';
import { SiteRules } from './site-rules';
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
            {RECORDED_THINGS.map(({ option, name, why }) => (
              <Toggle
                key={option}
                name={t(name)}
                why={t(why)}
                on={now.recording[option]}
                turn={on => change(({ recording }) => ({ recording: { ...recording, [option]: on } }))}
              />
            ))}
            <PrivateWindows on={now.recordPrivateWindows} />
          </section>
          <SiteRules rules={now.siteRules} />
          <SessionSettings settings={now} />
          <RecordedSites scopes={now.scopes} />
          <NeverRecord sites={now.neverRecord} />
        </>
      )}
    </main>
  );
}
