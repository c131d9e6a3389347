import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';

/**
 * Words by which different outlets tell one thing. The first stands for all. Kept to words that mean the same in a news
 * report; what merely belongs together (fire, smoke) is left to the rest of the wording.
 */
const SAME = `
drone uav uavs unmanned quadcopter
airstrike airstrikes airstrikes
prison jail jailed prisons penitentiary
inmate prisoner inmates prisoners
election elect vote voted voting voter ballot poll polls polling runoff referendum
aircraft plane planes aeroplane airplane jetliner
ship vessel tanker freighter freighters cargo-ship
boat dinghy
gunman gunmen shooter
shoot shooting shot gunfire gunned
kill killed dead death deaths die died fatal fatally fatality slain
injure injured injury wound wounded hurt
crash collide collided collision
arrest arrested detain detained detention custody
earthquake quake temblor
wildfire bushfire wildfires
storm cyclone typhoon hurricane
explosion blast explode exploded detonation detonate
police constable
troop soldier soldiers troops
undersea subsea underwater submarine
cable cables
sabotage sabotaged saboteur
arson arsonist torched
jam jamming jammed spoofing
spy espionage spying
hacker hack hacked hacking cyberattack cyber
lawmaker legislator
parliament legislature
accord agreement deal pact
truce ceasefire armistice
hostage captive captives hostages
militant insurgent extremist
withdraw pullout retreat withdrawal retreating
president presidential presidency
jet fighter-jet warplane
kidnap kidnapped abduct abducted
murder murdered assassinate assassinated assassination
tariff tariffs levy levies
fire blaze blazes
close closed closure shut
reopen resume resumption
resign resignation
inaugurate inaugurated inauguration sworn
`;

const CANONICAL = new Map(
  SAME.trim()
    .split('\n')
    .flatMap((line) => {
      const stems = line.split(' ').map((word) => porter.stem(word));
      return stems.map((stem) => [stem, stems[0] as string] as const);
    }),
);

/** Stems of words met before; the stemmer is most of the cost of reading an article. */
const KNOWN = new Map<string, string>();
const MOST_KNOWN = 50_000;

/** The Porter stem that stands for a lower-case word and for all that mean the same. */
export function stemOf(word: string): string {
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  const stem = porter.stem(word);
  const canonical = canonicalStem(stem);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(word, canonical);
  return canonical;
}

/** The stem that stands for all of its meaning; itself when it has no others. */
export const canonicalStem = (stem: string): string => CANONICAL.get(stem) ?? stem;
