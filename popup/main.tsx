import '../src/ui/theme.css';
import './layout.css';
import './record.css';
import './list.css';
import './library.css';
import './status.css';
import { render } from 'preact';
import { clock } from '../src/clock/clock';
import { showOutdated } from '../src/ui/outdated';
import { App } from './app';
import { followSearch } from './library';
import { followNoteByKey } from './running-note';
import { db, followTape } from './tape';
import { followTarget } from './target';
import { inPopup, isLibrary } from './where';

document.documentElement.classList.toggle('in-popup', inPopup);

clock.ready.then(() => {
  db.whenOutdated(showOutdated);
  followTape();
  if (isLibrary) followSearch();
  render(<App />, document.body);
  // The form takes the place of buttons: it is there before them.
  void followNoteByKey().finally(followTarget);
});
