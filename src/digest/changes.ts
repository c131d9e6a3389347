import type { Flag } from '../classify/types.ts';
import type { ReviewState } from '../config/review-states.ts';
import { attributionsOf } from './build-digest.ts';
import type { Card, Correction, Digest, DigestIncident } from './types.ts';
import { countryName, threatName } from './words.ts';

/** An incident that an earlier digest told of, as it is now. */
export interface RetoldIncident {
  incident: DigestIncident;
  /** when it last changed, ISO 8601 */
  updatedAt: string;
  /** all its articles have gone to another incident */
  joined: boolean;
  /** analysts' decisions on it that stand, oldest first */
  decisions: {
    at: string;
    decision: string;
    stateBefore: ReviewState;
    stateAfter: ReviewState;
    reason: string | null;
    note: string | null;
  }[];
}

const FLAGS: Record<Flag, string> = {
  below: 'below the threshold',
  above: 'above the threshold',
  none: 'no hostile act',
};

/**
 * What has changed in incidents that earlier digests told of: the last decision on each in the period from `since`
 * (excluded) to `until`, and where the incident itself has changed in it, flag, tags and attribution as they are now
 * against what the latest digest or correction said.
 *
 * @param digests the earlier ones as readers were given them, in any order; what one has told already corrects nothing
 * @param since ISO 8601, in UTC like `until` and the times of `incidents`
 */
export function changesSince(
  digests: readonly Digest[],
  incidents: readonly RetoldIncident[],
  since: string,
  until: string,
): Correction[] {
  const inPeriod = (at: string) => at > since && at <= until;
  const oldestFirst = [...digests].sort((a, b) => a.period.to.localeCompare(b.period.to));
  return incidents.flatMap(({ incident, updatedAt, joined, decisions }): Correction[] => {
    const telling = oldestFirst.findLast(({ incidents: cards }) => cards.some(({ id }) => id === incident.id));
    const card = telling?.incidents.find(({ id }) => id === incident.id);
    if (!telling || !card) return [];
    const news = decisions.filter(({ at }) => inPeriod(at) && Date.parse(at) > Date.parse(telling.generatedAt));
    const base = { digest: telling.period.from, incident: incident.id, title: incident.title, reason: null };
    const corrected = oldestFirst.flatMap(({ corrections }) =>
      corrections.filter((one) => one.incident === incident.id),
    );
    const change = (what: Correction['what'], before: string, now: string): Correction[] => {
      const was = corrected.findLast((one) => one.what === what)?.now ?? before;
      return was === now ? [] : [{ ...base, at: updatedAt, what, was: was || null, now: now || null }];
    };
    return [
      ...[...decided(news), ...regrouped(decisions, joined, inPeriod)].map((decision) => ({ ...base, ...decision })),
      ...(inPeriod(updatedAt) && !joined
        ? [
            ...change('flag', FLAGS[card.flag], FLAGS[incident.flag]),
            ...change('tags', tagsOf(card), tagsOf(asTagged(incident))),
            ...change('attribution', attributed(card.attributions), attributed(attributionsOf(incident))),
          ]
        : []),
    ];
  });
}

/** Nothing is decided, whether somebody looks at it or not. */
const isOpen = (state: ReviewState): boolean => state === 'new' || state === 'in-review';

function correctionOf(before: ReviewState, after: ReviewState): Correction['what'] | null {
  if (before === after || (isOpen(before) && isOpen(after))) return null;
  if (before === 'dismissed') return 'restored';
  return after === 'new' || after === 'in-review' ? 'reopened' : after;
}

/** What the decisions of a period come to, with the last that has changed the state. */
function decided(decisions: RetoldIncident['decisions']): Pick<Correction, 'at' | 'what' | 'was' | 'now' | 'reason'>[] {
  const first = decisions[0];
  const last = decisions.findLast(({ stateBefore, stateAfter }) => stateBefore !== stateAfter);
  const what = first && last && correctionOf(first.stateBefore, last.stateAfter);
  if (!what) return [];
  const { at, reason, note } = last;
  return [{ at, what, was: null, now: null, reason: note ?? reason?.replaceAll('-', ' ') ?? null }];
}

/** That articles have gone to another incident, all of them or some; told once. */
function regrouped(
  decisions: RetoldIncident['decisions'],
  joined: boolean,
  inPeriod: (at: string) => boolean,
): Pick<Correction, 'at' | 'what' | 'was' | 'now' | 'reason'>[] {
  const last = decisions.findLast(({ decision, at }) => decision === 'split' && inPeriod(at));
  return last ? [{ at: last.at, what: joined ? 'merged' : 'split', was: null, now: null, reason: last.note }] : [];
}

const asTagged = ({ threats, affected }: DigestIncident) => ({
  threats: threats.map((id) => ({ id, name: threatName(id) })),
  affected: affected.map((id) => ({ id, name: countryName(id) })),
});

const tagsOf = ({ threats, affected }: Pick<Card, 'threats' | 'affected'>): string =>
  [threats, affected]
    .map((names) => [...new Set(names.map(({ name }) => name))].sort().join(', '))
    .filter(Boolean)
    .join('; ');

const attributed = (lines: Card['attributions']): string =>
  [...new Set(lines.map(({ actor, status }) => `${actor} ${status}`))].sort().join(', ');
