import { useMemo } from 'react';
import { Link } from 'wouter';
import { paragraphs, pieces } from './evidence.ts';
import { EvidenceHints, EvidenceText } from './evidence-text.tsx';
import { capital, placeName } from './format.ts';
import { Score } from './parts.tsx';
import { useNames } from './vocabulary.ts';
import type { Classification, Evidence } from './wire.ts';

const MOST_QUOTES = 3;
const LONGEST_QUOTE = 120;

/** What the rules find in a text, which gates speak, and why the flag is what it is: `rules explain` on a page. */
export function Explained({
  title,
  text,
  classification,
}: {
  title: string;
  text: string;
  classification: Classification;
}) {
  const names = useNames();
  const { evidence, roles } = classification;
  const marked = useMemo(
    () => ({
      title: pieces(
        title,
        evidence.filter((one) => one.in === 'title'),
      ),
      body: paragraphs(
        text,
        evidence.filter((one) => one.in === 'text'),
      ),
    }),
    [title, text, evidence],
  );
  const gates = [...new Set(evidence.filter(({ kind }) => kind === 'gate').map(({ tag, rule }) => tag ?? rule))];
  const sections: [heading: string, kind: Evidence['kind'], tags: readonly string[], name: (id: string) => string][] = [
    ['Patterns', 'pattern', classification.patterns, names.pattern],
    ['Threats', 'threat', classification.threats, names.threat],
    ['Cues', 'cue', classification.cues, names.cue],
    ['Actors', 'actor', classification.actors, (id) => `${names.actor(id)}${roles[id] ? ` (${roles[id]})` : ''}`],
    ['Places', 'location', classification.locations, placeName],
    ['Gates', 'gate', gates, names.pattern],
  ];
  return (
    <EvidenceHints>
      <div className="explained">
        <p className="why">
          {classification.flag === 'none' ? (
            <span className="score none">not flagged</span>
          ) : (
            <Score {...classification} />
          )}{' '}
          {classification.why}
        </p>
        <div className="two">
          <div className="text">
            {title && (
              <h3>
                <EvidenceText pieces={marked.title} />
              </h3>
            )}
            {marked.body.map((paragraph, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a text have no other identity
              <p key={i}>
                <EvidenceText pieces={paragraph} />
              </p>
            ))}
          </div>
          <dl className="grounds">
            {sections.map(([heading, kind, tags, name]) =>
              tags.length === 0 ? null : (
                <div key={heading}>
                  <dt>{heading}</dt>
                  {tags.map((tag) => (
                    <dd key={tag}>
                      <b>{capital(name(tag))}</b>
                      <Quotes
                        of={evidence.filter((one) => one.kind === kind && (one.tag ?? one.rule) === tag)}
                        title={title}
                        text={text}
                      />
                    </dd>
                  ))}
                </div>
              ),
            )}
            {classification.acts.length > 0 && (
              <div>
                <dt>What happened</dt>
                {classification.acts.map(({ threat, status, target, place }) => (
                  <dd key={`${threat} ${status} ${target} ${place}`}>
                    {names.threat(threat)}, {status}
                    {target && `, on ${/^[A-Z]{2}$/.test(target) ? placeName(target) : names.actor(target)}`}
                    {place && `, at ${placeName(place)}`}
                  </dd>
                ))}
              </div>
            )}
            {classification.attributions.length > 0 && (
              <div>
                <dt>Who is said to have done it</dt>
                {classification.attributions.map(({ actor, confidence, source, basis }) => (
                  <dd key={`${actor} ${confidence} ${source} ${basis}`}>
                    {names.actor(actor)}, {confidence} ({source}): “{basis}”
                  </dd>
                ))}
              </div>
            )}
            <div>
              <dt>Falls on</dt>
              <dd>{classification.affected.map(placeName).join(', ') || 'no protected state'}</dd>
            </div>
          </dl>
        </div>
      </div>
    </EvidenceHints>
  );
}

/** The words that a tag rests on, each with the rule that found them. */
function Quotes({ of, title, text }: { of: readonly Evidence[]; title: string; text: string }) {
  const names = useNames();
  const seen = new Map<string, { rule: string; words: string }>();
  for (const { rule, start, end, in: where } of of) {
    const words = (where === 'title' ? title : text).slice(start, end).replace(/\s+/g, ' ');
    seen.set(`${rule} ${words}`, { rule, words });
  }
  return (
    <ul>
      {[...seen.values()].slice(0, MOST_QUOTES).map(({ rule, words }) => (
        <li key={`${rule} ${words}`}>
          “{words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE - 3)}…` : words}”{' '}
          <small>{names.rule(rule) ? <Link href={`/rules/${rule}`}>{rule}</Link> : rule}</small>
        </li>
      ))}
    </ul>
  );
}
