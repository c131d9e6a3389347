import { expect, test } from 'vitest';
import { placeIn } from './place-reader.ts';

test.each([
  ['Moscow denied that its aircraft had crossed the border.', 'Moscow'],
  ['Estonia blamed Moscow for the jamming.', 'Moscow'],
  ['Ties between Beijing and Manila are strained.', 'Beijing'],
  ['Moscow’s invasion of its neighbour goes on.', 'Moscow'],
  ['A Moscow-backed party gained seats.', 'Moscow'],
  ['The man set fire to buses on orders from Moscow.', 'Moscow'],
])('a capital stands for its government: %s', (text, surface) => {
  expect(placeIn(text, surface).role).toBe('government');
});

test.each([
  ['Two buildings were damaged in Moscow.', 'Moscow'],
  ['Drones fell near Warsaw on Friday.', 'Warsaw'],
  ['The embassy in Beijing stayed closed.', 'Beijing'],
  ['Riga’s airport reopened at noon.', 'Riga'],
])('a capital is a city: %s', (text, surface) => {
  expect(placeIn(text, surface).role).toBe('place');
});

test.each([
  ['The envoys are protected by the Vienna Convention.', 'Vienna'],
  ['The Tokyo Police Department has forty thousand officers.', 'Tokyo'],
  ['She works for the Bank of England.', 'England'],
])('a name within an organisation’s: %s', (text, surface) => {
  expect(placeIn(text, surface).role).toBe('organisation');
});
