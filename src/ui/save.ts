/** The browser reads a download's bytes after the click; by then it surely has. */
const READ_BY_THEN_MS = 60_000;

/** Hands a file to the browser as a download. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), READ_BY_THEN_MS);
}
