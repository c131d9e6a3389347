import type { ExportedIncident, Point } from './incident.ts';

/**
 * Incidents as a GeoJSON FeatureCollection (RFC 7946): a feature each, at the places where it happened. One whose text
 * names no place finer than a state has no geometry.
 */
export async function* geoJsonOf(incidents: AsyncIterable<ExportedIncident>): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let separator = '\n';
  for await (const incident of incidents) {
    yield separator + JSON.stringify(feature(incident));
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** The feature of an incident. */
export function feature(incident: ExportedIncident): object {
  const { id, title, summary, flag, score, severity, state, joinedInto, firstSeen, lastSeen, points, sources } =
    incident;
  const { threats, actors, affected, locations } = incident;
  return {
    type: 'Feature',
    id,
    geometry: geometry(points),
    properties: {
      ...{ title, summary, flag, score, severity, state, joinedInto, firstSeen, lastSeen },
      ...{ threats, actors, affected, locations, places: points.map(({ name }) => name) },
      sources: sources.flatMap(({ url }) => url ?? []),
    },
  };
}

function geometry(points: readonly Point[]): object | null {
  const positions = points.map(({ lat, lon }) => [lon, lat]);
  if (positions.length === 0) return null;
  return positions.length === 1
    ? { type: 'Point', coordinates: positions[0] }
    : { type: 'MultiPoint', coordinates: positions };
}
