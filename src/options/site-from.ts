/** The host in what a user typed or pasted: `bank.example`, `*.bank.example`, a whole address. A port stays. */
export function siteFrom(typed: string): string | undefined {
  const text = typed.trim().replace(/^\*\./, '');
  if (text === '' || /\s/.test(text)) return;
  try {
    const { protocol, host, hostname } = new URL(text.includes('://') ? text : `http://${text}`);
    const isHost = /^(\[[\da-f:.]+\]|[a-z\d_-]+(\.[a-z\d_-]+)*)$/.test(hostname);
    return isHost && /^https?:$/.test(protocol) ? host : undefined;
  } catch {
    return undefined; // not an address, with or without a scheme
  }
}
