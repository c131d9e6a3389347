import './map-page.css';
import { useQuery } from '@tanstack/react-query';
import { geoGraticule10, geoNaturalEarth1, geoPath } from 'd3-geo';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { get, query } from './api.ts';
import { counted } from './format.ts';
import { LAND } from './outlines.ts';
import { Failure, useTitle, Waiting } from './parts.tsx';
import { useNames } from './vocabulary.ts';
import type { MapPoint } from './wire.ts';

/** The drawing's size: on a narrow screen a smaller one, so that points stay large enough to touch. */
const SIZES = { wide: [960, 480], narrow: [390, 340] } as const;
const NARROW = matchMedia('(max-width: 860px)');

function useSize(): readonly [number, number] {
  const narrow = useSyncExternalStore(
    (changed) => {
      NARROW.addEventListener('change', changed);
      return () => NARROW.removeEventListener('change', changed);
    },
    () => NARROW.matches,
  );
  return SIZES[narrow ? 'narrow' : 'wide'];
}

/** Threats by where they are felt: fifteen colours could not be told apart. */
const FIELDS: { id: string; name: string; threats: string[] }[] = [
  { id: 'air', name: 'Air', threats: ['airspace-violation', 'territorial-strike'] },
  { id: 'sea', name: 'Sea', threats: ['undersea-infrastructure', 'maritime-coercion'] },
  {
    id: 'land',
    name: 'Land',
    threats: [
      'sabotage',
      'border-provocation',
      'targeted-violence',
      'instrumentalised-migration',
      'military-posturing',
    ],
  },
  { id: 'wire', name: 'Networks', threats: ['cyberattack', 'electronic-interference'] },
  {
    id: 'mind',
    name: 'Society',
    threats: ['information-operation', 'election-interference', 'espionage', 'economic-coercion'],
  },
];
const fieldOf = (threats: readonly string[]) =>
  FIELDS.find((field) => threats[0] && field.threats.includes(threats[0]))?.id ?? 'land';

/** What each view shows: its corners, west, south, east, north. */
const VIEWS: Record<string, [number, number, number, number]> = {
  World: [-170, -58, 178, 78],
  Europe: [-12, 34, 46, 71],
  Baltic: [9, 53, 32, 66.5],
  'Black Sea': [22, 40, 45, 49],
  'Taiwan Strait': [108, 8, 136, 34],
};

export function MapPage({ search }: { search: string }) {
  useTitle('Map');
  const names = useNames();
  const parameters = new URLSearchParams(search);
  const q = parameters.get('q') ?? 'state:any';
  const view = parameters.get('view') ?? 'World';
  const [, go] = useLocation();
  const points = useQuery({
    queryKey: ['map', q],
    queryFn: ({ signal }) => get<{ points: MapPoint[] }>(`/map${query({ q })}`, signal).then(({ points }) => points),
  });
  const field = parameters.get('field');
  const set = (changes: Record<string, string | null>) =>
    go(`/map${query({ q: parameters.get('q'), view, field, ...changes })}`);
  const shown = points.data?.filter(({ threats }) => field === null || fieldOf(threats) === field);
  return (
    <div className="page map-page">
      <div className="heading">
        <h1>Map</h1>
        <p className="soft">{shown ? `${counted(shown.length, 'incident')} with a place` : ' '}</p>
        <fieldset className="segments">
          <legend className="hidden">What to show</legend>
          {Object.keys(VIEWS).map((name) => (
            <button key={name} type="button" aria-pressed={name === view} onClick={() => set({ view: name })}>
              {name}
            </button>
          ))}
        </fieldset>
        <fieldset className="segments">
          <legend className="hidden">Which incidents</legend>
          {[
            ['state:any', 'All'],
            ['state:new,in-review', 'To review'],
            ['state:confirmed,escalated', 'Confirmed'],
          ].map(([value, name]) => (
            <button key={name} type="button" aria-pressed={value === q} onClick={() => set({ q: value as string })}>
              {name}
            </button>
          ))}
        </fieldset>
      </div>
      {points.isPending && <Waiting what="the map" />}
      {points.isError && <Failure error={points.error} again={() => void points.refetch()} />}
      {shown && <WorldMap points={shown} view={view} open={(id) => go(`/incidents/${id}?q=state:any`)} />}
      {points.data && (
        <p className="legend map-legend">
          {FIELDS.map(({ id, name, threats }) => (
            <button
              key={id}
              type="button"
              className="quiet"
              aria-pressed={field === id}
              title={threats.map(names.threat).join(', ')}
              onClick={() => set({ field: field === id ? null : id })}
            >
              <i className={`dot ${id}`} /> {name} {points.data.filter((point) => fieldOf(point.threats) === id).length}
            </button>
          ))}
          <span>
            <i className="dot" /> filled: to review
          </span>
          <span>
            <i className="dot ring" /> ring: reviewed
          </span>
          <span>
            <i className="dot thick" /> above the threshold
          </span>
        </p>
      )}
    </div>
  );
}

