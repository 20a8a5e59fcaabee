import { after, type Undo } from './after';

/** As rrweb has it on tape. */
export interface FontOnTape {
  family: string;
  fontSource: string;
  buffer: boolean;
  descriptors?: FontFaceDescriptors;
}

/** Larger than any font of a page; all of it is in the event. */
const MAX_BYTES = 2_000_000;

/** What a font was made from cannot be asked for later. It outlives a stop: the page is the same. */
const sources = new WeakMap<FontFace, FontOnTape>();

const bytesOf = (source: BufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);

function sourceOf(source: string | BufferSource): string | undefined {
  if (typeof source === 'string') return source;
  const bytes = bytesOf(source);
  if (bytes.length > MAX_BYTES) return;
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return `url(data:font/woff2;base64,${btoa(text)})`;
}

/** Calls `added` for each font that a script adds to the document. */
export function watchFonts(added: (font: FontOnTape) => void): Undo {
  const original = window.FontFace;
  if (!original) return () => {};
  const wrapped = new Proxy(original, {
    construct(target, args: ConstructorParameters<typeof FontFace>, newTarget) {
      const face: FontFace = Reflect.construct(target, args, newTarget);
      try {
        const [family, source, descriptors] = args;
        const fontSource = sourceOf(source);
        if (fontSource !== undefined)
          sources.set(face, { family, fontSource, buffer: false, ...(descriptors && { descriptors }) });
      } catch {
        // Arguments that can be read but once: the page has its font.
      }
      return face;
    },
  });
  window.FontFace = wrapped;
  // Where rrweb's way is kept open (wraps.ts), the document's own method is the one that pages call.
  const owner = Object.hasOwn(document.fonts, 'add') ? document.fonts : FontFaceSet.prototype;
  const undoAdd = after<FontFaceSet>(owner, 'add', 'value', (fonts, [face]) => {
    const source = sources.get(face as FontFace);
    if (source && fonts === document.fonts) added(source);
  });
  return () => {
    undoAdd();
    if (window.FontFace === wrapped) window.FontFace = original;
  };
}

/** The fonts that scripts have added until now, for a fresh picture. */
export const fontsInUse = (): FontOnTape[] => [...document.fonts].flatMap(face => sources.get(face) ?? []);
