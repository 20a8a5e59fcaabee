import type { RecordingOptions } from '../messages/channel';
import { CONSOLE_PLUGIN, NETWORK_PLUGIN } from '../session/plugin-events';
import type { MarkDraft } from '../session/types';
import { hookConsole } from './console';
import { hookNetwork, type NetworkHook } from './network';

type Followed = Pick<RecordingOptions, 'console' | 'network' | 'bodies'>;

/** What listens to one document's console and network. */
export interface Hooks {
  /** Hooks what is on, and puts back what is not. */
  follow(options: Followed): void;
  /** Writes what is over and waits for more to be known of it. */
  settle(): void;
  /** The page goes away, or to memory: what is not over is written as it is, and what comes now at once. `follow` ends it. */
  hide(persisted: boolean): void;
  /** Whether what comes of this plugin is wanted. */
  isOn(plugin: string): boolean;
}

/** `note` takes each line; `now` is the tape's clock. Nothing of the page is touched until `follow` says so. */
export function createHooks(
  note: (plugin: string, payload: object, marks: MarkDraft[]) => void,
  now: () => number,
): Hooks {
  let unhookConsole: (() => void) | undefined;
  let network: NetworkHook | undefined;
  let areBodiesOn = false;
  return {
    follow(options) {
      areBodiesOn = options.bodies;
      if (options.console) unhookConsole ??= hookConsole((line, marks) => note(CONSOLE_PLUGIN, line, marks), now);
      else {
        unhookConsole?.();
        unhookConsole = undefined;
      }
      if (options.network) {
        network ??= hookNetwork(
          (payload, marks) => note(NETWORK_PLUGIN, payload, marks),
          now,
          () => areBodiesOn,
        );
        network.show();
      } else {
        network?.stop();
        network = undefined;
      }
    },
    settle: () => network?.settle(),
    hide: persisted => network?.hide(persisted),
    isOn: plugin => (plugin === CONSOLE_PLUGIN && !!unhookConsole) || (plugin === NETWORK_PLUGIN && !!network),
  };
}
