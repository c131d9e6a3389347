import type { ExportedIncident } from './incident.ts';

/** Incidents as JSON Lines: one object a line, all that is known of it. `import` reads them back. */
export async function* jsonLinesOf(incidents: AsyncIterable<ExportedIncident>): AsyncGenerator<string> {
  for await (const incident of incidents) yield `${JSON.stringify(incident)}\n`;
}
