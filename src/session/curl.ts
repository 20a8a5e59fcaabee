import type { NetworkRequest } from './plugin-events';

/** A text as one word of a POSIX shell. */
const word = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A request as a curl command for a POSIX shell. What the tape never holds (cookies, credentials) is missing there too. */
export function curlOf({ name, method = 'GET', requestHeaders = {}, requestBody }: NetworkRequest): string {
  const implied = requestBody === undefined ? 'GET' : 'POST';
  return [
    // `--globoff`, for curl reads brackets in addresses as ranges.
    `curl --globoff ${word(name)}`,
    ...(method === implied ? [] : [`-X ${word(method)}`]),
    ...Object.entries(requestHeaders).map(([header, value]) => `-H ${word(`${header}: ${value}`)}`),
    ...(requestBody === undefined ? [] : [`--data-raw ${word(requestBody)}`]),
  ].join(' \\\n  ');
}
