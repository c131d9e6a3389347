import { stemOf } from './same-meaning.ts';

/** Words that tell what kind of event a report is about, any event at all: two reports of one event share a kind. */
const KINDS: Record<string, string> = {
  strike:
    'airstrike strike bombard shell shelling missile drone rocket artillery airspace intercept bombing raid offensive warplane',
  assault:
    'shoot gunman stab stabbing ambush knife attacker massacre assassinate assassination bomb hijack siege lynch',
  blast: 'explosion detonate',
  fire: 'fire blaze wildfire arson burn',
  crash: 'crash derail derailment collide overturn capsize sink plunge runway',
  collapse: 'collapse roof stampede crush',
  flood: 'flood flooding rain rainfall landslide monsoon dam mudslide',
  storm: 'storm tornado blizzard hail wind snow landfall evacuation',
  quake: 'earthquake aftershock magnitude volcano eruption erupt tsunami',
  disease: 'outbreak virus disease vaccine measles cholera ebola hospitalize pope diagnosis infection',
  election: 'election candidate constituency seat turnout incumbent constitution',
  office: 'resign appoint nominate inaugurate inauguration succeed oust dismiss cabinet coup junta impeach confidence',
  talks: 'talks negotiate negotiation mediate summit accord truce peace delegation treaty meet meeting envoy',
  hostages: 'hostage body remains kidnap abduct release prisoner',
  trade: 'tariff export import trade duty market stock economy inflation',
  sanctions: 'sanction embargo visa expel ambassador diplomat recognise recognize',
  justice: 'court judge sentence trial convict indict charge arrest prosecutor lawsuit guilty verdict extradite',
  protest: 'protest protester demonstrator riot unrest rally march strike walkout curfew',
  advance: 'capture seize retake control withdraw advance village town territory',
  space: 'spacecraft rocket launch satellite astronaut orbit',
  prize: 'award prize nobel oscar win medal champion final',
  outage: 'blackout outage cable pipeline electricity grid internet',
  cyber: 'hacker ransomware breach malware',
  espionage: 'spy intelligence sabotage saboteur',
};

const KIND_OF = new Map<string, string[]>();
for (const [kind, words] of Object.entries(KINDS))
  for (const word of words.split(' ')) {
    const stem = stemOf(word);
    KIND_OF.set(stem, [...(KIND_OF.get(stem) ?? []), kind]);
  }

/** The kinds of event that an article's terms speak of. */
export function kindsOf(terms: Iterable<string>): string[] {
  const kinds = new Set<string>();
  for (const term of terms) for (const kind of KIND_OF.get(term) ?? []) kinds.add(kind);
  return [...kinds];
}
