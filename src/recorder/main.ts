import { record } from '@rrweb/record';
import type { Command, FrameLine } from '../messages/channel';
import { createCanvases } from './canvas';
import { createHooks } from './hooks';
import { connect } from './link';
import { natives } from './natives';
import { createTape } from './tape';

/** Runs in the page, from before its first script. Frames of the page's own origin are recorded from its top. */
function main(): void {
  /** The relay's clock less ours. */
  let offsetMs = 0;
  const now = () => natives.now() + offsetMs;
  const hooks = createHooks((plugin, payload, marks) => tape.note(plugin, payload, marks), now);
  const halt = () => {
    hooks.settle();
    canvases.stop();
    tape.stop();
    hooks.follow({ console: false, network: false, bodies: false });
  };

  const left = () => {
    halt();
    tape.end();
  };

  /** What a frame of this document's has logged and asked for, as far as that is wanted here. */
  const takeNotes = (lines: string) => {
    for (const line of lines.split('\n')) {
      const { plugin, payload, marks } = natives.parse(line) as FrameLine;
      if (hooks.isOn(plugin)) tape.note(plugin, payload, marks);
    }
  };

  const heard = (command: Command, on: EventTarget | undefined) => {
    offsetMs = command.now - natives.now();
    if (command.do === 'pull') {
      hooks.settle();
      tape.flush();
    } else if (command.do === 'hide') {
      hooks.hide(command.persisted);
      canvases.stop();
      tape.hide();
    } else if (command.do === 'place') tape.place(command.path, command.frame);
    else if (command.do === 'closed') tape.foundClosed(on as Element);
    else if (command.do === 'notes') takeNotes(command.lines);
    else if (command.do === 'stop') halt();
    else if (command.do === 'leave') left();
    else {
      hooks.follow(command.options);
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
