import countries from 'i18n-iso-countries/index.js';
import type { Act } from '../classify/types.ts';
import { placeName } from '../config/place-name.ts';
import type { ReviewState } from '../config/review-states.ts';

export { attributionStatus } from './attribution-status.ts';

// What the codebook's ids are called in front of a reader.
const THREATS: Record<string, string> = {
  'airspace-violation': 'Airspace violation',
  'territorial-strike': 'Strike on territory',
  sabotage: 'Sabotage',
  'undersea-infrastructure': 'Undersea infrastructure',
  'maritime-coercion': 'Coercion at sea',
  'electronic-interference': 'Electronic interference',
  cyberattack: 'Cyberattack',
  'information-operation': 'Information operation',
  'election-interference': 'Election interference',
  espionage: 'Espionage',
  'instrumentalised-migration': 'Migration as pressure',
  'border-provocation': 'Border provocation',
  'economic-coercion': 'Economic coercion',
  'targeted-violence': 'Targeted violence',
  'military-posturing': 'Military posturing',
};

/** The ways in which allies answer, in the digest's order: cue id to heading. */
export const ANSWERS: Record<string, string> = {
  consultation: 'Consultation',
  'rules-of-engagement': 'Rules of engagement',
  unilateral: 'Steps taken alone',
  protest: 'Protest and sanctions',
  restraint: 'Restraint',
  'trust-erosion': 'Doubt among allies',
};

/** The row or column of incidents that name no protected state, only NATO, the EU or nobody. */
export const NO_STATE = 'none';

const ACTORS: Record<string, string> = {
  EU: 'the EU',
  UN: 'the UN',
  PLA: "China's armed forces",
  IRGC: "Iran's Revolutionary Guards",
  ChinaCoastGuard: "China's coast guard",
  ShadowFleet: 'the shadow fleet',
  VoltTyphoon: 'Volt Typhoon',
  SaltTyphoon: 'Salt Typhoon',
  Houthis: 'the Houthis',
  AlQaeda: 'al-Qaeda',
};

const STATES: Record<ReviewState, string> = {
  new: 'not yet reviewed',
  'in-review': 'in review',
  confirmed: 'confirmed',
  dismissed: 'dismissed',
  escalated: 'escalated',
};

const OCCURRENCES: Record<Act['status'], string> = {
  happened: 'happened',
  attempted: 'attempted',
  suspected: 'suspected',
  threatened: 'threatened',
  foiled: 'foiled',
  denied: 'denied',
};

/** A name by its id. Ids come from outside: `constructor` has none. */
const named = (names: Record<string, string>, id: string) => (Object.hasOwn(names, id) ? names[id] : undefined);

/** Name of a threat type; an id that the codebook does not have stands for itself. */
export const threatName = (id: string): string => named(THREATS, id) ?? id.replaceAll('-', ' ');

/** Name of a state by its ISO alpha-2 code; anything else stands for itself. */
export const countryName = (code: string): string => (code === NO_STATE ? 'No single state' : placeName(code));

/** Name of an actor: a state by its ISO alpha-3 code, or an id of the codebook. */
export function actorName(id: string): string {
  const code = /^[A-Z]{3}$/.test(id) ? countries.alpha3ToAlpha2(id) : undefined;
  return code ? countryName(code) : (named(ACTORS, id) ?? id.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
}

/** The ISO alpha-2 code of a state given by its alpha-3 code, null for other actors. */
export const stateOfActor = (id: string): string | null =>
  (/^[A-Z]{3}$/.test(id) && countries.alpha3ToAlpha2(id)) || null;

/** A name as it stands within a sentence: "the Netherlands", "no single state". */
export function inSentence(name: string): string {
  if (/^(?:United|Netherlands|Philippines|Czech Republic|Marshall)/.test(name)) return `the ${name}`;
  return name === countryName(NO_STATE) ? 'no single state' : name;
}

export const stateName = (state: ReviewState): string => STATES[state];
export const occurrenceName = (status: Act['status']): string => OCCURRENCES[status];

/** "one incident", "12 incidents". */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count < 10 ? (SMALL[count] ?? count) : count.toLocaleString('en-GB')} ${count === 1 ? noun : plural}`;

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** With its first letter in upper case. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A ratio or mean with at most one decimal: "0.4", "3". */
export const figure = (value: number): string =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 });
