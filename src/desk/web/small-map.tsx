import { geoMercator, geoPath } from 'd3-geo';
import { useMemo } from 'react';
import { landBetween } from './outlines.ts';
import type { Article } from './wire.ts';

const [WIDTH, HEIGHT] = [360, 170];
/** A single place is shown with so many degrees around it. */
const AROUND = 4;

/** Where an incident's articles say that it happened; those of its own places stand out. */
export default function SmallMap({
  articles,
  locations,
}: {
  articles: readonly Article[];
  locations: readonly string[];
}) {
  const places = useMemo(() => placesOf(articles, locations), [articles, locations]);
  const drawn = useMemo(() => {
    const [west, east] = span(places.map(({ lon }) => lon));
    const [south, north] = span(places.map(({ lat }) => lat));
    const projection = geoMercator()
      .fitExtent(
        [
          [24, 20],
          [WIDTH - 24, HEIGHT - 20],
        ],
        {
          type: 'MultiPoint',
          coordinates: [
            [west, south],
            [east, north],
          ],
        },
      )
      .clipExtent([
        [0, 0],
        [WIDTH, HEIGHT],
      ])
      // So near, the way between two points is straight.
      .precision(0);
    const land = landBetween(
      projection.invert?.([0, HEIGHT]) ?? [-180, -90],
      projection.invert?.([WIDTH, 0]) ?? [180, 90],
    );
    return {
      land: geoPath(projection).digits(1)(land) ?? '',
      points: named(places.map((place) => ({ ...place, at: projection([place.lon, place.lat]) ?? [0, 0] }))),
    };
  }, [places]);
  if (places.length === 0) return null;
  const names = places.filter(({ own }) => own).map(({ name }) => name);
  return (
    <figure className="small-map">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Map of ${(names.length > 0 ? names : places.map(({ name }) => name)).join(', ')}`}
      >
        <path className="land" d={drawn.land} />
        {drawn.points.map(({ name, own, label, at: [x, y] }) => (
          <g key={name} className={own ? 'own' : 'other'} transform={`translate(${x} ${y})`}>
            <circle r={own ? 5 : 3} />
            {label && (
              <text x={x > WIDTH - 90 ? -8 : 8} dy="0.35em" textAnchor={x > WIDTH - 90 ? 'end' : 'start'}>
                {name}
              </text>
            )}
            <title>{name}</title>
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** Names only where they do not stand upon one another. */
function named<T extends { own: boolean; at: [number, number] }>(points: readonly T[]): (T & { label: boolean })[] {
  const taken: [number, number][] = [];
  return points.map((point) => {
    const [x, y] = point.at;
    const label = point.own && taken.every(([left, top]) => Math.abs(left - x) > 90 || Math.abs(top - y) > 13);
    if (label) taken.push(point.at);
    return { ...point, label };
  });
}

const MOST_NAMED = 4;

/**
 * Towns, seas and the like before states; without either of them, the states. A name that no gazetteer has (`feature`) has
 * got a neighbour's position: good enough to compare reports by, too vague for a pin.
 */
function placesOf(articles: readonly Article[], locations: readonly string[]) {
  const found = new Map<string, { name: string; lat: number; lon: number; own: boolean; state: boolean }>();
  for (const { classification } of articles)
    for (const { name, lat, lon, kind } of classification.places)
      if (lat !== null && lon !== null && kind !== 'feature' && !found.has(name))
        found.set(name, {
          name,
          lat,
          lon,
          own: locations.includes(name),
          state: ['country', 'demonym'].includes(kind),
        });
  const all = [...found.values()];
  const own = all.filter((place) => place.own && !place.state);
  const shown = own.length > 0 ? own : all.filter(({ state }) => !state);
  const chosen = shown.length > 0 ? shown : all.slice(0, 1);
  return chosen.map((place, i) => ({ ...place, own: i < MOST_NAMED && (place.own || own.length === 0) }));
}

function span(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const missing = Math.max(0, AROUND - (high - low)) / 2;
  return [low - missing, high + missing];
}
