import type { PatternRule } from '../config/rules.ts';
import { central } from './facts.ts';
import type { Party } from './parties.ts';
import type { StoryLocation } from './places/story-locations.ts';
import type { Reading } from './reading.ts';
import { sentenceAround } from './tokens.ts';
import type { Evidence } from './types.ts';

/** What an item's evidence is gathered for. */
export interface Findings {
  patterns: readonly PatternRule[];
  /** actors that matter */
  actors: readonly Party[];
  locations: readonly StoryLocation[];
  flagged: boolean;
}

/** The stretches of text behind every tag, gate and pattern. */
export function evidenceOf(reading: Reading, { patterns, actors, locations, flagged }: Findings): Evidence[] {
  const evidence: Evidence[] = [];
  const isActor = new Set(actors.map(({ id }) => id));
  for (const { where, tokens, hits, mentions } of reading.parts) {
    const add = (rule: string, kind: Evidence['kind'], from: number, to: number, tag: string) =>
      evidence.push({ rule, kind, start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0, in: where, tag });
    for (const { rule, from, to } of hits)
      if (rule.kind === 'threat' || rule.kind === 'cue' || rule.kind === 'gate')
        add(rule.id, rule.kind, from, to, rule.tag);
      else if (rule.kind === 'sign' && flagged) add(rule.id, 'pattern', from, to, rule.id);
    for (const { id, form, from, to } of mentions) if (isActor.has(id)) add(`actor-${form}`, 'actor', from, to, id);
  }
  for (const { id, code, mentions } of actors)
    if (mentions.length === 0)
      for (const { where, places } of reading.parts)
        for (const { start, end, country } of places)
          if (country === code) evidence.push({ rule: 'actor-place', kind: 'actor', start, end, in: where, tag: id });
  for (const { location, mentions } of locations) {
    for (const { where, tag } of mentions)
      evidence.push({ rule: 'place', kind: 'location', start: tag.start, end: tag.end, in: where, tag: location });
    if (mentions.length === 0)
      for (const { where, tokens, mentions: named } of reading.parts)
        for (const { code, from, to } of named)
          if (code === location)
            evidence.push({
              rule: 'place',
              kind: 'location',
              start: tokens[from]?.start ?? 0,
              end: tokens[to - 1]?.end ?? 0,
              in: where,
              tag: location,
            });
  }
  for (const { id } of patterns) evidence.push(...sentencesBehind(reading, id));
  return evidence;
}

/** A pattern rests on the sentence in which the act is told, else on the first of the item's main sentences. */
function sentencesBehind(reading: Reading, pattern: string): Evidence[] {
  for (const part of reading.parts) {
    const hit =
      part.hits.find(({ rule, sentence }) => rule.kind === 'threat' && central(part, sentence)) ??
      part.hits.find(({ rule, sentence }) => (rule.kind === 'cue' || rule.kind === 'sign') && central(part, sentence));
    if (!hit) continue;
    const { from, to } = sentenceAround(part.tokens, hit.from);
    return [
      {
        rule: pattern,
        kind: 'pattern',
        start: part.tokens[from]?.start ?? 0,
        end: part.tokens[to - 1]?.end ?? 0,
        in: part.where,
        tag: pattern,
      },
    ];
  }
  return [];
}
