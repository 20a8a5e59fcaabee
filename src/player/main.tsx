import '../ui/theme.css';
import '@rrweb/replay/dist/style.css';
import './player.css';
import { render } from 'preact';
import browser from 'webextension-polyfill';
import { clock } from '../clock/clock';
import type { SessionIndex } from '../session/types';
import { matchPatterns } from '../settings/settings';
import { Database } from '../store/database';
import { describeSession, handOversOf, listSessions, putNote, removeNote, watch } from '../store/sessions';
import { SessionNotFound, storedSession } from '../store/source';
import { exportAsked, exportIn } from '../ui/export-asked';
import { ExportDialog } from '../ui/export-dialog';
import { showOutdated } from '../ui/outdated';
import { send } from '../ui/send';
import { t } from '../ui/t';
import { drawFrom } from './engine/draw';
import { unpackIn } from './engine/unpack';
import { type Follow, momentIn, type Neighbours } from './ui/model';
import type { Editing } from './ui/notes-model';
import { Notice, Player } from './ui/player';

/** The player in the extension: a session in the database, which may still be growing. */
async function main(): Promise<void> {
  const asked = new URLSearchParams(location.search);
  const sessionId = asked.get('session');
  if (!sessionId) {
    render(<Notice text={t('playerNoneAsked')} />, document.body);
    return;
  }
  unpackIn(new Worker('unpack.js'));
  await clock.ready;
  const db = new Database();
  db.whenOutdated(showOutdated);
  const source = storedSession(db, sessionId);
  const follow: Follow = (show, fail) =>
    watch(
      () => source.index(),
      show,
      error => fail(error instanceof SessionNotFound ? 'gone' : 'unreadable'),
    );
  const editing: Editing = {
    putNote: note => putNote(db, note),
    removeNote: noteId => removeNote(db, noteId),
    describe: words => describeSession(db, sessionId, words),
  };
  const include = (host: string) =>
    browser.permissions.request({ origins: matchPatterns({ kind: 'host', value: host }) });
  const neighbours = (show: (sessions: Neighbours) => void) =>
    watch(
      () => listSessions(db),
      sessions => {
        const n = sessions.findIndex(({ id }) => id === sessionId);
        // The newest comes first.
        if (n >= 0) show({ before: sessions[n + 1], after: sessions[n - 1] });
      },
      () => {}, // the player itself says that the tape cannot be read
    );
  const part = exportIn(asked);
  if (part) exportAsked.value = { sessionId, part };
  const tools = <ExportDialog sessionId={sessionId} source={source} draw={drawFrom} />;
  const recordToo = (host: string) => {
    const url = `https://${host}/`;
    const taken = send('record', { url, scope: 'host' }).catch((): string[] => []);
    return include(host).then(isGiven => {
      if (!isGiven) void taken.then(neverRecord => send('stopRecording', { url, scope: 'host', neverRecord }));
      return isGiven;
    });
  };
  const handOvers = (index: SessionIndex) => handOversOf(db, index);
  const given = { source, follow, editing, include, recordToo, handOvers, neighbours, tools, at: momentIn(asked) };
  render(<Player {...given} now={() => clock.now()} />, document.body);
}

void main();
