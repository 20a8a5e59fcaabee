import { Apart, isApart } from '../src/ui/apart';
import { DropFiles } from './drop-files';
import { Empty } from './empty';
import { Footer } from './footer';
import { Header } from './header';
import { found } from './library';
import { LibraryBar } from './library-bar';
import { NothingFound } from './nothing-found';
import { RecordSwitch } from './record-switch';
import { SessionList } from './session-list';
import { StatusBar } from './status-bar';
import { sessions } from './tape';
import { Unreadable } from './unreadable';
import { hasTarget, isLibrary } from './where';

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
      {isLibrary && <LibraryBar />}
      <main>
        <Unreadable />
        <Sessions />
      </main>
      <StatusBar />
      <Footer />
    </DropFiles>
  );
}

function Sessions() {
  const count = sessions.value?.length;
  if (count === 0) return <Empty />;
  return count && found.value.length === 0 ? <NothingFound /> : <SessionList />;
}
