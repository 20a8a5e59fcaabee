import { isOfOriginAround } from '../messages/around';
import type { Command, FrameLine } from '../messages/channel';
import { createHooks } from './hooks';
import { connect } from './link';
import { natives } from './natives';

/** Lines are handed over together: each time goes by way of the worker. */
const FLUSH_MS = 100;
const FLUSH_CHARS = 200_000;

/**
 * Runs in frames of the page's own origin, from before their first script. What they show is recorded from the page around them; what
 * they log and ask for is heard here, and told to their own relay.
 */
function main(): void {
  let offsetMs = 0;
  const now = () => natives.now() + offsetMs;
  let lines: string[] = [];
  let chars = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isHidden = false;
  const unhook = () => hooks.follow({ console: false, network: false, bodies: false });
  const flush = () => {
    if (timer !== undefined) natives.clearTimeout(timer);
    timer = undefined;
    if (lines.length === 0) return;
    const facts = { from: now(), to: now(), count: lines.length, opensWithSnapshot: false };
    const batch = { ...facts, marks: [], assets: [], wanted: [], lines: lines.join('\n') };
    lines = [];
    chars = 0;
    if (!link.send(batch)) unhook(); // nobody took it: the extension is gone or was reloaded
  };
  const hooks = createHooks((plugin, payload, marks) => {
    const line = natives.stringify({ plugin, payload, marks } satisfies FrameLine);
    lines.push(line);
    chars += line.length;
    if (chars > FLUSH_CHARS) flush();
    else if (isHidden) natives.microtask(flush);
    else timer ??= natives.setTimeout(flush, FLUSH_MS);
  }, now);
  const heard = (command: Command) => {
    offsetMs = command.now - natives.now();
    isHidden = command.do === 'hide';
    if (command.do === 'start') hooks.follow(command.options);
    else if (command.do === 'hide') hooks.hide(command.persisted);
    else unhook();
    if (command.do !== 'start') flush();
  };
  const left = () => {
    unhook();
    flush();
  };
  const link = connect({ heard, left });
  link.announce();
}

if (isOfOriginAround(window)) main();
