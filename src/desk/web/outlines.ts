import type { MultiPolygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countries from 'world-atlas/countries-50m.json';

const topology = countries as unknown as Topology<{ countries: GeometryCollection }>;

/** The outlines of all states: most of what a map weighs, so that only what is loaded late may import it. */
export const LAND = feature(topology, topology.objects.countries);

/** A piece of land with the degrees that it lies between. */
interface Land {
  coordinates: Position[][];
  west: number;
  south: number;
  east: number;
  north: number;
}

const pieces: Land[] = LAND.features
  .flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return [geometry.coordinates];
    return geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
  })
  .map((coordinates) => {
    const lon = (coordinates[0] ?? []).map(([at = 0]) => at);
    const lat = (coordinates[0] ?? []).map(([, at = 0]) => at);
    return {
      ...{ coordinates, west: Math.min(...lon), east: Math.max(...lon) },
      ...{ south: Math.min(...lat), north: Math.max(...lat) },
    };
  });

/** The land between some degrees, and what hangs together with it: to draw all of it takes long. */
export const landBetween = ([west, south]: [number, number], [east, north]: [number, number]): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: pieces
    .filter((one) => one.west <= east && one.east >= west && one.south <= north && one.north >= south)
    .map(({ coordinates }) => coordinates),
});
