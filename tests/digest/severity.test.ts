import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/digest/severity.ts';
import type { DigestIncident } from '../../src/digest/types.ts';
import { article, incident } from './incident.ts';

const level = (summary: string, given: Partial<DigestIncident> = {}) =>
  severityOf(incident({ summary, title: '', ...given })).level;

describe('severity', () => {
  it('is 1 for what touches nobody and nothing', () => {
    expect(level('A propaganda site praised the coup.', { threats: ['information-operation'] })).toBe(1);
    expect(level('Two men photographed a harbour.', { threats: ['espionage'] })).toBe(1);
  });

  it('is 2 for an intrusion without consequence', () => {
    expect(level('A jet crossed into Estonian airspace for a minute.')).toBe(2);
  });

  it('is 3 for a weapon that comes down or a disrupted service', () => {
    expect(level('A drone crashed in a field near the river.', { threats: ['territorial-strike'] })).toBe(3);
    expect(level('Jamming diverted eleven flights.', { threats: ['electronic-interference'] })).toBe(3);
  });

  it('is 4 when people are hurt or infrastructure is put out of action', () => {
    expect(level('Water cannon injured three sailors.', { threats: ['maritime-coercion'] })).toBe(4);
    expect(level('A data cable was severed off the island.', { threats: ['undersea-infrastructure'] })).toBe(4);
  });

  it('is 5 when people are killed, or the act crosses the threshold', () => {
    expect(level('A missile killed two farmers.', { threats: ['territorial-strike'] })).toBe(5);
    expect(level('A jet crossed the border.', { flag: 'above' })).toBe(5);
  });

  it('does not count the casualties that a sentence denies', () => {
    expect(
      level('A drone fell near the village; nobody was injured and there was no damage.', {
        threats: ['territorial-strike'],
      }),
    ).toBe(3);
    expect(level('A drone fell near the village, without casualties.', { threats: ['territorial-strike'] })).toBe(3);
  });

  it('does not count the war in the background paragraphs', () => {
    const text = 'A jet crossed into Estonian airspace.\n\nThe war next door has killed thousands of people.';
    const articles = [
      article({ title: 'Jet crosses the border', text, marks: { threat: { 'airspace-violation': 'crossed into' } } }),
    ];
    expect(level('', { articles })).toBe(2);
  });

  it('goes down when the act was only threatened or foiled', () => {
    const act = { threat: 'sabotage', target: null, place: null };
    expect(level('Police stopped a plot.', { threats: ['sabotage'], acts: [{ ...act, status: 'foiled' }] })).toBe(1);
    expect(level('Police stopped a plot.', { threats: ['sabotage'], acts: [{ ...act, status: 'happened' }] })).toBe(2);
  });

  it('stands any threat id', () => {
    expect(level('Something happened.', { threats: ['constructor', '__proto__', ''] })).toBe(1);
  });

  it('names what counted', () => {
    const { reasons } = severityOf(
      incident({
        title: '',
        summary: 'An explosion injured a guard at the power plant.',
        threats: ['sabotage'],
        cues: ['escalation'],
      }),
    );
    expect(reasons.map(({ reason }) => reason)).toEqual([
      'means',
      'people hurt',
      'serious damage',
      'critical or military target',
      'signs of escalation',
    ]);
  });
});
