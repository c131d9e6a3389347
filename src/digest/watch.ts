import type { DateTime, DateTimeFormatOptions } from 'luxon';
import { dateAhead } from './dates.ts';
import { quote } from './evidence.ts';
import { at, type PeriodBounds, write } from './period.ts';
import { likeness } from './sentences.ts';
import type { DigestIncident, ToldIncident, WatchItem } from './types.ts';

/** No more than these are shown. */
const MOST = 8;
/** Two items this alike (Jaccard over words) are one that two outlets tell. */
const SAME = 0.6;

type Kind = WatchItem['kind'];

// Stems of verbs that say what is to come, with the kind of event they make.
const VERBS: [Kind, string][] = [
  ['decision', 'vot|decid|debat|ratif|approv|adopt|consider|elect|choos|sign'],
  ['result', 'publish|present|releas|report|announc|reveal|rul|deliver|issu|conclud|complet|finish|sentenc'],
  ['meeting', 'meet|conven|gather|discuss|consult|host|visit|travel|summon|brief|hold|held|address'],
  [
    'measure',
    'clos|open|reopen|deploy|send|sent|begin|start|take|come|go|enter|expir|end|extend|introduc|resum|arriv|sail|leav|join|expel|ban|restrict|repair|lift|suspend|impos|patrol|install|increas|appear|stand|face|mov|shut|receiv|recall|withdraw|inspect|search|raise|salvag|occur|restart|last|continu|launch|submit',
  ],
];
// Nouns that are due, expected or scheduled: "results are expected on Friday".
const NOUNS: [Kind, string][] = [
  ['decision', 'votes?|decisions?|debates?|referendum|elections?|ratification'],
  ['result', 'results?|findings?|reports?|verdicts?|rulings?|judge?ments?|sentences?|conclusions?|answers?|replies'],
  ['meeting', 'meetings?|summit|talks|consultations|sessions?|conference|visits?|hearings?'],
  ['measure', '\\w+'],
];
const PLAN = 'set|due|expected|scheduled|planned|slated';
const WHEN = '(?:on|in|by|for|from|at|next|later|tomorrow|within|before|over|this)';

// The present tense is a timetable only where no modal makes it a wish and no article a noun.
const TIMETABLE =
  '(?<!\\b(?:could|would|might|may|can|should|must|not|to|let|usually|often|the|a|an|this|that|its|their|of|after|before) )';

/** "will vote", "is due to be published", "results are expected on", "ministers meet on": what a sentence announces. */
const ANNOUNCED: [Kind, RegExp][] = [
  ...VERBS.map(([kind, stems]): [Kind, RegExp] => [
    kind,
    new RegExp(
      `(?:\\b(?:will|shall)|['’]ll|\\b(?:is|are) (?:\\w+ly )?(?:(?:${PLAN}) )?to|\\b(?:${PLAN}|plans|intends) to) (?:(?:also|then|again|\\w+ly) )?(?:be )?(?:${stems})\\w{0,4}\\b`,
      'i',
    ),
  ]),
  ...NOUNS.map(([kind, nouns]): [Kind, RegExp] => [
    kind,
    new RegExp(
      `\\b(?:${nouns})\\b[^.;]{0,80}? (?:is|are|has been|have been) (?:\\w+ly )?(?:${PLAN}|called) ${WHEN}\\b`,
      'i',
    ),
  ]),
  ['measure', /\b(?:clos|bann?|suspen|extend|restrict|emergency|measure)\w*\b[^.;]{0,80}? until\b|\beffective\b/i],
  [
    'meeting',
    new RegExp(
      `${TIMETABLE}\\b(?:meets?|convenes?|gathers?) (?:\\w+ ){0,4}?(?:on|in|next|later|tomorrow|this)\\b`,
      'i',
    ),
  ],
  [
    'decision',
    new RegExp(`${TIMETABLE}\\b(?:votes?|elects?|decides?) (?:\\w+ ){0,4}?(?:on|in|next|later|tomorrow|this)\\b`, 'i'),
  ],
  [
    'measure',
    new RegExp(
      `${TIMETABLE}\\b(?:opens?|closes?|begins?|starts?|expires?|takes? effect|comes? into force|ends?) (?:on|in|next|later|tomorrow|this)\\b`,
      'i',
    ),
  ],
];

