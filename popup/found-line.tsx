import type { Line } from '../src/session/library';
import { type TextKey, t } from '../src/ui/t';

const WHERE: Record<Line['in'], TextKey> = {
  page: 'libraryInPage',
  note: 'libraryInNote',
  error: 'libraryInError',
};

/** Says where the words searched for stand, when the row itself does not. */
export const FoundLine = ({ line }: { line: Line }) => (
  <p class="found-line" title={line.text}>
    <span>{t(WHERE[line.in])}</span> {line.text}
  </p>
);
