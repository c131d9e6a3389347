import type { ExportedIncident } from '../../../src/deliver/export/incident.ts';
import type { Sender } from '../../../src/deliver/export/sender.ts';

export const SENDER: Sender = {
  installation: '3d2f9a04-52f1-4b7e-8a53-0f3a6d1f9e21',
  organisation: 'Vistula Desk',
  tlp: 'green',
};

export const exported = (over: Partial<ExportedIncident> = {}): ExportedIncident => ({
  id: 7,
  title: 'Drone debris found near Tulcea',
  summary: 'Debris of a drone was found on the Romanian bank of the Danube.',
  flag: 'below',
  score: 0.91,
  severity: 3,
  state: 'new',
  joinedInto: null,
  firstSeen: '2026-03-04T06:00:00.000Z',
  lastSeen: '2026-03-04T12:00:00.000Z',
  createdAt: '2026-03-04T06:05:00.000Z',
  updatedAt: '2026-03-04T12:05:00.000Z',
  threats: ['territorial-strike'],
  actors: ['ROU', 'RUS'],
  roles: { ROU: 'target', RUS: 'suspect' },
  affected: ['RO'],
  locations: ['RO', 'Tulcea', 'Black Sea'],
  cues: ['restraint'],
  patterns: ['strike-on-protected-soil'],
  acts: [{ threat: 'territorial-strike', status: 'happened', target: 'RO', place: 'Tulcea' }],
  attributions: [
    { actor: 'RUS', source: 'official', basis: 'the ministry said the drone was Russian', confidence: 'blamed' },
    { actor: 'RUS', source: 'claimed', basis: 'Moscow denied it', confidence: 'denied' },
    { actor: 'BLR', source: 'claimed', basis: 'Minsk denied any part in it', confidence: 'denied' },
  ],
  points: [
    { name: 'Tulcea', country: 'RO', lat: 45.18, lon: 28.8 },
    { name: 'Black Sea', country: null, lat: 43.5, lon: 34 },
  ],
  sources: [
    {
      title: 'Drone debris found near Tulcea',
      url: 'https://danubewire.example/1',
      source: 'Danube Wire',
      reliability: 'B',
      published: '2026-03-04T06:00:00.000Z',
    },
    {
      title: 'Second report',
      url: null,
      source: 'cve',
      reliability: 'F',
      published: '2026-03-04T12:00:00.000Z',
    },
  ],
  ...over,
});

export async function* several(...incidents: ExportedIncident[]): AsyncGenerator<ExportedIncident> {
  yield* incidents;
}

export async function written(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}
