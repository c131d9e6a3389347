import { isCompound } from '../compounds.ts';
import { isName, type Token } from '../tokens.ts';
import type { Candidate } from './candidate.ts';
import { ORGANISATION } from './evidence.ts';
import type { PlaceKind } from './gazetteer.ts';
import type { PlaceRole } from './place-tag.ts';

const list = (words: string) => new Set(words.split(' '));

/** What governments do, as news puts it, in the forms that follow a capital's name: "Moscow denied". */
const ACTS = list(
  'accept accepts accepted accuse accuses accused admit admits admitted adopt adopts adopted agree agrees agreed announce announces announced ' +
    'argue argues argued back backs backed ban bans banned blame blames blamed believes calls called claim claims claimed complain complains ' +
    'complained condemn condemns condemned confirm confirms confirmed considers considered decide decides decided declared declares declined ' +
    'declines demand demands demanded denied denies deny described describes deployed expects expelled expels fears faces hopes hoped imposed ' +
    'imposes insist insists insisted intends invaded issued launched lodged maintain maintains maintained must needs offered offers opposes ' +
    'ordered orders plans planned pledged pledges proposed protested protests recalled recognised recognized refused refuses reject rejects rejected ' +
    'replied replies responded responds retaliated said scrambled scrambles say says see sees seeks sent signalled signaled stopped summoned summons supports ' +
    'suspects suspected takes tells threatened threatens told tries tried urged urges uses views vowed vows wants wanted warned warns welcomed ' +
    'asks asked cuts gave gives holds keeps kept knows lets made makes means owes pays paid puts recalls rules ruled severs severed sends took ' +
    'would will should could may might can has had does did is was',
);

/** The same of several capitals: "Warsaw and Sofia call it blackmail". */
const ACTS_OF_SEVERAL = list(
  'accuse agree blame call claim demand deny expel insist protest refuse reject say see suspect want warn',
);

/** Words that a government follows: "blamed Moscow", "relations with Beijing". */
const TOWARDS = list(
  'accuse accuses accused accusing blame blames blamed blaming urge urges urged told warn warned warns pressure pressured by with against',
);

/** What a government has, and a city has not: "Moscow's invasion". */
const HAS = list(
  'ambassador ambassadors ally allies ambitions chargé charge consul aims aggression air army attempt attempts army claim claims campaign decision demand demands denial ' +
    'diplomats efforts embassy envoy forces foreign full goals government influence intelligence interests intentions invasion leadership military move ' +
    'narrative navy nuclear offensive offer plan plans policy policies position president proxies prime reaction refusal relations response rhetoric ' +
    'role sanctions secret services shadow spies stance state strategy support threat threats ties troops war warning warnings',
);

/** What comes from a government, or is called back from it: "on orders from Moscow". */
const SENT = list(
  'orders order instructions instruction pressure signals guidance interference threats demands funding ambassador envoy diplomats',
);

/** What is done before a government: "protested to Beijing". */
const ADDRESSED = list(
  'protest protests protested complain complains complained complaint appeal appeals appealed apologise apologised message signal warning close',
);

/** After a hyphen: "Moscow-backed". */
const JOINED = list('backed led linked controlled aligned friendly installed appointed run based sponsored allied');

/**
 * What a place's name stands for where it stands. Only capitals stand for governments here; a country's name is left
 * a place, and so is a capital in a place's surroundings ("in Moscow").
 */
export function roleOf({ from, to }: Candidate, kind: PlaceKind, tokens: readonly Token[]): PlaceRole {
  if (kind === 'seat') return 'government';
  const before = tokens[from - 1];
  const after = tokens[to];
  if (isCompound(tokens, { from, to }, kind === 'capital' || kind === 'city')) return 'organisation';
  if (after?.capital && ORGANISATION.has(after.norm)) return 'organisation';
  const that = tokens[from - 2];
  if (before?.norm === 'of' && that?.capital && ORGANISATION.has(that.norm)) return 'organisation';
  if (kind !== 'capital') return 'place';
  if (after?.text === '-' && !after.spaced) {
    const joined = tokens[to + 1]?.norm ?? '';
    return JOINED.has(joined) && joined !== 'based' && joined !== 'run' ? 'government' : 'place';
  }
  if (before && PLACED.has(before.norm)) return 'place';
  if (after && /^['’]s$/.test(after.text)) {
    for (let i = to + 1; i < to + 4; i++) if (HAS.has(tokens[i]?.norm ?? '')) return 'government';
    return 'place';
  }
  if (after?.kind === 'word' && ACTS.has(after.norm) && !isName(tokens, to)) return 'government';
  if (after?.norm === 'and' && tokens[to + 1]?.capital && actsOfSeveral(tokens[to + 2])) return 'government';
  if (before?.norm === 'and' && that?.capital && actsOfSeveral(after)) return 'government';
  if (before?.norm === 'to' && that && ADDRESSED.has(that.norm)) return 'government';
  if (before && TOWARDS.has(before.norm)) return 'government';
  if (before?.norm === 'from' && that && SENT.has(that.norm)) return 'government';
  // "between Moscow and Kyiv", "Moscow and Beijing agreed"
  if (before?.norm === 'between' && after?.norm === 'and') return 'government';
  if (before?.norm === 'and' && that?.capital && tokens[from - 3]?.norm === 'between') return 'government';
  return 'place';
}

const actsOfSeveral = (token: Token | undefined) =>
  token?.kind === 'word' && !token.capital && (ACTS_OF_SEVERAL.has(token.norm) || ACTS.has(token.norm));

/** A capital behind these is the city. */
const PLACED = list('in near at outside inside around across throughout over into toward towards');
