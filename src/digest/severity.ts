import type { Act, Evidence, Flag } from '../classify/types.ts';
import { sentencesOf } from './sentences.ts';

/** What severity is judged by: an incident, or a single article with its tags. */
export interface SeverityInput {
  title: string;
  summary: string;
  flag: Flag;
  threats: readonly string[];
  cues: readonly string[];
  acts: readonly Act[];
  articles: readonly { title: string; text: string; evidence: readonly Evidence[] }[];
}

export interface Severity {
  /** 1..5, as in `SEVERITY_NAMES` */
  level: 1 | 2 | 3 | 4 | 5;
  /** what counted, in words, with its points */
  reasons: { reason: string; points: number }[];
}

export const SEVERITY_NAMES = ['', 'signal', 'intrusion', 'harm', 'serious', 'grave'] as const;

/** Means: what the kind of act can do by itself. The heaviest of an incident counts. */
const MEANS = new Map(
  Object.entries({
    'territorial-strike': 3,
    'targeted-violence': 3,
    sabotage: 2,
    'undersea-infrastructure': 2,
    'maritime-coercion': 2,
    'airspace-violation': 2,
    'border-provocation': 2,
    'electronic-interference': 2,
    cyberattack: 2,
    'election-interference': 2,
    'instrumentalised-migration': 2,
    'economic-coercion': 2,
    'military-posturing': 1,
    espionage: 1,
    'information-operation': 1,
  }),
);

const COUNT = String.raw`(?:\d[\d,.]{0,12}|an?|one|two|three|four|five|six|seven|eight|nine|ten|dozens|scores|hundreds|several|at least \w+|more than \w+)`;
const PEOPLE =
  '(?:people|persons?|civilians?|soldiers?|sailors?|officers?|crew(?: members?)?|guards?|workers?|men|man|women|woman|child(?:ren)?|residents?|passengers?|fishermen|marines?|troops|others)';
const DEATHS = new RegExp(
  String.raw`\b${COUNT}(?: \w+){0,3} ${PEOPLE}(?: \w+){0,2} (?:were |was |are |is |have been |has been )?(?:killed|dead|died|murdered)\b|\b(?:kill(?:s|ed|ing)|claim(?:s|ed) the li(?:fe|ves) of|murder(?:s|ed)|assassinat(?:es|ed)) (?:at least |more than |some )?(?:${COUNT}|the)\b|\bdeath toll\b|\b${COUNT} (?:dead|deaths|fatalities)\b|\b(?:was|were) (?:killed|murdered|assassinated|shot dead)\b`,
  'i',
);
const INJURIES =
  /\b(?:injur(?:es|ed|ing)|wound(?:s|ed|ing)|hurt(?:s|ing)?|hospitali[sz]ed|taken to hospital|poisoned)\b/i;
const NOBODY =
  /\b(?:no ?(?:one|body)|none|no (?:\w+ ){0,2}(?:casualt|injur|death|victim|loss of life|reports of (?:casualt|injur))|without (?:casualt|injur|loss of life)|neither|not (?:killed|injured|hurt)|nor)\b/i;
const SERIOUS_DAMAGE =
  /\b(?:destroy(?:s|ed)|sever(?:s|ed)|ruptur(?:es|ed)|sank|sunk|derail(?:s|ed)|burn(?:s|ed|t) (?:down|out)|gutted|blackout|without (?:power|water|electricity|heating)|out of (?:service|action)|knock(?:s|ed) out|collapsed?|(?:was|were|are|been) cut|cuts? (?:off|through)|wiped|leak(?:s|ed)|explo(?:des|ded|sion)|blown up|blew up)\b/i;
const DAMAGE =
  /\b(?:damag(?:es|ed|ing)|dent(?:s|ed)|cracked|crater|on fire|caught fire|fires? broke out|set (?:on fire|fire to|ablaze)|arson|shattered|broken|disrupt(?:s|ed)|outages?|halted|suspended|diverted|grounded|closed)\b/i;