interface Cluster {
  x: number;
  y: number;
  points: MapPoint[];
}

/** Points that would cover one another are shown as one. */
function clustered(points: readonly (MapPoint & { x: number; y: number })[], distance: number): Cluster[] {
  const clusters: Cluster[] = [];
  for (const point of points) {
    const near = clusters.find(({ x, y }) => Math.hypot(point.x - x, point.y - y) < distance);
    if (near) near.points.push(point);
    else clusters.push({ x: point.x, y: point.y, points: [point] });
  }
  return clusters;
}

/** The field of most of the points. */
function commonest(points: readonly MapPoint[]): string {
  const counts = new Map<string, number>();
  for (const { threats } of points) counts.set(fieldOf(threats), (counts.get(fieldOf(threats)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'land';
}

function WorldMap({ points, view, open }: { points: MapPoint[]; view: string; open: (id: number) => void }) {
  const [width, height] = useSize();
  const [west, south, east, north] = VIEWS[view] ?? (VIEWS.World as [number, number, number, number]);
  const { path, project } = useMemo(() => {
    // Lines of the frame, so that the projection fits what is meant and not a sphere's ring.
    const frame = {
      type: 'MultiPoint' as const,
      coordinates: [
        [west, south],
        [east, south],
        [west, north],
        [east, north],
        [(west + east) / 2, north],
        [(west + east) / 2, south],
      ],
    };
    const projection = geoNaturalEarth1()
      .rotate([-(west + east) / 2, 0])
      .fitExtent(
        [
          [8, 8],
          [width - 8, height - 8],
        ],
        frame,
      )
      .clipExtent([
        [0, 0],
        [width, height],
      ]);
    return { path: geoPath(projection).digits(1), project: projection };
  }, [west, south, east, north, width, height]);
  const land = useMemo(() => path(LAND) ?? '', [path]);
  const lines = useMemo(() => path(geoGraticule10()) ?? '', [path]);
  const clusters = useMemo(
    () =>
      clustered(
        points.flatMap((point) => {
          const at = project([point.lon, point.lat]);
          return at && at[0] >= 0 && at[0] <= width && at[1] >= 0 && at[1] <= height
            ? [{ ...point, x: at[0], y: at[1] }]
            : [];
        }),
        12,
      ).sort((a, b) => b.points.length - a.points.length),
    [points, project, width, height],
  );
  const [chosen, setChosen] = useState<Cluster | null>(null);
  const shown = chosen && clusters.includes(chosen) ? chosen : null;
  return (
    <div className="map">
      <svg viewBox={`0 0 ${width} ${height}`}>
        <title>Incidents on the map</title>
        <path className="lines" d={lines} />
        <path className="land" d={land} />
        {clusters.map((cluster) => {
          const { x, y, points } = cluster;
          const first = points[0] as MapPoint;
          const waiting = points.some(({ state }) => state === 'new' || state === 'in-review');
          const radius = 4.5 + 3.5 * Math.log2(points.length);
          const choose = () => (points.length === 1 ? open(first.id) : setChosen(cluster));
          return (
            // biome-ignore lint/a11y/useSemanticElements: there is no button element in SVG
            <g
              key={first.id}
              className={`point ${commonest(points)} ${points.some(({ flag }) => flag === 'above') ? 'above' : 'below'} ${waiting ? 'open' : 'reviewed'}`}
              transform={`translate(${x} ${y})`}
              tabIndex={0}
              role="button"
              aria-label={
                points.length === 1
                  ? `${first.title}, ${first.place}`
                  : `${points.length} incidents near ${first.place}`
              }
              onClick={choose}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                choose();
              }}
            >
              <circle r={Math.max(12, radius)} className="target" />
              <circle r={radius} />
              {points.length > 1 && <text dy="0.35em">{points.length}</text>}
              <title>
                {points.length === 1
                  ? `${first.title} · ${first.place}`
                  : `${points.length} incidents near ${first.place}`}
              </title>
            </g>
          );
        })}
      </svg>
      {shown && (
        <div className="cluster" role="status">
          <b>
            {counted(shown.points.length, 'incident')} near {shown.points[0]?.place}
          </b>
          <ul>
            {shown.points.map((point) => (
              <li key={point.id}>
                <button type="button" className="link" onClick={() => open(point.id)}>
                  {point.title}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
