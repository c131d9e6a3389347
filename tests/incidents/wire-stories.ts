/** A wire story as paragraphs, and what outlets make of it. Places, dates and figures are parts, so that templates can be filled in anew. */
export interface Story {
  event: string;
  published: string;
  title: string;
  paragraphs: string[];
}

const drone = (event: string, day: string, published: string, town: string, county: string, weight: number): Story => ({
  event,
  published,
  title: `Drone comes down near ${town}`,
  paragraphs: [
    `A drone came down in a field near ${town} in ${county} on ${day} night, the defence ministry said, and burned out without hurting anyone.`,
    `Police closed the road to ${town} and sent sniffer dogs through the maize, while an army team gathered some ${weight} pieces of wreckage and took them to a laboratory in the capital.`,
    `The ministry said that radar had followed the aircraft for eleven minutes before it was lost at a height of less than a hundred metres. Two fighter jets were scrambled and did not find it.`,
    `People living at the edge of the village told reporters that they had heard an engine like that of a moped, then a dull thud, and that their windows had shaken.`,
    `The prime minister called a meeting of the security council for the next morning and said that allies had been informed. The mayor of ${town} asked for sirens, which her district has been promised for two years.`,
  ],
});

const cable = (event: string, day: string, published: string, from: string, to: string, ship: string): Story => ({
  event,
  published,
  title: `Data cable between ${from} and ${to} is cut`,
  paragraphs: [
    `A data cable on the sea floor between ${from} and ${to} was cut on ${day}, its operator said, and traffic was led over other lines within minutes.`,
    `The coast guard is looking at the freighter ${ship}, which slowed down above the cable for half an hour at the time of the fault and whose anchor chain hung deep when a helicopter flew over it.`,
    `Prosecutors opened an inquiry into aggravated sabotage. They asked the captain to sail into territorial waters, and he agreed after some hours of silence on the radio.`,
    `A repair ship will leave port as soon as the wind dies down. The operator expects the work to take ten days, since the cable lies under four metres of mud at that spot.`,
    `Navies of the region have kept a patrol over the shallow parts of the sea since last winter. Ministers of ${from} and ${to} spoke by telephone in the evening.`,
  ],
});

const jamming = (
  event: string,
  day: string,
  published: string,
  airport: string,
  flights: number,
  region: string,
): Story => ({
  event,
  published,
  title: `Satellite navigation fails at ${airport} airport`,
  paragraphs: [
    `Pilots bound for ${airport} lost satellite navigation on ${day} and ${flights} flights turned back or landed elsewhere, the airport's spokeswoman said.`,
    `The transport agency of ${region} put the failure down to jamming from across the border and has written to the regulator of the neighbouring country for the ninth time this year.`,
    `Airlines have gone back to radio beacons that were to be switched off next summer. Crews are told to compare their clocks, because a false signal moves the time before it moves the place.`,
    `No passenger was in danger at any time, the spokeswoman said, and all aircraft had fuel for another hour. Some travellers spent the night on camp beds in the gymnasium of a school.`,
  ],
});

const sighting = (event: string, published: string, day: string, aircraft: number, crossed: number): Story => ({
  event,
  published,
  title: `${aircraft} military aircraft seen around the island`,
  paragraphs: [
    `The defence ministry said that it had seen ${aircraft} military aircraft around the island in the 24 hours up to six on ${day} morning, and that ${crossed} of them had crossed the median line of the strait.`,
    'The armed forces watched the situation and answered with aircraft on patrol, ships of the navy and missile systems on the coast, the ministry wrote in its daily report.',
  ],
});

/** Stories that share templates, so that what tells them apart is place, date, name and figure. */
export const STORIES: Story[] = [
  drone('drone-1', 'Tuesday', '2025-09-10', 'Chilia Veche', 'Tulcea', 140),
  drone('drone-2', 'Saturday', '2025-09-14', 'Rzeczyca', 'Lublin', 90),
  drone('drone-3', 'Thursday', '2025-09-19', 'Varnja', 'Tartu', 35),
  cable('cable-1', 'Monday', '2025-09-09', 'Hanko', 'Paldiski', 'Castor Wind'),
  cable('cable-2', 'Sunday', '2025-09-15', 'Visby', 'Ventspils', 'Green Harrier'),
  cable('cable-3', 'Wednesday', '2025-09-18', 'Bornholm', 'Kolobrzeg', 'Marit Ann'),
  jamming('gps-1', 'Friday', '2025-09-13', 'Tartu', 4, 'Estonia'),
  jamming('gps-2', 'Tuesday', '2025-09-17', 'Kirkenes', 7, 'Finnmark'),
  sighting('strait-1', '2025-09-11', 'Thursday', 23, 14),
  sighting('strait-2', '2025-09-12', 'Friday', 31, 19),
  sighting('strait-3', '2025-09-13', 'Saturday', 9, 6),
];

const LOCAL =
  'Our reporter at the scene spoke with the owner of the bakery on the market square, who had closed his shop at noon because nobody came. "We have been through worse," he said, and swept the steps.';
const BACKGROUND =
  'Read also: what we know about such incidents, how the alliance answers them, and which questions the government leaves open. Subscribers find a map of all cases of the past three years in our dossier.';

/** A later day, for versions that appear the next morning. */
const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** What outlets make of a wire story. */
export const OUTLETS: Record<string, (story: Story) => Story> = {
  'prints it as it is': (story) => story,
  'writes a headline of its own': (story) => ({
    ...story,
    title: 'Alarm in the night: what happened and what is still open',
  }),
  'cuts it to two paragraphs': (story) => ({ ...story, paragraphs: story.paragraphs.slice(0, 2) }),
  'drops the second paragraph': (story) => ({
    ...story,
    paragraphs: story.paragraphs.filter((_, i) => i !== 1 || story.paragraphs.length < 3),
  }),
  'adds a paragraph of its own': (story) => ({
    ...story,
    paragraphs: [...story.paragraphs.slice(0, 2), LOCAL, ...story.paragraphs.slice(2)],
  }),
  'puts its dateline before and its links behind': (story) => ({
    ...story,
    paragraphs: [`THE CAPITAL, Harbour Wire – ${story.paragraphs[0]}`, ...story.paragraphs.slice(1), BACKGROUND],
  }),
  'writes in its own style': (story) => ({
    ...story,
    paragraphs: story.paragraphs.map((text) =>
      text
        .replaceAll(' said', ' told Coast Daily')
        .replaceAll('defence', 'defense')
        .replaceAll('eleven', '11')
        .replaceAll('two years', '2 years')
        .replaceAll("'", '’'),
    ),
  }),
  'prints it the next morning': (story) => ({ ...story, published: nextDay(story.published) }),
  'takes the update with new figures': (story) => ({
    ...story,
    title: `${story.title} – update`,
    paragraphs: [
      ...story.paragraphs.map((text) =>
        text
          .replace(/\b(140|90|35)\b/, '210')
          .replace(/ten days/, '14 days')
          .replace(/eleven/, 'twelve'),
      ),
      'The story was updated with what the ministry said in the afternoon.',
    ],
  }),
};
