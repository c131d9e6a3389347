import { useState } from 'react';
import { Link } from 'wouter';
import { Fold } from './parts.tsx';
import { ProposeDialog } from './propose-dialog.tsx';
import { KindTag } from './rule-parts.tsx';
import { useMay, useNames } from './vocabulary.ts';
import type { Article, RuleProposal } from './wire.ts';

/** The way back from an article to the rules that spoke in it, and from a sentence to a test of a rule. */
export function RulesBehind({ article }: { article: Article }) {
  const names = useNames();
  const spoke = new Set(article.classification.evidence.map(({ rule }) => rule).filter((rule) => names.rule(rule)));
  return (
    <Fold className="spoke" summary={`Rules that spoke (${spoke.size}), and those that did not`}>
      <Rules article={article} />
    </Fold>
  );
}

function Rules({ article: { itemKey, title, text, classification } }: { article: Article }) {
  const names = useNames();
  const mayPropose = useMay('analyst');
  const [proposal, setProposal] = useState<Pick<RuleProposal, 'rule' | 'kind' | 'text'> | null>(null);
  const rules = new Map<string, string>();
  for (const { rule, in: where, start, end } of classification.evidence)
    if (names.rule(rule) && !rules.has(rule))
      rules.set(rule, sentenceAround(where === 'title' ? title : text, start, end));
  return (
    <>
      <ul>
        {[...rules].map(([id, sentence]) => {
          const card = names.rule(id);
          return (
            <li key={id}>
              {card && <KindTag kind={card.kind} />}
              <Link href={`/rules/${id}`}>{card?.title ?? id}</Link>
              <q>{sentence.length > 160 ? `${sentence.slice(0, 157)}…` : sentence}</q>
              {mayPropose && (
                <button
                  type="button"
                  className="link"
                  onClick={() => setProposal({ rule: id, kind: 'no-match', text: sentence })}
                >
                  Wrong here: make it a test
                </button>
              )}
            </li>
          );
        })}
        <li hidden={!mayPropose}>
          <span className="soft">Something was missed? Select the sentence first, if you like.</span>
          <button
            type="button"
            className="link"
            onClick={() =>
              setProposal({
                rule: '',
                kind: 'match',
                text: (getSelection()?.toString() ?? '').replace(/\s+/g, ' ').trim(),
              })
            }
          >
            Make a test of a sentence
          </button>
        </li>
      </ul>
      {proposal && <ProposeDialog {...proposal} itemKey={itemKey} close={() => setProposal(null)} />}
    </>
  );
}

/** The sentence of a text in which a stretch stands: rules are read sentence by sentence. */
function sentenceAround(text: string, start: number, end: number): string {
  for (const { segment, index } of new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text))
    if (index + segment.length > start) {
      const until = Math.max(end, index + segment.length);
      return text.slice(index, until).replace(/\s+/g, ' ').trim();
    }
  return text.slice(start, end);
}
