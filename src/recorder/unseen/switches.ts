import { after, all, type Undo } from './after';

/** Calls `switched` with the element whose style sheet a script has switched on or off. */
export const watchSheetSwitches = (switched: (owner: Node | null) => void): Undo =>
  all([
    after<StyleSheet>(StyleSheet.prototype, 'disabled', 'set', ({ ownerNode }) => switched(ownerNode)),
    after<HTMLStyleElement>(HTMLStyleElement.prototype, 'disabled', 'set', switched),
    after<HTMLLinkElement>(HTMLLinkElement.prototype, 'disabled', 'set', switched),
  ]);
