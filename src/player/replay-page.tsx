import '../ui/theme.css';
import '@rrweb/replay/dist/style.css';
import './player.css';
import { render } from 'preact';
import { ImportError, importErrorText } from '../transfer/import-error';
import { sessionFileInDocument } from '../transfer/page-data';
import { openSessionFile } from '../transfer/session-file';
import { t } from '../ui/t';
import { momentIn } from './ui/model';
import { Notice, Player } from './ui/player';

/** The player in an exported file: no extension, no database, no network; the session stands in the page itself. */
async function main(): Promise<void> {
  try {
    const source = await openSessionFile(sessionFileInDocument(document));
    render(
      <Player source={source} at={momentIn(new URLSearchParams(location.search))} now={Date.now} />,
      document.body,
    );
  } catch (error) {
    render(
      <Notice text={error instanceof ImportError ? importErrorText(error) : t('playerUnreadable')} />,
      document.body,
    );
  }
}

void main();
