import type { Token } from '../tokens.ts';
import type { Candidate } from './candidate.ts';
import type { PlaceKind } from './gazetteer.ts';
import type { PlaceRole } from './place-tag.ts';

/** What a place's name stands for where it stands. */
export function roleOf(_candidate: Candidate, kind: PlaceKind, _tokens: readonly Token[]): PlaceRole {
  return kind === 'seat' ? 'government' : 'place';
}
