import type { Act, Attribution } from '../classify/types.ts';
import { type Article, TRUST, toldAt } from './article.ts';

/** Whether it happened, as one article tells. */
export interface OccurrenceClaim {
  status: Act['status'];
  threat: string;
  article: string;
  outlet: string;
  /** ISO 8601 */
  at: string;
}

/** Who did it, as one article tells. */
export interface AttributionClaim {
  /** actor id */
  actor: string;
  confidence: Attribution['confidence'];
  /** who says so */
  source: Attribution['source'];
  basis: string;
  article: string;
  outlet: string;
  /** ISO 8601 */
  at: string;
}

export interface AttributionState {
  /** actor id, null while nobody is named */
  actor: string | null;
  confidence: Attribution['confidence'];
  /** the actor, or somebody for it, denies it */
  disputed: boolean;
}

/** What holds of a question now, since when, how it came to that, and who claims what. */
export interface History<State, Claim> {
  now: State;
  /** ISO 8601; null when nothing is claimed */
  since: string | null;
  /** each state that held, with the time and the article that brought it, oldest first; the last one is `now` */
  changes: { state: State; at: string; article: string }[];
  /** oldest first */
  claims: Claim[];
}

const CONFIDENCE: Record<Attribution['confidence'], number> = {
  denied: 0,
  unknown: 0.1,
  suspected: 0.4,
  blamed: 0.6,
  claimed: 0.7,
  charged: 0.8,
  convicted: 1,
};
const SOURCE: Record<Attribution['source'], number> = { official: 1, claimed: 0.9, analyst: 0.7, media: 0.6 };

/**
 * Whether it happened. Each outlet's latest word counts, by how far the outlet is trusted; of statuses told alike, the
 * later one holds, so that "foiled" takes over from "suspected". Null while no article tells an act.
 *
 * @param articles oldest first
 */
export function occurrence(articles: readonly Article[]): History<Act['status'] | null, OccurrenceClaim> {
  const latest = new Map<string, { status: Act['status']; trust: number }>();
  return history(articles, null, (article) => {
    const acts = article.classification.acts;
    const claims = acts.map(({ status, threat }) => ({ status, threat, ...teller(article) }));
    const main = acts[0];
    if (main) {
      latest.delete(article.outlet);
      latest.set(article.outlet, { status: main.status, trust: TRUST[article.reliability] });
    }
    const votes = new Map<Act['status'], number>();
    for (const { status, trust } of latest.values()) {
      // Counted anew at the end of the map, so that of equal votes the status told last comes last.
      const sum = (votes.get(status) ?? 0) + trust;
      votes.delete(status);
      votes.set(status, sum);
    }
    return { claims, state: greatest(votes) };
  });
}

/**
 * Who did it: the actor with the best-founded claim (how sure it is, who says so, how far the outlet is trusted). A
 * denial takes no claim back; it makes it disputed.
 *
 * @param articles oldest first
 */
export function attribution(articles: readonly Article[]): History<AttributionState, AttributionClaim> {
  const known: (AttributionClaim & { trust: number })[] = [];
  const nobody: AttributionState = { actor: null, confidence: 'unknown', disputed: false };
  return history(articles, nobody, (article) => {
    const claims = article.classification.attributions.map(({ actor, confidence, source, basis }) => ({
      ...{ actor, confidence, source, basis },
      ...teller(article),
    }));
    for (const claim of claims) known.push({ ...claim, trust: TRUST[article.reliability] });
    const weight = (claim: AttributionClaim & { trust: number }) =>
      CONFIDENCE[claim.confidence] * SOURCE[claim.source] * claim.trust;
    const best = known.reduce<(typeof known)[number] | undefined>(
      (top, claim) => (claim.confidence !== 'denied' && (!top || weight(claim) >= weight(top)) ? claim : top),
      undefined,
    );
    if (!best) return { claims, state: nobody };
    const disputed = known.some(({ actor, confidence }) => actor === best.actor && confidence === 'denied');
    return { claims, state: { actor: best.actor, confidence: best.confidence, disputed } };
  });
}

function history<State, Claim>(
  articles: readonly Article[],
  start: State,
  read: (article: Article) => { claims: Claim[]; state: State },
): History<State, Claim> {
  const changes: { state: State; at: string; article: string }[] = [];
  const all: Claim[] = [];
  let now = start;
  for (const article of articles) {
    const { claims, state } = read(article);
    all.push(...claims);
    if (JSON.stringify(state) === JSON.stringify(now)) continue;
    now = state;
    changes.push({ state, at: toldAt(article), article: article.id });
  }
  return { now, since: changes.at(-1)?.at ?? null, changes, claims: all };
}

const teller = (article: Article) => ({ article: article.id, outlet: article.outlet, at: toldAt(article) });

/** The key of the greatest value, of equal ones the last; null when there is none. */
function greatest<K>(values: ReadonlyMap<K, number>): K | null {
  let best: K | null = null;
  let most = 0;
  for (const [key, value] of values)
    if (value >= most) {
      best = key;
      most = value;
    }
  return best;
}
