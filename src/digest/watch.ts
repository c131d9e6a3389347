import nlp from 'compromise/two';
import type { DateTime } from 'luxon';
import { dateAhead } from './dates.ts';
import { quote } from './evidence.ts';
import { at, type PeriodBounds, write } from './period.ts';
import { likeness } from './sentences.ts';
import type { DigestIncident, ToldIncident, WatchItem } from './types.ts';

/** No more than these are shown. */
const MOST = 8;
/** Two items this alike (Jaccard over words) are one that two outlets tell. */
const SAME = 0.6;

// Cheap: which sentences may look ahead at all. Grammar is asked only about these.
const AHEAD =
  /\b(?:will|shall|'ll|(?:is|are|has been|have been) (?:\w+ )?(?:to|set|due|expected|scheduled|planned|slated|called)|due (?:to|on|in|by)|expected (?:on|in|by|to|next|later|tomorrow)|scheduled (?:for|on)|meets?|votes?|decides?|opens?|expires?|takes? effect|comes? into force|begins?|starts?|rules?)\b/i;

const HYPOTHESIS =
  /\b(?:if|unless|should (?:the|it|they|a|an|another|such)|in case|in the event|assuming|provided that|hypothetical\w*|theoretically|were to|would have|had (?:it|they|he|she|the)|perhaps|possibly|probably not|unlikely)\b/i;
const NEGATED =
  /\b(?:will|shall|is|are|was|were|do|does|did)(?: not|n't)\b|\bwon't\b|\b(?:no longer|never|cancell?ed|called off|ruled out|postponed indefinitely)\b/i;

// A verb or noun that says what is to come.
const KINDS: [WatchItem['kind'], RegExp][] = [
  ['attribution', /\b(?:attribut\w+|who (?:is|was) (?:behind|responsible)|responsib\w+|culprits?|origin of)\b/i],
  [
    'result',
    /\b(?:results?|findings?|report|verdict|rul(?:e|es|ing)|sentence[ds]?|sentencing|conclusions?|inquiry|investigat\w+|analysis|examination|publish\w*|present\w*)\b/i,
  ],
  [
    'decision',
    /\b(?:vote[sd]?|voting|decide[sd]?|decision|debate[sd]?|ratif\w+|approve[sd]?|adopt\w*|referendum|bill|sanctions? package|election)\b/i,
  ],
  [
    'meeting',
    /\b(?:meet(?:s|ing)?|summit|council|convene[sd]?|gather\w*|talks|consult\w*|session|conference|visit\w*|host[s]?|discuss\w*|summon\w*)\b/i,
  ],
  [
    'measure',
    /\b(?:clos\w+|open\w*|reopen\w*|deploy\w*|send\w*|arriv\w+|sail\w*|exercise\w*|drill\w*|begin\w*|start\w*|patrol\w*|effect|force|expir\w+|deadline|extend\w*|introduc\w+|repair\w*|resum\w+|restrict\w*|ban\w*|expel\w*|leave|hearing|trial|court)\b/i,
  ],
];

const PENDING =
  /\b(?:(?:has|have|had) (?:not yet|yet to|so far not|not so far) (?:\w+ )?(?:been )?(?:determined?|establish\w*|identif\w+|attribut\w+|named?|say|said|conclude\w*|confirm\w*)|(?:it|who|whose)\b[^.]{0,40}\b(?:remains?|is still|was still|is not yet) (?:unclear|unknown|open)|(?:investigation|inquiry|probe|analysis)s? (?:is|are|remains?) (?:still )?(?:ongoing|open|under ?way|continuing|pending)|(?:results|findings|conclusions) (?:are|is) (?:still )?(?:pending|awaited|outstanding)|no (?:one|group|state|country) has claimed (?:it|responsib\w+)|nobody has claimed)\b/i;

/**
 * What lies ahead, as the texts tell it: dated decisions, meetings, results and measures after the period's end, and
 * inquiries that have not yet named an author. Dates are resolved against the day the article was published.
 * Hypotheses ("if", "unless"), negations and questions are left out; "could", "may" and "might" never count as plans.
 */
export function watchNext(incidents: readonly ToldIncident[], { end }: PeriodBounds, zone: string): WatchItem[] {
  const found: WatchItem[] = [];
  for (const { card, incident, articles } of incidents) {
    const { number } = card;
    let pending = isSettled(incident);
    for (const article of articles) {
      const written = at(article.published, zone);
      if (!written.isValid) continue;
      for (const { text } of article.sentences) {
        if (text.endsWith('?') || HYPOTHESIS.test(text)) continue;
        const item = announced(text, written, end);
        if (item) add(found, { ...item, quote: quote(article, text), incidents: [number] });
        else if (!pending && PENDING.test(text)) {
          pending = true;
          add(found, {
            kind: 'attribution',
            from: null,
            to: null,
            when: '',
            quote: quote(article, text),
            incidents: [number],
          });
        }
      }
    }
  }
  return found
    .sort((a, b) => (a.from ?? '9999').localeCompare(b.from ?? '9999') || (a.incidents[0] ?? 0) - (b.incidents[0] ?? 0))
    .slice(0, MOST);
}

/** Who did it is settled: somebody is charged or convicted, or claims it. */
const isSettled = ({ attributions }: DigestIncident) =>
  attributions.some(({ confidence }) => ['charged', 'convicted', 'claimed'].includes(confidence));

/** What a sentence announces for a day after the period, null when it announces nothing of the kind. */
function announced(
  text: string,
  written: DateTime,
  end: DateTime,
): Pick<WatchItem, 'kind' | 'from' | 'to' | 'when'> | null {
  if (!AHEAD.test(text) || NEGATED.test(text)) return null;
  const kind = KINDS.find(([, pattern]) => pattern.test(text))?.[0];
  if (!kind) return null;
  const date = dateAhead(text, written);
  if (!date || date.to < end || !looksAhead(text)) return null;
  const from = date.from < end ? end : date.from;
  return { kind, from: from.toISODate(), to: date.to.toISODate(), when: spanLabel(from, date.to) };
}

/** Whether the sentence's verb is in the future, or in the present of a timetable ("ministers meet on Tuesday"). */
function looksAhead(text: string): boolean {
  const sentence = nlp(text);
  return (
    sentence.has('(will|shall) (#Adverb|also|then)? #Verb') ||
    sentence.has(
      '(is|are) #Adverb? (set|due|expected|scheduled|planned|slated)? to #Adverb? (#Infinitive|#PresentTense|be)',
    ) ||
    sentence.has(
      '(is|are|been) #Adverb? (due|expected|scheduled|planned|slated|called) (on|in|by|for|at|next|later|tomorrow|within|before)',
    ) ||
    sentence.has(
      '(#Noun|#Plural|they|it) (meet|meets|vote|votes|decide|decides|open|opens|expire|expires|begin|begins|start|starts) (on|in|next|tomorrow|later)',
    )
  );
}

/** Adds an item, or joins it to the one that another outlet tells alike. */
function add(found: WatchItem[], item: WatchItem): void {
  const same = found.find(
    (one) =>
      (one.from === item.from &&
        one.to === item.to &&
        one.kind === item.kind &&
        likeness(one.quote.text, item.quote.text) >= SAME) ||
      one.quote.text === item.quote.text,
  );
  if (!same) found.push(item);
  else same.incidents = [...new Set([...same.incidents, ...item.incidents])].sort((a, b) => a - b);
}

/** "Thu 26 Nov", "23–29 Nov", "30 Nov–6 Dec", "December 2026", "by 31 Dec". */
function spanLabel(from: DateTime, to: DateTime): string {
  if (from.hasSame(to, 'day')) return write(from, 'ccc d LLL');
  if (from.day === 1 && to.hasSame(from.endOf('month'), 'day')) return write(from, 'LLLL yyyy');
  if (to.diff(from, 'days').days > 20) return `by ${write(to, 'd LLL')}`;
  return `${write(from, from.month === to.month ? 'd' : 'd LLL')}–${write(to, 'd LLL')}`;
}
