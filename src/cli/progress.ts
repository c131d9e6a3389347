import { styleText } from 'node:util';

/** Characters of the bar. */
const BAR = 24;

/** How far something has got, on standard error: a line with a bar on a terminal, a line each few seconds elsewhere. */
export class Progress {
  #shown = '';
  #at = 0;

  /** @param share how much is done, 0 to 1 */
  show(share: number, text: string): void {
    if (text === this.#shown) return;
    if (process.stderr.isTTY) this.#draw(share, text);
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

  #draw(share: number, text: string): void {
    const full = Math.round(share * BAR);
    const line = (how: 'cyan' | 'dim', length: number) =>
      styleText(how, '━'.repeat(length), { stream: process.stderr });
    const bar = line('cyan', full) + line('dim', BAR - full);
    // A line that is longer than the terminal is wide could not be drawn over.
    const room = Math.max(0, (process.stderr.columns ?? 80) - BAR - 2);
    process.stderr.write(`\r\x1b[K${bar} ${text.slice(0, room)}`);
  }
}
