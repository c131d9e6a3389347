import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../store/database.ts';
import { latestReviews } from '../store/decisions.ts';
import { type Change, changesSince } from '../store/queue.ts';

const EVERY_MS = 1500;
/** Transactions that began before our last look may have ended after it. */
const OVERLAP_MS = 15_000;
const AT_ONCE = 500;

/** A change of an incident, told to everybody who has the desk open. */
export interface IncidentEvent extends Change {
  /** what an analyst has just done to it; null when its articles have changed */
  decision: { decision: string; by: string } | null;
}

/**
 * Watches the store for changed incidents while somebody listens. The store is asked, rather than told: what other
 * processes change is seen too, on every backend.
 */
export class IncidentEvents {
  readonly #db: Database;
  readonly #log: FastifyBaseLogger;
  readonly #listeners = new Set<(event: IncidentEvent) => void>();
  /** versions of the incidents that have changed of late, as told */
  #told: Map<number, number> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, log: FastifyBaseLogger) {
    this.#db = db;
    this.#log = log;
  }

  /** @returns stops listening */
  listen(listener: (event: IncidentEvent) => void): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setTimeout(() => this.#look(), 0);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = undefined;
    this.#listeners.clear();
  }

  async #look(): Promise<void> {
    try {
      const changes = await changesSince(this.#db, new Date(Date.now() - OVERLAP_MS), AT_ONCE);
      const told = this.#told;
      this.#told = new Map(changes.map(({ id, version }) => [id, version]));
      // What was there before anybody listened is no news.
      const news = told ? changes.filter(({ id, version }) => (told.get(id) ?? 0) < version) : [];
      const reviews = await latestReviews(
        this.#db,
        news.map(({ id }) => id),
      );
      for (const change of news.reverse()) {
        const review = reviews.get(change.id);
        const decided = review && +review.at === +change.updatedAt;
        const event = { ...change, decision: decided ? { decision: review.decision, by: review.by } : null };
        for (const listener of this.#listeners) listener(event);
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'changes of incidents could not be looked up');
    }
    if (this.#listeners.size > 0) this.#timer = setTimeout(() => this.#look(), EVERY_MS);
  }
}
