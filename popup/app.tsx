import { Apart, isApart } from '../src/ui/apart';
import { DropFiles } from './drop-files';
import { Empty } from './empty';
import { Footer } from './footer';
import { Header } from './header';
import { RecordSwitch } from './record-switch';
import { SessionList } from './session-list';
import { StatusBar } from './status-bar';
import { sessions } from './tape';
import { Unreadable } from './unreadable';
import { hasTarget } from './where';

/** The popup, and in a tab the library: CSS alone makes one of the other. */
export function App() {
  if (isApart)
    return (
      <>
        {hasTarget && <Header />}
        <RecordSwitch />
        <Apart path="popup/index.html?view=library" />
      </>
    );
  return (
    <DropFiles>
      <Header />
      <RecordSwitch />
      <main>
        <Unreadable />
        {sessions.value?.length === 0 ? <Empty /> : <SessionList />}
      </main>
      <StatusBar />
      <Footer />
    </DropFiles>
  );
}
