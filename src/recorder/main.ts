import type { Command, RecordingOptions } from '../messages/channel';
import { CONSOLE_PLUGIN, NETWORK_PLUGIN } from '../session/plugin-events';
import { hookConsole } from './console';
import { connect } from './link';
import { natives } from './natives';
import { hookNetwork } from './network';
import { createTape } from './tape';

/** Runs in the page, from before its first script. Frames of the page's own origin are recorded from its top. */
function main(): void {
  /** The relay's clock less ours. */
  let offsetMs = 0;
  const now = () => natives.now() + offsetMs;
  const hooks: Record<'console' | 'network', (() => void) | undefined> = { console: undefined, network: undefined };

  const follow = (options: Pick<RecordingOptions, 'console' | 'network'>) => {
    const start = {
      console: () => hookConsole((payload, mark) => tape.note(CONSOLE_PLUGIN, payload, mark), now),
      network: () => hookNetwork((payload, mark) => tape.note(NETWORK_PLUGIN, payload, mark)),
    };
    for (const name of ['console', 'network'] as const) {
      if (options[name]) hooks[name] ??= start[name]();
      else {
        hooks[name]?.();
        hooks[name] = undefined;
      }
    }
  };

  const heard = (command: Command) => {
    offsetMs = command.now - natives.now();
    if (command.do === 'pull') tape.flush();
    else if (command.do === 'stop') {
      tape.stop();
      follow({ console: false, network: false });
    } else {
      follow(command.options);
      tape.start(command.options);
    }
  };
  const left = () => {
    tape.stop();
    follow({ console: false, network: false });
  };
  const link = connect({ heard, left });
  const tape = createTape(now, batch => link.send(batch));
  link.announce();
}

main();
