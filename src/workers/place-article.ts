import { IncidentIndex } from '../incidents/incident-index.ts';
import { articleSignature, SIGNATURE_VERSION } from '../incidents/signature.ts';
import {
  type Article,
  articlesOf,
  findArticle,
  type NewArticle,
  nextPlacement,
  type Place,
  placedSince,
  placeInTurn,
  type SourcedArticle,
} from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { contentOf } from '../store/incident-content.ts';
import { createIncident, updateIncident } from '../store/incidents.ts';

/** Days of articles that a new one is compared with. */
const WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;

/** An article with the source that it comes from, not kept yet. */
export type Arrival = NewArticle & Pick<SourcedArticle, 'feedId' | 'source' | 'reliability'>;

/**
 * Places articles with the incidents that they tell of. The index is in memory; before each placing it takes over what
 * other processes have placed meanwhile, and placing waits for its turn, so that all indexes are the same.
 */
export class Placer {
  #index = new IncidentIndex();
  #seen = 0;
  /** the day (since 1 January 1970) before which the index has forgotten what has no later news */
  #oldest = 0;

  /**
   * Finds or makes the article's incident and brings the incident up to date, in the transaction that keeps the article.
   * What is not flagged belongs to none, unless an earlier version of it was.
   */
  async place(tx: Database, article: Arrival, earlier: Article | undefined, now: Date): Promise<Place> {
    if (article.flag === 'none' && !earlier?.incidentId)
      return { incidentId: null, signature: null, placement: null, copyOf: null };
    await placeInTurn(tx);
    await this.#catchUp(tx, now);
    const signature = signatureOf(article);
    try {
      // A newer version stays where the earlier one is, also when an analyst has put it there.
      const { incident, isNew, duplicate, nearest } = earlier?.incidentId
        ? { incident: earlier.incidentId, isNew: false, duplicate: false, nearest: null }
        : this.#index.place(signature);
      const copyOf = duplicate ? nearest : (earlier?.copyOf ?? null);
      const others = isNew ? [] : await articlesOf(tx, Number(incident));
      const content = contentOf([
        ...others.filter(({ itemKey }) => itemKey !== article.itemKey),
        { ...article, copyOf },
      ]);
      const incidentId = isNew ? await createIncident(tx, content, now) : Number(incident);
      if (!isNew) await updateIncident(tx, incidentId, content, now);
      // The index gives a new incident its article's id; the store's number takes its place.
      this.#index.restore(signature, String(incidentId));
      const placement = await nextPlacement(tx);
      this.#seen = placement;
      return { incidentId, signature, placement, copyOf };
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** Begins anew with what is in store. For whoever's transaction has failed: what it has put into the index is not there. */
  forget(): void {
    this.#index = new IncidentIndex();
    this.#seen = 0;
  }

  async #catchUp(tx: Database, now: Date): Promise<void> {
    for (const { signature, incidentId, placement } of await placedSince(
      tx,
      this.#seen,
      new Date(+now - WINDOW_DAYS * DAY_MS),
    )) {
      const isCurrent = signature.version === SIGNATURE_VERSION;
      const article = isCurrent ? undefined : await findArticle(tx, signature.id);
      this.#index.restore(article ? signatureOf(article) : signature, String(incidentId));
      this.#seen = placement;
    }
    const oldest = Math.floor(+now / DAY_MS) - WINDOW_DAYS;
    if (oldest > this.#oldest) this.#index.forgetBefore(oldest);
    this.#oldest = oldest;
  }
}

const signatureOf = ({ itemKey, title, text, publishedAt, classification }: NewArticle) =>
  articleSignature({ id: itemKey, title, text, published: publishedAt.toISOString(), classification });
