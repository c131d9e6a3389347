import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readDeliveries } from '../../src/config/deliveries.ts';
import { isMeant } from '../../src/config/incident-filter.ts';
import { temporaryFolder } from '../support/folders.ts';

function read(deliveries: string, alerts = '', env: Record<string, string> = {}) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deliveries.yaml'), deliveries);
  writeFileSync(join(folder, 'alerts.yaml'), alerts);
  return readDeliveries(folder, env);
}

const MAIL = 'mail: { from: desk@desk.example, server: "smtp://localhost:25" }\n';
const NIGHT = `${MAIL}subscribers:\n  - { id: night, via: mail, to: night@desk.example, digests: [day] }\n`;

test('what comes with the program delivers nothing to nobody', () => {
  const folder = temporaryFolder();
  for (const name of ['deliveries.yaml', 'alerts.yaml'])
    cpSync(fileURLToPath(new URL(`../../config/${name}`, import.meta.url)), join(folder, name));
  expect(readDeliveries(folder, {})).toMatchObject({ subscribers: [], rules: [], feeds: null });
});

test.each([
  [
    'a mistyped condition',
    NIGHT.replace('digests: [day]', 'filter: { threat: [sabotage] }'),
    '',
    /deliveries\.yaml:3: .*did you mean "threats"/,
  ],
  [
    'an alert to nobody',
    NIGHT,
    'rules:\n  - { id: a, if: {}, to: [nigt] }\n',
    /alerts\.yaml:2: .*no subscriber "nigt"/,
  ],
  [
    'two subscribers with one name',
    `${NIGHT}  - { id: night, via: folder, to: out }\n`,
    '',
    /deliveries\.yaml:4: .*already/,
  ],
  ['mail without a server', NIGHT.replace(MAIL, ''), '', /SUBTHRESHOLD_SMTP_URL/],
  ['a password in the file', NIGHT.replace('smtp://', 'smtp://user:hunter2@'), '', /must hold no password/],
  [
    'a webhook without its key',
    'subscribers:\n  - { id: chat, via: webhook, to: "https://chat.example/", secret: CHAT_KEY }\n',
    '',
    /CHAT_KEY must hold a key/,
  ],
  [
    'a template that names what is not there',
    'subscribers:\n  - { id: chat, via: webhook, to: "https://chat.example/", secret: CHAT_KEY, template: "{{titel}}" }\n',
    '',
    /titel.*allowed/,
  ],
])('%s is told with file and line', (_, deliveries, alerts, message) => {
  expect(() => read(deliveries, alerts)).toThrow(message);
});

test('an error never repeats a password', () => {
  expect(() => read(NIGHT.replace('smtp://', 'smtp://user:hunter2@'))).not.toThrow(/hunter2/);
});

test('the mail server of the environment goes first', () => {
  expect(read(NIGHT, '', { SUBTHRESHOLD_SMTP_URL: 'smtps://u:p@mail.example:465' }).mail?.server).toContain(
    'mail.example',
  );
});

const incident = {
  ...{ flag: 'below', state: 'new', score: 0.7, severity: 3 },
  ...{ threats: ['territorial-strike', 'airspace-violation'], affected: ['RO'], actors: ['RUS'] },
};

test('of a filter every condition must hold, of a list one entry, of “any” one set', () => {
  const rule = {
    any: [{ state: ['confirmed' as const] }, { score: 0.9 }],
    affected: ['RO', 'PL'],
    threats: ['territorial-strike' as const],
  };
  expect(isMeant(rule, incident)).toBe(false);
  expect(isMeant(rule, { ...incident, state: 'confirmed' })).toBe(true);
  expect(isMeant(rule, { ...incident, score: 0.95 })).toBe(true);
  expect(isMeant(rule, { ...incident, flag: 'above', score: 0.1 })).toBe(true);
  expect(isMeant(rule, { ...incident, score: 0.95, affected: ['DE'] })).toBe(false);
  expect(isMeant({}, { ...incident, state: 'dismissed' })).toBe(false);
  expect(isMeant({ state: ['dismissed'] }, { ...incident, state: 'dismissed' })).toBe(true);
});
