import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { owes, type Reader, waitingDecisions } from '../store/blind.ts';
import type { Database } from '../store/database.ts';
import { latestReviews } from '../store/decisions.ts';
import { leave, stay, type Watcher, watchers } from '../store/presence.ts';
import { changeSchema, changesSince } from '../store/queue.ts';

const EVERY_MS = 1500;
/** Transactions that began before our last look may have ended after it. */
const OVERLAP_MS = 15_000;
const AT_ONCE = 500;
/** How often it is kept that pages are still open. */
const STAY_MS = 15_000;

/** A change of an incident, told to everybody who has the desk open. */
export const incidentEventSchema = changeSchema.extend({
  decision: z
    .object({ decision: z.string(), by: z.string() })
    .nullable()
    .describe('what an analyst has just done to it; null when its articles have changed'),
});
export type IncidentEvent = z.infer<typeof incidentEventSchema>;

/** What open pages are told: a change, or everybody who has an incident open. */
export type LiveEvent = { name: 'incident'; data: IncidentEvent } | { name: 'presence'; data: Watcher[] };

type Listener = (event: LiveEvent) => void;

/**
 * Watches the store for what happens while somebody listens. The store is asked, rather than told: what other processes
 * change is seen too, on every backend.
 */
export class LiveEvents {
  readonly #db: Database;
  readonly #log: FastifyBaseLogger;
  readonly #listeners = new Map<Listener, { reader: Reader; page: string | undefined }>();
  /** versions of the incidents that have changed of late, as told */
  #told: Map<number, number> | undefined;
  #present: { json: string; list: Watcher[] } | undefined;
  #stayedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, log: FastifyBaseLogger) {
    this.#db = db;
    this.#log = log;
  }

  /**
   * @param reader who listens
   * @param page the page that listens: it counts as open until it stops
   * @returns stops listening
   */
  listen(listener: Listener, reader: Reader, page?: string): () => void {
    this.#listeners.set(listener, { reader, page });
    // Who is told who is there is told of every change from then on: not before changes are looked for.
    if (this.#present) listener({ name: 'presence', data: this.#present.list });
    this.#timer ??= setTimeout(() => this.#look(), 0);
    return () => {
      this.#listeners.delete(listener);
      if (page !== undefined)
        leave(this.#db, [page], new Date()).catch((error) =>
          this.#log.warn({ err: error }, 'a page that was closed is still told of'),
        );
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = undefined;
    this.#present = undefined;
    this.#listeners.clear();
  }

  async #look(): Promise<void> {
    try {
      await this.#lookForChanges();
      await this.#lookForPeople();
    } catch (error) {
      this.#log.warn({ err: error }, 'changes of incidents could not be looked up');
    }
    if (this.#listeners.size > 0) this.#timer = setTimeout(() => this.#look(), EVERY_MS);
  }

  async #lookForChanges(): Promise<void> {
    const changes = await changesSince(this.#db, new Date(Date.now() - OVERLAP_MS), AT_ONCE);
    const told = this.#told;
    this.#told = new Map(changes.map(({ id, version }) => [id, version]));
    // What was there before anybody listened is no news.
    const news = told ? changes.filter(({ id, version }) => (told.get(id) ?? 0) < version) : [];
    const ids = news.map(({ id }) => id);
    const reviews = await latestReviews(this.#db, ids);
    const waiting = await waitingDecisions(this.#db, ids);
    for (const change of news.reverse()) {
      const review = reviews.get(change.id);
      const decided = review && +review.at === +change.updatedAt;
      const decision = decided ? { decision: review.decision, by: review.by } : null;
      for (const [listener, { reader }] of this.#listeners)
        listener({
          name: 'incident',
          data: owes(reader, waiting, change.id)
            ? { ...change, state: 'new', assignee: null, decision: null }
            : { ...change, decision },
        });
    }
  }

  async #lookForPeople(): Promise<void> {
    const now = new Date();
    if (+now - this.#stayedAt > STAY_MS) {
      const pages = [...this.#listeners.values()].flatMap(({ page }) => page ?? []);
      await stay(this.#db, pages, now);
      this.#stayedAt = +now;
    }
    const list = await watchers(this.#db, now);
    const json = JSON.stringify(list);
    if (json === this.#present?.json) return;
    this.#present = { json, list };
    for (const listener of this.#listeners.keys()) listener({ name: 'presence', data: list });
  }
}
