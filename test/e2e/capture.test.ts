import { describe } from 'vitest';
import { css } from './capture/css';
import { dom } from './capture/dom';
import { input } from './capture/input';
import { pointer } from './capture/pointer';
import { url } from './capture/url';
import { capture } from './support/matrix';
import { KINDS } from './support/tester';

/** The capture matrix (docs/capture.md). `PART=dom` records one part alone. */
const PARTS = [input, pointer, dom, css, url].filter(({ title }) => (process.env.PART ?? title) === title);

describe.each(KINDS)('With %s a session captures', kind => capture(kind, PARTS));
