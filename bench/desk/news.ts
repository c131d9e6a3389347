import type { Classification, Classifier } from '../../src/classify/types.ts';
import { name, oneOf, random, word, zipf } from '../made-up-words.ts';

/** What news begin with, as the rules have read it. */
export interface Story {
  title: string;
  lead: string;
  classification: Classification;
}

/** A town, its state, its people, and whoever they have trouble with. */
type Place = readonly [town: string, state: string, people: string, rival: string, rivals: string];

const PLACES: readonly Place[] = [
  ['Narva', 'Estonia', 'Estonian', 'Russia', 'Russian'],
  ['Tartu', 'Estonia', 'Estonian', 'Belarus', 'Belarusian'],
  ['Liepaja', 'Latvia', 'Latvian', 'Russia', 'Russian'],
  ['Daugavpils', 'Latvia', 'Latvian', 'Belarus', 'Belarusian'],
  ['Klaipeda', 'Lithuania', 'Lithuanian', 'Russia', 'Russian'],
  ['Vilnius', 'Lithuania', 'Lithuanian', 'Belarus', 'Belarusian'],
  ['Gdansk', 'Poland', 'Polish', 'Russia', 'Russian'],
  ['Bialystok', 'Poland', 'Polish', 'Belarus', 'Belarusian'],
  ['Helsinki', 'Finland', 'Finnish', 'Russia', 'Russian'],
  ['Turku', 'Finland', 'Finnish', 'China', 'Chinese'],
  ['Gothenburg', 'Sweden', 'Swedish', 'Russia', 'Russian'],
  ['Kirkenes', 'Norway', 'Norwegian', 'Russia', 'Russian'],
  ['Aalborg', 'Denmark', 'Danish', 'Russia', 'Russian'],
  ['Rostock', 'Germany', 'German', 'Russia', 'Russian'],
  ['Rotterdam', 'Netherlands', 'Dutch', 'China', 'Chinese'],
  ['Antwerp', 'Belgium', 'Belgian', 'Russia', 'Russian'],
  ['Brest', 'France', 'French', 'Russia', 'Russian'],
  ['Plymouth', 'United Kingdom', 'British', 'Russia', 'Russian'],
  ['Constanta', 'Romania', 'Romanian', 'Russia', 'Russian'],
  ['Tulcea', 'Romania', 'Romanian', 'Russia', 'Russian'],
  ['Varna', 'Bulgaria', 'Bulgarian', 'Russia', 'Russian'],
  ['Prague', 'Czech Republic', 'Czech', 'Russia', 'Russian'],
  ['Puerto Princesa', 'Philippines', 'Philippine', 'China', 'Chinese'],
  ['Okinawa', 'Japan', 'Japanese', 'China', 'Chinese'],
];

/** @returns title and lead */
type Tell = (...place: Place) => [string, string];

/** Acts below the threshold, and one above it. */
const HOSTILE: readonly Tell[] = [
  (place, state, people, rival, rivals) => [
    `Drone crosses into ${state} near ${place}`,
    `An unidentified drone entered ${people} airspace from ${rival} at night and came down in a field near ${place}, the ${people} defence ministry said. Nobody was hurt. The police have cordoned off the site and are collecting the debris.\n\nThe ${people} foreign ministry summoned the ${rivals} ambassador. NATO said that it stood by ${state}, and two fighters took off from ${place} in the early morning.`,
  ],
  (place, state, people, rival, rivals) => [
    `${rivals} jets violate ${people} airspace off ${place}`,
    `Two ${rivals} fighter jets violated the airspace of ${state} off ${place} for four minutes with their transponders switched off, the ${people} air force said. Allied jets were scrambled.\n\n${state} called the flight reckless and asked its allies for consultations. ${rival} denied that its aircraft had left international airspace.`,
  ],
  (place, state, people, rival, rivals) => [
    `Data cable off ${place} cut, anchor suspected`,
    `A data cable on the seabed between ${state} and Germany was cut off ${place}, and investigators suspect the anchor of a tanker of the ${rivals} shadow fleet. The ${people} coast guard boarded the ship.\n\nProsecutors in ${state} opened an inquiry into sabotage. ${rival} rejected the accusation as baseless.`,
  ],
  (place, state, people, rival, rivals) => [
    `Parcel burns in ${place} warehouse, sabotage suspected`,
    `An incendiary device hidden in a parcel set fire to a warehouse in ${place}, and ${people} prosecutors suspect sabotage directed by ${rivals} military intelligence. Two men who were recruited online have been arrested.\n\nThe interior minister of ${state} spoke of a campaign by ${rival} against those who help Ukraine.`,
  ],
  (place, state, people, rival, rivals) => [
    `${rivals} hackers shut down port systems in ${place}`,
    `Hackers who work for ${rivals} intelligence attacked the computers of the port of ${place} and shut down its cranes, the ${people} cyber security agency said. The attack was attributed to ${rival} with high confidence.\n\nShips bound for ${state} waited for eleven hours. The European Union condemned the cyberattack.`,
  ],
  (place, state, people, rival, rivals) => [
    `GPS jammed around ${place}, flights turn back`,
    `Satellite navigation was jammed around ${place} for the third night, and two airliners turned back, the ${people} transport agency said. ${people} officials blamed ${rivals} transmitters for the jamming of GPS.\n\n${state} will raise the interference with its allies. ${rival} did not comment.`,
  ],
  (place, state, people, rival, rivals) => [
    `Two held in ${place} for spying for ${rival}`,
    `Police in ${place} arrested two people on suspicion of spying for ${rivals} intelligence. They are accused of filming military trains and a ${people} air base for ${rival}.\n\nThe ${people} security service said the agents had been recruited through a messenger and paid in cryptocurrency. ${state} expelled a ${rivals} diplomat.`,
  ],
  (place, state, people, rival, rivals) => [
    `Fake videos before ${people} election traced to ${rival}`,
    `A ${rivals} disinformation network spread fake videos about the election in ${state}, researchers and the ${people} government said. The videos claimed that ballots in ${place} had been burned.\n\nThe campaign was run from ${rival} by accounts that pose as newsrooms, and is meant to interfere in the election.`,
  ],
  (place, state, people, rival, rivals) => [
    `${rivals} coast guard rams ${people} patrol boat off ${place}`,
    `A ${rivals} coast guard ship rammed a ${people} patrol boat and fired water cannon at it off ${place}, injuring three sailors, the ${people} coast guard said. The boat was bringing supplies.\n\n${state} protested against the dangerous manoeuvre. ${rival} said that the boat had intruded into its waters.`,
  ],
  (place, state, people, rival, rivals) => [
    `Balloons with contraband close ${place} airport again`,
    `Balloons sent from ${rival} into the airspace of ${state} closed the airport of ${place} for the fourth time this month. The ${people} prime minister called it a hybrid attack by ${rival}.\n\nThe border with ${rival} will be closed. ${rivals} officials called the step hysterical.`,
  ],
  (place, state, people, rival, rivals) => [
    `Migrants pushed over border near ${place}, ${people} guards say`,
    `${rivals} guards pushed some ninety migrants over the border into ${state} near ${place} and cut the fence for them, ${people} border guards said. Stones were thrown, and a guard was injured.\n\n${state} accuses ${rival} of using migrants as a weapon against the European Union.`,
  ],
  (place, state, people, rival, rivals) => [
    `${rivals} missiles kill forty soldiers at base near ${place}`,
    `${rivals} missiles hit a barracks near ${place} in ${state} and killed forty ${people} soldiers, the ${people} president said. ${state} invoked Article 5 of the North Atlantic Treaty.\n\nThe president called it an armed attack by ${rival}. Allied forces were put on alert.`,
  ],
];

