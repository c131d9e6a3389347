/**
 * Turns at hosts: no more than so many requests to one host at the same time, with a pause between the starts of two,
 * first come, first served. Also remembers which hosts have asked to be left alone for a while.
 */
export class HostTurns {
  readonly #concurrency: number;
  readonly #delay: number;
  readonly #hosts = new Map<string, Host>();

  /** @param delay milliseconds between the starts of two requests to one host */
  constructor(concurrency: number, delay: number) {
    this.#concurrency = concurrency;
    this.#delay = delay;
  }

  /** Waits for a turn at `host`; resolves to the function that ends it. Rejects with the signal's reason on abort. */
  take(host: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const here = this.#at(host);
    return new Promise((resolve, reject) => {
      const leave = () => giveUp(signal.reason);
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve(() => {
          here.running--;
          this.#advance(here);
        });
      };
      const giveUp = (reason: unknown) => {
        signal.removeEventListener('abort', leave);
        here.waiting.delete(waiter);
        if (here.waiting.size === 0) clearTimeout(here.timer);
        reject(reason);
      };
      const waiter = { begin, giveUp };
      signal.addEventListener('abort', leave);
      here.waiting.add(waiter);
      this.#advance(here);
    });
  }

  /** Turns away everybody who waits, with `reason`. */
  dismiss(reason: unknown): void {
    for (const { waiting } of this.#hosts.values()) for (const { giveUp } of [...waiting]) giveUp(reason);
  }

  /** Remembers that `host` wants `delay` milliseconds between the starts of two requests, where that is more than all get. */
  pace(host: string, delay: number): void {
    this.#at(host).delay = Math.max(delay, this.#delay);
  }

  /** Remembers that `host` wants to be left alone for `duration` milliseconds. */
  rest(host: string, duration: number): void {
    const here = this.#at(host);
    here.restsUntil = Math.max(here.restsUntil, performance.now() + duration);
  }

  /** Milliseconds for which `host` still wants to be left alone; 0 when it does not. */
  restOf(host: string): number {
    return Math.max(0, (this.#hosts.get(host)?.restsUntil ?? 0) - performance.now());
  }

  #at(host: string): Host {
    if (this.#hosts.size >= 1000) this.#forgetIdle();
    let here = this.#hosts.get(host);
    if (!here) {
      here = { running: 0, delay: this.#delay, nextStart: 0, restsUntil: 0, waiting: new Set(), timer: undefined };
      this.#hosts.set(host, here);
    }
    return here;
  }

  #advance(here: Host): void {
    clearTimeout(here.timer);
    for (const waiter of here.waiting) {
      if (here.running >= this.#concurrency) return;
      const now = performance.now();
      if (now < here.nextStart) {
        here.timer = setTimeout(() => this.#advance(here), here.nextStart - now);
        return;
      }
      here.running++;
      here.nextStart = now + here.delay;
      here.waiting.delete(waiter);
      waiter.begin();
    }
  }

  #forgetIdle(): void {
    const now = performance.now();
    for (const [name, { running, waiting, nextStart, restsUntil }] of this.#hosts)
      if (running === 0 && waiting.size === 0 && nextStart <= now && restsUntil <= now) this.#hosts.delete(name);
  }
}

interface Host {
  running: number;
  /** milliseconds between the starts of two requests */
  delay: number;
  /** when the next request may start, by performance.now() */
  nextStart: number;
  restsUntil: number;
  /** first come, first served */
  waiting: Set<{ begin(): void; giveUp(reason: unknown): void }>;
  timer: NodeJS.Timeout | undefined;
}
