type Bytes = Uint8Array<ArrayBuffer>;

/** `toBase64` and `fromBase64` came in 2024 and 2025, and a replay page may be opened in an older browser. */
interface Native {
  fromBase64?: (text: string) => Bytes;
}

/** `atob` and `btoa` take strings; arguments of a call are limited to some 100,000. */
const STEP_BYTES = 0x6000;

export function toBase64(bytes: Bytes): string {
  const native = (bytes as Bytes & { toBase64?: () => string }).toBase64;
  if (native) return native.call(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP_BYTES)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + STEP_BYTES)));
  return text;
}

/** Throws where the text is not base64. */
export function fromBase64(text: string): Bytes {
  const native = (Uint8Array as Native).fromBase64;
  if (native) return native.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let n = 0; n < binary.length; n++) bytes[n] = binary.charCodeAt(n);
  return bytes;
}
