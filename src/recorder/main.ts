import { record } from '@rrweb/record';
import type { Command, RecordingOptions } from '../messages/channel';
import { CONSOLE_PLUGIN, NETWORK_PLUGIN } from '../session/plugin-events';
import { createCanvases } from './canvas';
import { hookConsole } from './console';
import { connect } from './link';
import { natives } from './natives';
import { hookNetwork, type NetworkHook } from './network';
import { createTape } from './tape';

/** Runs in the page, from before its first script. Frames of the page's own origin are recorded from its top. */
function main(): void {
  /** The relay's clock less ours. */
  let offsetMs = 0;
  const now = () => natives.now() + offsetMs;
  let unhookConsole: (() => void) | undefined;
  let network: NetworkHook | undefined;
  let areBodiesOn = false;

  const follow = (options: Pick<RecordingOptions, 'console' | 'network' | 'bodies'>) => {
    areBodiesOn = options.bodies;
    if (options.console) unhookConsole ??= hookConsole((line, marks) => tape.note(CONSOLE_PLUGIN, line, marks), now);
    else {
      unhookConsole?.();
      unhookConsole = undefined;
    }
    if (options.network)
      network ??= hookNetwork(
        (payload, marks) => tape.note(NETWORK_PLUGIN, payload, marks),
        now,
        () => areBodiesOn,
      );
    else {
      network?.stop();
      network = undefined;
    }
  };
  const halt = () => {
    network?.settle();
    canvases.stop();
    tape.stop();
    follow({ console: false, network: false, bodies: false });
  };

  const left = () => {
    halt();
    tape.end();
  };

  const heard = (command: Command, on: EventTarget | undefined) => {
    offsetMs = command.now - natives.now();
    if (command.do === 'pull') {
      network?.settle();
      tape.flush();
    } else if (command.do === 'place') tape.place(command.path, command.frame);
    else if (command.do === 'closed') tape.foundClosed(on as Element);
    else if (command.do === 'stop') halt();
    else if (command.do === 'leave') left();
    else {
      follow(command.options);
      tape.start(command.options);
      if (command.options.canvas && !command.options.strict) canvases.start();
      else canvases.stop();
    }
  };
  const link = connect({ heard, left });
  const canvases = createCanvases(
    canvas => record.mirror.getId(canvas),
    picture => tape.picture(picture),
  );
  const tape = createTape(now, batch => link.send(batch), canvases.again);
  link.announce();
}

main();
