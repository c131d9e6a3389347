/**
 * How long placing an article takes with 100,000 incidents in the index: `node bench/incidents/place.ts [incidents]`
 * (Node 22.18 and later; on Node 20 compile it first, with `tsc --noEmit false --rootDir . --outDir <folder>`). The news is made up from a Zipf
 * vocabulary, with places and names of its own for each event, so that the postings are as long as real ones.
 */
import { IncidentIndex } from '../../src/incidents/incident-index.ts';
import { articleSignature, type Signature } from '../../src/incidents/signature.ts';
import { name, random, word, zipf } from '../made-up-words.ts';

const INCIDENTS = Number(process.argv[2] ?? 100_000);
const DAYS = 60;
const MEASURED = 2000;

interface Story {
  names: string[];
  day: number;
}

function story(i: number): Story {
  const names = Array.from({ length: 4 }, () => name(zipf(40_000)));
  return { names, day: Math.floor((i / INCIDENTS) * DAYS) };
}

function report({ names, day }: Story, later = 0): { text: string; published: string } {
  const sentences = Array.from({ length: 12 }, () => {
    const words = Array.from({ length: 18 }, () => word(zipf(30_000)));
    words.splice(3, 0, names[Math.floor(random() * names.length)] as string);
    words.splice(9, 0, names[Math.floor(random() * names.length)] as string);
    return `The ${words.join(' ')}.`;
  });
  return { text: sentences.join(' '), published: new Date(Date.UTC(2025, 0, 1 + day + later)).toISOString() };
}

const stories: Story[] = [];
const index = new IncidentIndex();
const started = performance.now();
for (let i = 0; i < INCIDENTS; i++) {
  const told = story(i);
  stories.push(told);
  const signature = articleSignature({ id: `a${i}`, ...report(told) });
  index.restore(signature, signature.id);
}
const seconds = (performance.now() - started) / 1000;
console.log(`${index.incidents} incidents, ${DAYS} days; built in ${seconds.toFixed(1)} s`);
console.log(`memory ${Math.round(process.memoryUsage().heapUsed / 2 ** 20)} MB`);

const made: number[] = [];
const placed: number[] = [];
for (let i = 0; i < MEASURED; i++) {
  // Half of the measured articles tell of an event of the last days, half of a new one.
  const told = i % 2 ? (stories[INCIDENTS - 1 - Math.floor(random() * 5000)] as Story) : story(INCIDENTS - 1);
  const article = { id: `m${i}`, ...report(told, i % 2) };
  const start = performance.now();
  const signature: Signature = articleSignature(article);
  const middle = performance.now();
  index.place(signature);
  made.push(middle - start);
  placed.push(performance.now() - middle);
}
for (const [what, times] of [
  ['signature', made],
  ['place', placed],
] as const) {
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] as number).toFixed(2);
  console.log(`${what}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, 99 % ${at(0.99)} ms, slowest ${at(0.9999)} ms`);
}
