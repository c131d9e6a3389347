import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partAsides, withoutOutlet } from '../../src/classify/asides.ts';
import { createClassifier } from '../../src/classify/classifier.ts';
import { tokenize } from '../../src/classify/tokens.ts';
import { configDir } from '../../src/config/config-dir.ts';
import { readRules } from '../../src/config/rules.ts';
import { gazetteer } from './places/place-reader.ts';

const said = (tokens: readonly { text: string }[]) => tokens.map(({ text }) => text).join(' ');
const title = (text: string) => said(withoutOutlet(tokenize(text)));
const story = (text: string) => said(partAsides(tokenize(text), text).story);

describe('the outlet behind a title', () => {
  test.each([
    'Drone falls near Tulcea - The Kyiv Herald',
    'Drone falls near Tulcea | Black Sea Watch',
    'Drone falls near Tulcea – Times of Dobruja',
    'Drone falls near Tulcea — BBC News',
  ])('is no part of it: %s', (text) => {
    expect(title(text)).toBe('Drone falls near Tulcea');
  });

  test.each([
    'Drone falls near Tulcea - ministry',
    'Russia hits Kharkiv – Zelensky',
    'Kremlin-linked hackers strike a port',
    'Tusk: no deal - yet',
  ])('who is quoted there is: %s', (text) => {
    expect(title(text)).toBe(said(tokenize(text)));
  });
});

describe('what stands around a story', () => {
  test.each([
    'Read also: Russian drone crashes in Romania.',
    'This is a developing story.',
    'Related: NATO scrambles jets over Estonia.',
    '© 2025 The Minsk Courier. ',
    'The post Lull on the markets appeared first on Kyiv Chronicle.',
    '#Russia #Ukraine #NATO',
    "With reporting by the bureau's Russian service.",
    '(Reporting by our bureau in Vilnius; editing by the desk in London)',
    'More on this story: Russia strikes Kharkiv; NATO meets in Brussels',
    'Sign up for the Russia newsletter.',
  ])('is no part of it: %s', (aside) => {
    const text = 'The market was calm. Prices fell by two per cent.';
    expect(story(`${text} ${aside}`)).toBe(said(tokenize(text)));
  });

  test.each([
    'By Our Correspondent in Brussels',
    'Updated 14:05 GMT',
    'Last updated 3 hours ago',
    'Published on November 3, 2025 at 10:14. 3 min read',
    'FILE - Soldiers stand at a checkpoint in Warsaw, Poland. (AP Photo)',
    'A view of the Kremlin in Moscow. Photo: Black Sea Watch',
  ])('is no part of it when it stands above: %s', (aside) => {
    const text = 'The market was calm. Prices fell by two per cent.';
    expect(story(`${aside}\n\n${text}`)).toBe(said(tokenize(text)));
  });

  test.each([
    'By Monday the road was open.\nThe cars came back.',
    'The ministry published a photo by mistake.',
    'Read the letter that the ministry sent.',
    'The post in Narva was closed.',
    'Related charges were dropped; see also the ruling of May.',
    'Updated figures for May are due.',
    'Live fire was heard at the range.',
  ])('and its own words are: %s', (text) => {
    expect(story(text)).toBe(said(tokenize(text)));
  });

  test('a hashtag among its words is a word, and a call before it none', () => {
    expect(story('Breaking: Drones fell near #Tulcea in #Romania.')).toBe('Drones fell near Tulcea in Romania .');
    expect(story('Breaking： Drones fell.')).toBe('Drones fell .');
  });

  test('of any text the rest stays in its order', () => {
    const part = fc.constantFrom(
      'Read also: ',
      'Breaking: ',
      'Live： ',
      '#',
      '#a ',
      'the post ',
      ' appeared first on ',
      '© ',
      'x. ',
      '\n\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const tokens = tokenize(text);
          const left = partAsides(tokens, text).story;
          const starts = new Set(left.map(({ start }) => start));
          expect(said(left)).toBe(said(tokens.filter(({ start }) => starts.has(start))));
          // Its sentences are numbered one after the other.
          for (const [i, { sentence }] of left.entries())
            expect(sentence - (left[i - 1]?.sentence ?? (starts.size === tokens.length ? sentence : 0))).toBeLessThan(
              2,
            );
        },
      ),
    );
  });
});

describe('the same news', () => {
  const classifier = createClassifier(readRules(configDir()), gazetteer);
  const text =
    'A Russian drone flew over Lithuania for an hour and crashed in a field. Vilnius summoned the chargé d’affaires.';
  const told = (variant: string, heading = '') => {
    const { flag, threats, actors, affected, locations } = classifier.classify({
      title: heading,
      text: variant,
      published: '2025-07-10',
    });
    return { flag, threats, actors, affected, locations };
  };

  test.each([
    ['with a dateline', `WARSAW, July 10 (Agency) - ${text}`],
    ['with a dateline of another kind', `SEOUL, South Korea — ${text}`],
    ['with soft hyphens', text.replace(/([a-z]{4})([a-z]{4})/g, '$1\u00ad$2')],
    ['with zero-width spaces', text.replaceAll(' ', '\u200b ')],
    ['with the quotation marks of a typewriter', text.replaceAll('’', "'")],
    ['with its lines broken', text.replaceAll(' ', '\n')],
    ['with a pointer to another story', `${text} Read also: Chinese ship cuts a cable off Taiwan.`],
    ['with hashtags', `${text} #Poland #China #spy`],
    ['from a newspaper that bears a capital’s name', `${text} © The Taipei Times`],
  ])('is read alike %s', (_, variant) => {
    expect(told(variant)).toEqual(told(text));
  });

  test('keeps the places that are named beside it', () => {
    const { places, locations } = classifier.classify({ title: '', text: `${text} Read also: Fire in Skopje.` });
    expect(places.map(({ name }) => name)).toContain('Skopje');
    expect(locations).not.toContain('Skopje');
  });

  test.each([
    ['Poland blames Russia for an arson attack in Gdansk', 'Poland Blames Russia for an Arson Attack in Gdansk'],
    ['Romania scrambles jets as a Russian drone enters', 'Romania Scrambles Jets as a Russian Drone Enters'],
    ['Estonia summons the Russian envoy over jamming', 'ESTONIA SUMMONS THE RUSSIAN ENVOY OVER JAMMING'],
  ])('is read alike in the capitals of another outlet: %s', (plain, capitals) => {
    const roles = (heading: string) => classifier.classify({ title: heading, text: '', published: '2025-07-10' }).roles;
    expect(roles(capitals)).toEqual(roles(plain));
    expect(told('', capitals)).toEqual(told('', plain));
  });

  test('is read alike under a headline in capitals', () => {
    const heading = "Russia's drone crashes in Lithuania";
    expect(told(text, heading.toUpperCase())).toEqual(told(text, heading));
  });
});