/** The date stands this near behind what is announced (UTF-16 code units) … */
const FARTHEST = 90;
/** … or opens the sentence: "On Thursday, parliament will vote". */
const LEADING = /^["“‘(]?(?:on|next|tomorrow|in|by|later|from|this|within|at the)\b/i;

const HYPOTHESIS =
  /\b(?:if|unless|should (?:the|it|they|a|an|another|such)|in case|in the event|assuming|provided that|hypothetical\w*|theoretically|were to|would have|had (?:it|they|he|she|the)|perhaps|possibly|probably not|unlikely)\b/i;
const NEGATED =
  /\b(?:will|shall|is|are|was|were|do|does|did)(?: not|n't)\b|\bwon't\b|\b(?:no longer|never|cancell?ed|called off|ruled out|postponed indefinitely)\b/i;

const PENDING =
  /\b(?:(?:has|have|had) (?:not yet|yet to|so far not|not so far) (?:\w+ )?(?:been )?(?:determined?|establish\w*|identif\w+|attribut\w+|named?|say|said|confirm\w*)|(?:it|who|whose)\b[^.]{0,40}\b(?:remains?|is still|was still|is not yet) (?:unclear|unknown|open)|(?:investigation|inquiry|probe|analysis)s? (?:is|are|remains?) (?:still )?(?:ongoing|open|under ?way|continuing|pending)|(?:results|findings|conclusions) (?:are|is) (?:still )?(?:pending|awaited|outstanding)|no (?:one|group|state|country) has claimed (?:it|responsib\w+)|nobody has claimed)\b/i;

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
    const read = new Set<string>();
    for (const article of articles) {
      const written = at(article.published, zone);
      if (!written.isValid) continue;
      for (const { text } of article.sentences) {
        // A wire story's sentences come again in every outlet that prints it.
        if (read.has(text) || text.endsWith('?') || HYPOTHESIS.test(text)) continue;
        read.add(text);
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
    .sort((a, b) => (a.to ?? '9999').localeCompare(b.to ?? '9999') || (a.incidents[0] ?? 0) - (b.incidents[0] ?? 0))
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
  if (NEGATED.test(text)) return null;
  const found = ANNOUNCED.flatMap(([kind, pattern]) => {
    const match = pattern.exec(text);
    return match ? [{ kind, match }] : [];
  })[0];
  if (!found) return null;
  const { kind, match } = found;
  const date =
    dateAhead(text.slice(match.index, match.index + match[0].length + FARTHEST), written) ??
    (LEADING.test(text) ? dateAhead(text.slice(0, match.index), written) : null);
  if (!date || date.to < end) return null;
  const from = date.from < end ? end : date.from;
  const inLanguage = (day: DateTime) => day.setLocale(end.locale ?? '');
  const when = spanLabel(inLanguage(from), inLanguage(date.to));
  return { kind, from: from.toISODate(), to: date.to.toISODate(), when };
}

/** Adds an item, or joins it to the one that another outlet tells alike. */
function add(found: WatchItem[], item: WatchItem): void {
  const same = found.find(
    (one) =>
      one.quote.text === item.quote.text ||
      (one.kind === item.kind &&
        one.from === item.from &&
        one.to === item.to &&
        likeness(one.quote.text, item.quote.text) >= SAME),
  );
  if (!same) found.push(item);
  else same.incidents = [...new Set([...same.incidents, ...item.incidents])].sort((a, b) => a - b);
}

/** "Thu 26 Nov", "23–29 Nov", "30 Nov–6 Dec", "December 2026", "by 31 Dec". */
function spanLabel(from: DateTime, to: DateTime): string {
  const day: DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  if (from.hasSame(to, 'day')) return write(from, 'ccc d LLL', { ...day, weekday: 'short' });
  if (from.day === 1 && to.hasSame(from.endOf('month'), 'day'))
    return write(from, 'LLLL yyyy', { month: 'long', year: 'numeric' });
  if (to.diff(from, 'days').days > 20) return `by ${write(to, 'd LLL', day)}`;
  return `${write(from, from.month === to.month ? 'd' : 'd LLL', day)}–${write(to, 'd LLL', day)}`;
}
