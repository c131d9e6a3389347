import type { Mention } from './mentions.ts';
import { isName, type Token } from './tokens.ts';

/**
 * What the words beside a mention say of its part in the sentence.
 * `government` an organ or officer of the state; `located` where something happens; `origin` where a thing or person
 * comes from ("Russian drone"); `subject` it does something; `agent` it is blamed or acts ("by Russia", "accuses Russia");
 * `flag` where a ship is registered ("Liberia-flagged"); `person` a private person's nationality; `domain` its airspace,
 * waters, base, border
 */
export type Context =
  | 'government'
  | 'located'
  | 'origin'
  | 'subject'
  | 'agent'
  | 'person'
  | 'domain'
  | 'flag'
  | 'target'
  | `${'does' | 'suffers'}:${'hostile' | 'answer' | 'blame' | 'say'}`;

const GOVERNMENT = new Set(
  `president government minister ministry ministers premier chancellor king queen parliament senate congress lawmakers legislature court judge prosecutor prosecutors
  police military army navy force forces troops soldiers soldier guard guards guardsmen coastguard authorities authority official officials officers officer intelligence security
  diplomat diplomats ambassador ambassadors embassy consulate envoy consul foreign defence defense interior justice prime vice deputy state federal
  secretary administration cabinet leader leaders leadership regime council commission agency agencies department spokesman spokeswoman spokesperson
  general commander admiral marine marines air naval special supreme constitutional national finance commerce central customs parliamentary presidential lawmaker senator senators`.split(
    /\s+/,
  ),
);
const ORIGIN = new Set(
  `drone drones uav uavs jet jets fighter fighters missile missiles rocket rockets aircraft plane planes helicopter helicopters bomber bombers balloon balloons
  ship ships vessel vessels tanker tankers boat boats submarine submarines warship warships warplane warplanes hackers hacker hacking spy spies agent agents espionage
  disinformation propaganda sabotage influence interference meddling cyberattack cyberattacks cyber attack attacks strike strikes airstrike airstrikes air raid raids incursion incursions
  aggression threat threats oil gas shadow tactical nuclear military intelligence saboteurs provocation provocations exercises drills operatives operation operations trawler fishing cutter reconnaissance surveillance shelling bombardment ballistic`.split(
    /\s+/,
  ),
);
const PERSON = new Set(
  `man woman men women citizen citizens national nationals player singer actor actress director filmmaker writer author journalist journalists reporter businessman billionaire tourist tourists
  student students couple teenager teenagers boy girl people driver cyclist footballer swimmer athlete athletes team club company companies firm carmaker manufacturer bank multinational airline retailer
  startup scientist researcher researchers doctor priest activist activists migrants refugees family families dissident artist musician rapper band film novel language cuisine victims worker workers tennis football striker skier pilot model`.split(
    /\s+/,
  ),
);
const DOMAIN = new Set(
  `airspace waters territory soil border borders coast coastline base bases airport airports island islands shoal sector port ports embassy consulate infrastructure mainland land sky skies side frontier exclusive economic territorial city town village village capital county province region warship frigate destroyer`.split(
    /\s+/,
  ),
);
const PLACE_PREPOSITIONS = new Set(
  'in inside near off over across into onto at around through within throughout outside above'.split(' '),
);
const AGENT_WORDS = new Set(
  'by accuse accuses accused accusing blame blames blamed blaming suspect suspects suspected allegedly alleged pro anti linked against behalf'.split(
    ' ',
  ),
);
/** What a state has with its neighbour: "the border with Belarus". */
const BORDERS = new Set(
  'border borders frontier frontiers boundary crossing crossings checkpoint checkpoints'.split(' '),
);
/** What is done for a state that stands behind it: "spying for Russia". */
const SERVICE = new Set(
  'spy spied spies spying espionage work worked works working agent agents informant informants photographed'.split(
    ' ',
  ),
);
const SUBJECT_AUXILIARIES = new Set(
  `has have had is was will would may could can does did should must says said announces accuses warns sends deploys closes launches fires orders calls
  expels summons condemns denies rejects imposes arrests seizes bans blocks claims confirms reports releases begins agrees`.split(
    /\s+/,
  ),
);
const SKIP = new Set(
  "the a an its former then-acting acting eastern western northern southern central north south east west mainland occupied neighbouring neighboring nearby 's ’s , own far-right new then top senior chief two three several some".split(
    ' ',
  ),
);

/** Reads the neighbours of a mention, at most four tokens to each side. */
export function contextOf(mention: Mention, tokens: readonly Token[]): Set<Context> {
  const found = new Set<Context>();
  const { from, to, form, sentence } = mention;
  const word = (i: number): string | undefined => {
    const token = tokens[i];
    return token && token.sentence === sentence ? token.norm : undefined;
  };
  if (form === 'seat' || form === 'leader') found.add('government');

  let before = from - 1;
  while (SKIP.has(word(before) ?? '') && before > from - 5) before--;
  const previous = word(before);
  const direct = word(to);
  const possessive = direct === "'s" || direct === "'";
  let after = possessive ? to + 1 : to;
  const next = word(after);

  if (form === 'people' || possessive || form === 'name' || form === 'capital') {
    // The head noun stands within three words: "Russian military spy drone", "Poland's defence minister".
    if (
      form === 'people' ||
      possessive ||
      next === undefined ||
      GOVERNMENT.has(next) ||
      ORIGIN.has(next) ||
      DOMAIN.has(next)
    )
      for (let k = 0; k < 3; k++, after++) {
        const w = word(after);
        if (w === undefined || tokens[after]?.kind === 'mark') break;
        // "Russian oil port": the head noun comes last.
        if (DOMAIN.has(w)) {
          found.add('domain');
          found.delete('origin');
        } else if (PERSON.has(w)) found.add('person');
        else if (ORIGIN.has(w) && !(w === 'intelligence' && k === 0)) found.add('origin');
        else if (GOVERNMENT.has(w)) found.add('government');
        else if (k === 0) continue;
        else break;
      }
  }
  if (/^(?:flagged|registered)$/.test(word(direct === '-' ? to + 1 : to) ?? '')) found.add('flag');
  if (previous && PLACE_PREPOSITIONS.has(previous) && form !== 'people' && !possessive) found.add('located');
  if (previous && (previous === 'from' || previous === 'to') && form !== 'people') found.add('located');
  if (previous === 'with' && BORDERS.has(word(before - 1) ?? '')) found.add('located');
  // "Prague, Czech Republic"
  if (form === 'name' && word(from - 1) === ',' && tokens[from - 2]?.capital) found.add('located');
  for (let k = 1; k <= 3; k++) if (AGENT_WORDS.has(word(from - k) ?? '')) found.add('agent');
  if (previous === 'for' && SERVICE.has(word(before - 1) ?? '')) found.add('agent');
  if (previous === 'on' || previous === 'against' || previous === 'targeting' || previous === 'target')
    found.add('target');
  if (!found.has('located') && (form === 'name' || form === 'capital' || form === 'group' || form === 'leader')) {
    if (
      direct &&
      (SUBJECT_AUXILIARIES.has(direct) || (/^[a-z]{3,}(?:s|ed)$/.test(direct) && !possessive && !isName(tokens, to)))
    )
      found.add('subject');
  }
  return found;
}
