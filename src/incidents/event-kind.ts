import { stemOf } from './same-meaning.ts';

/** Words that tell what kind of event a report is about, any event at all: two reports of one event share a kind. */
const KINDS: Record<string, string> = {
  strike:
    'airstrike strike bombard shell shelling missile drone rocket artillery airspace intercept bombing raid offensive warplane',
  assault:
    'shoot gunman stab stabbing ambush knife attacker massacre assassinate assassination bomb hijack siege lynch ramming',
  blast: 'explosion detonate',
  fire: 'fire blaze arson burn',
  wildfire: 'wildfire',
  crash: 'crash derail derailment collide overturn',
  sinking: 'capsize sink shipwreck drown',
  collapse: 'collapse roof stampede crush rubble',
  flood: 'flood flooding rain rainfall landslide monsoon dam mudslide torrential',
  storm: 'storm tornado blizzard hail wind snow landfall cyclone typhoon hurricane weather forecast',
  quake: 'earthquake aftershock magnitude volcano tsunami seismic',
  disease: 'outbreak virus disease vaccine measles cholera ebola diagnosis infection',
  election: 'election candidate constituency seat turnout incumbent plurality majority',
  office: 'appoint nominate inaugurate inauguration cabinet confidence sworn',
  leaving: 'resign resignation oust dismiss dismissal impeach abdicate',
  coup: 'coup junta overthrow mutiny',
  talks: 'talks negotiate negotiation mediate summit accord truce peace delegation treaty meet meeting envoy',
  hostages: 'hostage body kidnap abduct',
  trade: 'tariff export import trade duty market stock economy inflation',
  sanctions: 'sanction embargo visa expel ambassador diplomat recognise recognize',
  justice: 'court judge sentence trial convict indict charge prosecutor lawsuit guilty verdict extradite',
  prison: 'prison inmate escape escapee recapture',
  protest: 'protest protester demonstrator riot unrest rally march walkout curfew',
  advance: 'capture seize retake control withdraw advance recapture',
  space: 'spacecraft satellite rocket astronaut orbit',
  prize: 'award prize nobel oscar medal champion trophy',
  outage: 'blackout outage cable pipeline electricity grid internet',
  cyber: 'hacker ransomware breach malware',
  espionage: 'spy intelligence sabotage saboteur',
};

/**
 * Kinds of which a state seldom has two at a time: among reports of world news of 2025, two of one such kind, in one state
 * and not more than two days apart, told of one event in one case of two; of other kinds (strikes, talks) in one of ten.
 */
const SINGLE = new Set('crash wildfire sinking collapse flood storm quake disease election coup'.split(' '));

const KIND_OF = new Map<string, string[]>();
for (const [kind, words] of Object.entries(KINDS))
  for (const word of words.split(' ')) {
    const stem = stemOf(word);
    KIND_OF.set(stem, [...(KIND_OF.get(stem) ?? []), kind]);
  }

/** The kinds of event that an article's terms speak of, in the order of the terms. */
export function kindsOf(terms: Iterable<string>): string[] {
  const kinds = new Set<string>();
  for (const term of terms) for (const kind of KIND_OF.get(term) ?? []) kinds.add(kind);
  return [...kinds];
}

/** A kind of which a state seldom has two at a time. */
export const isSingle = (kind: string): boolean => SINGLE.has(kind);

/** A kind that wars repeat day by day, in the same words. */
export const isRepeated = (kind: string): boolean => kind === 'strike' || kind === 'assault' || kind === 'advance';
