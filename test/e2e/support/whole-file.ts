import { gunzipSync, unzipSync } from 'fflate';

/** As browsers and editors would read it. */
const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const DATA_URL = /data:[\w/+.-]*(?:;[\w=-]+)*;base64,([A-Za-z\d+/=]+)/g;
const IN_PAGE = /id="tapedeck-session">([A-Za-z\d+/=\s]+)</;

/** All that a file holds as text, unpacked to the last: ZIPs in ZIPs, gzip, the session in a replay page, what stands in `data:` addresses. */
export function textIn(bytes: Uint8Array): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return Object.entries(unzipSync(bytes))
      .map(([name, file]) => `${name}\n${textIn(file)}`)
      .join('\n');
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return utf8(gunzipSync(bytes));
  const text = utf8(bytes);
  const packed = [...text.matchAll(DATA_URL)].map(([, data = '']) => utf8(base64(data)));
  const session = IN_PAGE.exec(text)?.[1];
  return [text, ...packed, ...(session ? [textIn(base64(session))] : [])].join('\n');
}
