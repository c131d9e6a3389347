import type { PlaceMention } from '../types.ts';

/**
 * What a mention stands for:
 * `place` the place itself; `government` a capital or seat that stands for its state ("Moscow said");
 * `organisation` part of the name of an organisation, a team, a work or a coin ("London School of Economics", "US$ 5");
 * `demonym` an adjective, a people or a language ("Romanian jets", "Poles").
 */
export type PlaceRole = 'place' | 'government' | 'organisation' | 'demonym';

/** How large the place is; `sea` stands for every named water, `feature` for mountains, parks, streets and the like. */
export type PlaceLevel = 'continent' | 'country' | 'admin1' | 'admin2' | 'city' | 'island' | 'sea' | 'site' | 'feature';

/** A place mentioned in a text, with what the classifier needs to know of it. */
export interface PlaceTag extends PlaceMention {
  /** index of its first token */
  from: number;
  /** index after its last token */
  to: number;
  /** as the text writes it, without "the" */
  surface: string;
  /** with the generic words that make it the name of a facility or region: "Leipzig Airport", "Ryazan Oblast" */
  full: string;
  role: PlaceRole;
  level: PlaceLevel;
  /** a state's capital, which may stand for its government */
  capital: boolean;
  /** first-level region that it lies in, as GeoNames codes it within `country` ("GB.ENG", "US.TX"); null where unknown */
  admin1: string | null;
  /** ISO alpha-2 of the states on its shore or border, for what lies in no single state; empty otherwise */
  shores: readonly string[];
}
