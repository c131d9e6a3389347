/** A stretch of time that is used up in pieces: it runs between `run` and `pause` only. */
export class TimeBudget {
  readonly #spent: () => void;
  #left: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param duration milliseconds
   * @param spent is called when they are used up
   */
  constructor(duration: number, spent: () => void) {
    this.#left = duration;
    this.#spent = spent;
  }

  run(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(this.#spent, Math.max(0, this.#left));
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#left -= performance.now() - this.#since;
  }
}
