/** How far something has got, on standard error: one line that changes on a terminal, a line each few seconds elsewhere. */
export class Progress {
  #shown = '';
  #at = 0;

  show(text: string): void {
    if (text === this.#shown) return;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
    else if (Date.now() - this.#at > 2_000) {
      process.stderr.write(`${text}\n`);
      this.#at = Date.now();
    }
    this.#shown = text;
  }

  /** Leaves the last state standing. */
  end(): void {
    process.stderr.write(process.stderr.isTTY ? '\n' : `${this.#shown}\n`);
  }
}