/** What else stands in the news. */
const HARMLESS: readonly Tell[] = [
  (place, state, people) => [
    `Council of ${place} adopts its budget`,
    `The council of ${place} adopted its budget after a debate of several hours. The plan pays for two quays, a lock and the repair of the breakwater, the chair said.\n\nSchools in ${state} get more teachers, and ${people} farmers a lower tax on fuel.`,
  ],
  (place, state, people) => [
    `${people} team wins in ${place}`,
    `The ${people} team won the third match of the season in ${place} before a full house. The visitors had led until the last quarter of an hour.\n\nThe coach spoke of a hard evening. ${state} plays again on Saturday.`,
  ],
  (place, state, people) => [
    `Storm leaves thousands in ${place} without power`,
    `A storm felled trees around ${place} and left thousands of homes in ${state} without power. Ferries stayed in port.\n\n${people} engineers expect to have repaired the lines by the evening. Nobody was injured.`,
  ],
  (place, state, people) => [
    `Drones map the forests around ${place}`,
    `Foresters in ${state} use drones to map dead spruces around ${place}. A flight of twenty minutes does the work of a week, the ${people} forest agency said.\n\nFarmers have asked for the maps as well.`,
  ],
  (place, state, people) => [
    `New cable ferry for ${place}`,
    `A new cable ferry will carry cars across the river at ${place} from May. The old one had served for sixty years.\n\n${state} pays half of the cost, the ${people} transport ministry said.`,
  ],
  (place, state, people) => [
    `${people} exports rise for a third month`,
    `Exports of ${state} rose for the third month in a row, driven by timber and machines, the statistics office said.\n\nThe port of ${place} handled a tenth more containers than a year ago.`,
  ],
  (place, state, people) => [
    `Museum in ${place} shows maps of the sea`,
    `A museum in ${place} shows two hundred maps of the sea from five centuries. Some have never left the archive before.\n\nThe show is the largest of its kind in ${state}; ${people} schools come for free.`,
  ],
  (place, state, people) => [
    `Hospital in ${place} opens a new wing`,
    `The hospital of ${place} opened a wing with sixty beds. It took four years to build.\n\n${people} nurses had asked for it for long, and ${state} still lacks three hundred of them.`,
  ],
];

/** Every story of every place, read with the rules: those that are flagged, and the others. */
export function makeStories({ classify }: Classifier): { flagged: Story[]; others: Story[] } {
  const read = (tell: Tell) =>
    PLACES.map((place): Story => {
      const [title, lead] = tell(...place);
      return { title, lead, classification: classify({ title, text: lead }) };
    });
  const stories = [...HOSTILE, ...HARMLESS].flatMap(read);
  const isFlagged = ({ classification }: Story) => classification.flag !== 'none';
  return { flagged: stories.filter(isFlagged), others: stories.filter((story) => !isFlagged(story)) };
}

/** A title and a text that go on after the story with words of their own: where the evidence stands does not change. */
export function tell({ title, lead }: Story): { title: string; text: string } {
  const paragraph = () =>
    Array.from({ length: 3 + Math.floor(random() * 3) }, () => {
      const words = Array.from({ length: 12 + Math.floor(random() * 10) }, () => word(zipf(30_000)));
      words.splice(4, 0, name(zipf(40_000)));
      return `The ${words.join(' ')}.`;
    }).join(' ');
  const paragraphs = Array.from({ length: 1 + Math.floor(random() * 4) }, paragraph);
  return {
    title: `${title}, ${oneOf(['officials', 'residents', 'two witnesses', 'reports'])} in ${name(zipf(40_000))} say`,
    text: [lead, ...paragraphs].join('\n\n'),
  };
}
