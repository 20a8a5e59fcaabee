/** A text is handed to the browser as a Blob when it has this many characters. */
const PIECE_CHARS = 4_000_000;

/** Writes a text of any length: no more than a piece is held by the script. */
export class TextFile {
  #parts: Blob[] = [];
  #open: string[] = [];
  #chars = 0;

  add(text: string): void {
    this.#open.push(text);
    this.#chars += text.length;
    if (this.#chars >= PIECE_CHARS) this.#close();
  }

  finish(type: string): Blob {
    this.#close();
    return new Blob(this.#parts, { type });
  }

  #close(): void {
    if (this.#open.length > 0) this.#parts.push(new Blob(this.#open));
    this.#open = [];
    this.#chars = 0;
  }
}
