import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countries from 'world-atlas/countries-50m.json';

const topology = countries as unknown as Topology<{ countries: GeometryCollection }>;

/** The outlines of all states: most of what a map weighs, so that only what is loaded late may import it. */
export const LAND = feature(topology, topology.objects.countries);
