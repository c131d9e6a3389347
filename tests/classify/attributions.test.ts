import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classify/classifier.ts';
import { openGazetteer } from '../../src/classify/places/gazetteer.ts';
import { configDir } from '../../src/config/config-dir.ts';
import { readGazetteer } from '../../src/config/gazetteer.ts';
import { readRules } from '../../src/config/rules.ts';

const classifier = createClassifier(readRules(configDir()), openGazetteer(readGazetteer()));
const classify = (text: string, title = '') => classifier.classify({ text, title });
const said = (text: string) =>
  classify(text).attributions.map(({ actor, confidence, source }) => `${actor} ${confidence} ${source}`);

describe('who is said to have done it, how surely, and who says so', () => {
  test.each([
    ['Warsaw says that Russia was behind the arson at the mall.', ['RUS blamed official']],
    [
      'Poland blames Russia for the arson at a Warsaw shopping centre; the Kremlin denies any role.',
      ['RUS blamed official', 'RUS denied claimed'],
    ],
    [
      'Finnish police suspect that the Chinese freighter dragged its anchor across the gas pipeline.',
      ['CHN suspected official'],
    ],
    [
      'Police in Oslo are investigating whether Russia was involved in the drone flights over Gardermoen.',
      ['RUS suspected official'],
    ],
    [
      'Two men were charged in Warsaw with setting fire to a paint store on the orders of the GRU.',
      ['GRU charged official'],
    ],
    ['A court in London convicted three Bulgarians of spying for Russia.', ['RUS convicted official']],
    ['The Houthis said they had fired a missile at an American destroyer.', ['Houthis claimed claimed']],
    [
      'Researchers at a security firm attributed the break-in at the Dutch ministry to Chinese state hackers.',
      ['CHN blamed analyst'],
    ],
    [
      'According to the BBC, a unit of the GRU was behind the parcel bombs that exploded in Leipzig.',
      ['GRU blamed media'],
    ],
    [
      'Belarus rejected accusations that it was behind the balloons that closed Vilnius airport.',
      ['BLR denied claimed'],
    ],
    ['Unknown drones forced the airport of Aalborg to close.', []],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test.each([
    [
      'Norwegian police suspect Russia of having sent the drones over Evenes air base.',
      'Russia is suspected by Norwegian police of having sent the drones over Evenes air base.',
    ],
    [
      'Chinese coast guard cutters rammed a Philippine supply boat.',
      'A Philippine supply boat was rammed by Chinese coast guard cutters.',
    ],
    [
      'Romanian jets shot down a Russian drone over Tulcea.',
      'A Russian drone was shot down by Romanian jets over Tulcea.',
    ],
    [
      'The Kremlin denied that it had ordered the arson in Vilnius.',
      'That it had ordered the arson in Vilnius was denied by the Kremlin.',
    ],
  ])('comes out alike, actively and passively told: %s', (active, passive) => {
    expect(said(active)).toHaveLength(1);
    expect(said(passive)).toEqual(said(active));
    expect(classify(passive).acts.map(({ threat, target }) => [threat, target])).toEqual(
      classify(active).acts.map(({ threat, target }) => [threat, target]),
    );
  });

  test('who accuses is not the one accused, and neither is who answers', () => {
    const { attributions, roles } = classify(
      'Moscow accused Poland of sabotage after a bridge in Bryansk was blown up.',
    );
    expect(attributions.map(({ actor }) => actor)).toEqual(['POL']);
    expect(roles.RUS).toBe('responder');
  });

  test('what a text begins with counts, and a denial further down beside it', () => {
    const text = `Somebody jammed the navigation of the minister's plane over Bulgaria on Sunday, and the authorities suspect Russia.

A spokesman of the ministry spoke of threats that had become usual. Moscow dismissed the report as false.`;
    expect(said(text)).toEqual(['RUS suspected official', 'RUS denied claimed']);
  });

  test('the words that it rests on are quoted, and can be read at a glance', () => {
    const { attributions } = classify('The prime minister of Estonia said that Russia was behind the cut cables.');
    expect(attributions).toMatchObject([{ actor: 'RUS', basis: 'Russia was behind' }]);
  });

  test('a suspect is called one, and who surely did it a perpetrator', () => {
    expect(classify('Danish police suspect Russia of the drone flights over Aalborg.').roles.RUS).toBe('suspect');
    expect(classify('Russian drones entered Polish airspace.').roles.RUS).toBe('perpetrator');
  });
});

describe('how far an act got', () => {
  test.each([
    [
      'happened',
      'A fire set by two men destroyed a depot in Vilnius, prosecutors say, on behalf of Russian intelligence.',
    ],
    ['suspected', 'Police do not rule out sabotage after the fire at the depot in Gdansk.'],
    ['foiled', 'Police foiled a plot by Iranian agents to kill a journalist in London.'],
    ['attempted', 'Russian agents attempted to poison a defector in Munich.'],
    ['threatened', 'Russia threatens sabotage of German power lines.'],
  ])('%s: %s', (status, text) => {
    expect(classify(text).acts.map((act) => act.status)).toContain(status);
  });

  test('no act is told of where there was none', () => {
    expect(
      classify('Investigators found no evidence of sabotage on the cable between Sweden and Latvia.').acts,
    ).toEqual([]);
    expect(classify('Hungary said it had no evidence that Russia spied on its partners.').acts).toEqual([]);
  });

  test('it is not placed in the land of its author by that name alone', () => {
    const [act] = classify('Iran threatened to strike American bases in Qatar.').acts;
    expect(act?.place).not.toBe('Iran');
  });
});
