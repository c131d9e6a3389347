import type { QueuePage } from '../desk/incident-routes.ts';
import type { Json } from '../desk/json.ts';
import type { Incident, IncidentFile } from '../store/incidents.ts';
import { pages } from './pages.ts';
import { printFile, printIncident } from './print-incident.ts';
import { withClient } from './with-client.ts';

interface ListOptions {
  state?: string;
  limit: string;
  json?: boolean;
}

/** `subthreshold queue list`: flagged incidents by priority. */
export async function listCommand({ state, limit, json }: ListOptions): Promise<void> {
  await withClient('queue', async (client) => {
    const incidents: Json<Incident>[] = [];
    let counts: QueuePage['counts'] = {};
    for await (const page of pages<Json<QueuePage>>(client, '/incidents', {
      limit: Number(limit),
      ...(state && { state }),
    })) {
      incidents.push(...page.incidents);
      counts = page.counts;
    }
    if (json) return console.log(JSON.stringify({ incidents, counts }, null, 2));
    for (const incident of incidents) printIncident(incident);
    const shown = Object.entries(counts).map(([name, n]) => `${n} ${name}`);
    console.log(shown.length > 0 ? shown.join(', ') : 'Nothing has been flagged yet.');
  });
}

/** `subthreshold queue show ID`: an incident with its articles, evidence and decisions. */
export async function showCommand(id: string, { json }: { json?: boolean }): Promise<void> {
  await withClient('queue', async (client) => {
    const incident = await client.get<Json<IncidentFile>>(`/incidents/${encodeURIComponent(id)}`);
    if (json) console.log(JSON.stringify(incident, null, 2));
    else printFile(incident);
  });
}

/** `subthreshold queue confirm|dismiss|escalate|note ID`: decide on an incident. */
export async function decideCommand(
  decision: 'confirm' | 'dismiss' | 'escalate' | 'note',
  id: string,
  { reason, note }: { reason?: string; note?: string },
): Promise<void> {
  await withClient('queue', async (client) => {
    const { state, title } = await client.post<Json<Incident>>(`/incidents/${encodeURIComponent(id)}/decisions`, {
      decision,
      reason,
      note,
    });
    console.log(`incident ${id} is ${state}: ${title}`);
  });
}