const NO_DAMAGE = /\b(?:no (?:\w+ )?damage|without (?:causing )?(?:any )?damage|not damaged|undamaged)\b/i;
const CRITICAL =
  /\b(?:nuclear|power (?:plant|station|line|grid|cable)|substations?|pipelines?|refiner(?:y|ies)|(?:gas|lng|oil) terminals?|data cables?|sea cables?|subsea|undersea|submarine cables?|internet cables?|water (?:supply|works|plant|utility)|dams?|hospitals?|railways?|rail (?:line|link|track)s?|airports?|air traffic|air ?bases?|bases?|barracks|warships?|frigates?|ammunition|munitions|arms (?:factory|plant)|parliament|election (?:authority|commission|systems?)|ministry'?s? (?:network|systems?|servers?))\b/i;
const REPEATED =
  /\b(?:again|repeated(?:ly)?|(?:second|third|fourth|fifth|sixth|latest|another|string|series|spate|wave)(?: \w+){0,3} (?:in|of|since|this|such|time)|once more|for the \w+ time)\b/i;

/**
 * How heavy an incident is, 1 to 5. The one scale of the project:
 *
 * | level | name | typically |
 * |---|---|---|
 * | 1 | signal | threat, pressure or spying: nobody and nothing is touched |
 * | 2 | intrusion | protected space or a system is entered or disturbed |
 * | 3 | harm | damage or a disrupted service, or a weapon comes down on protected ground |
 * | 4 | serious | people hurt, or critical infrastructure or forces put out of action |
 * | 5 | grave | people killed and more, or the act crosses the threshold |
 *
 * Points: means 1 to 3 by threat type; damage 1, serious damage 2; people hurt 3, killed 4; critical or military
 * target 1; repeated 0.5; escalation cue 0.5; only threatened, foiled or denied -1. Two points are level 2, three 3, five
 * 4, seven 5. Killed is never under 4, `above` is 5. Only the title, the summary and the sentences that are evidence
 * of an act are read, so that the background paragraphs of an article do not count. Linear in the length of the texts.
 */
export function severityOf(incident: SeverityInput): Severity {
  const told = actSentences(incident);
  const has = (pattern: RegExp, unless?: RegExp) =>
    told.some((sentence) => pattern.test(sentence) && !unless?.test(sentence));
  const reasons: Severity['reasons'] = [];
  const count = (points: number, reason: string) => {
    if (points !== 0) reasons.push({ reason, points });
  };

  count(Math.max(1, ...incident.threats.map((threat) => MEANS.get(threat) ?? 1)), 'means');
  const killed = has(DEATHS, NOBODY);
  if (killed) count(4, 'people killed');
  else if (has(INJURIES, NOBODY)) count(3, 'people hurt');
  if (has(SERIOUS_DAMAGE, NO_DAMAGE)) count(2, 'serious damage');
  else if (has(DAMAGE, NO_DAMAGE)) count(1, 'damage');
  if (has(CRITICAL)) count(1, 'critical or military target');
  if (has(REPEATED)) count(0.5, 'repeated');
  if (incident.cues.includes('escalation')) count(0.5, 'signs of escalation');
  const { acts } = incident;
  if (acts.length > 0 && acts.every(({ status }) => ['threatened', 'foiled', 'denied'].includes(status)))
    count(-1, 'only threatened, foiled or denied');

  const points = reasons.reduce((sum, reason) => sum + reason.points, 0);
  const level = points >= 7 ? 5 : points >= 5 ? 4 : points >= 3 ? 3 : points >= 2 ? 2 : 1;
  if (incident.flag === 'above') return { level: 5, reasons };
  return { level: killed && level < 4 ? 4 : level, reasons };
}

/** Title, summary, and the sentences with evidence of a threat. */
function actSentences({ title, summary, articles }: SeverityInput): string[] {
  const told = [title, summary];
  for (const article of articles) {
    told.push(article.title);
    const spans = article.evidence
      .filter(({ kind, in: place }) => kind === 'threat' && place === 'text')
      .sort((a, b) => a.start - b.start);
    let next = 0;
    for (const sentence of sentencesOf(article.text)) {
      while (next < spans.length && (spans[next]?.end ?? 0) <= sentence.start) next++;
      const span = spans[next];
      if (span && span.start < sentence.end) told.push(sentence.text);
    }
  }
  return told;
}
