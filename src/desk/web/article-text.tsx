import './article-text.css';
import { useMemo } from 'react';
import { safeUrl } from '../../digest/render/safe-url.ts';
import { paragraphs, pieces } from './evidence.ts';
import { EvidenceText } from './evidence-text.tsx';
import { languageName } from './format.ts';
import { Fold, Moment, OutLink } from './parts.tsx';
import { RulesBehind } from './rules-behind.tsx';
import { useNames } from './vocabulary.ts';
import type { Article } from './wire.ts';

const KINDS = ['threat', 'actor', 'location', 'cue', 'gate'] as const;

/** An article's title with its evidence. */
export function ArticleTitle({ article: { title, classification } }: { article: Article }) {
  const head = useMemo(
    () =>
      pieces(
        title,
        classification.evidence.filter((one) => one.in === 'title'),
      ),
    [title, classification],
  );
  return <EvidenceText pieces={head} />;
}

/**
 * An article's source and text with its evidence. `folded`: only its head, until it is opened; `untitled`: its title
 * stands above already.
 */
export function ArticleText({
  article,
  folded = false,
  untitled = false,
}: {
  article: Article;
  folded?: boolean;
  untitled?: boolean;
}) {
  const { title } = article;
  // A summary is a button: no link may stand in it.
  const source = (
    <p className="source">
      {folded ? <span>{article.source}</span> : <OutLink address={article.url}>{article.source}</OutLink>}
      <span title="Admiralty code: A completely reliable … E unreliable, F cannot be judged">
        reliability <b>{article.reliability}</b>
      </span>
      <Moment at={article.publishedAt} full />
      {article.language && article.language !== 'en' && <span>{languageName(article.language)}</span>}
      {article.textFrom === 'feed' && (
        <span className="warn">text from the feed{article.pageError ? `: ${article.pageError}` : ''}</span>
      )}
    </p>
  );
  if (folded)
    return (
      <Fold
        className="article"
        summary={
          <>
            <h3>{title}</h3>
            {source}
          </>
        }
      >
        {safeUrl(article.url) && (
          <p>
            <OutLink address={article.url}>Original</OutLink>
          </p>
        )}
        <ArticleBody article={article} />
      </Fold>
    );
  return (
    <article className="article">
      {!untitled && (
        <h3>
          <ArticleTitle article={article} />
        </h3>
      )}
      {source}
      <p className="legend" aria-hidden="true">
        {KINDS.filter((kind) => article.classification.evidence.some((one) => one.kind === kind)).map((kind) => (
          <span key={kind}>
            <mark className={kind}>{kind}</mark>
          </span>
        ))}
      </p>
      <ArticleBody article={article} />
    </article>
  );
}

/** Why an article is flagged, its text with the evidence, and the rules behind that. */
function ArticleBody({ article }: { article: Article }) {
  const names = useNames();
  const {
    text,
    classification: { evidence, why },
  } = article;
  const body = useMemo(
    () =>
      paragraphs(
        text,
        evidence.filter((one) => one.in === 'text'),
      ),
    [text, evidence],
  );
  const gates = [...new Set(evidence.filter(({ kind }) => kind === 'gate').map(({ rule }) => rule))];
  return (
    <>
      {why && <p className="why">{why}</p>}
      {gates.length > 0 && (
        // Not every gate is a rule of a file ("mention-in-passing"), and rules come and go.
        <p className="gates">
          Gates that spoke: {gates.map((gate) => names.rule(gate)?.title ?? gate.replaceAll('-', ' ')).join('; ')}
        </p>
      )}
      <div className="text">
        {body.map((paragraph, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a text have no other identity
          <p key={i}>
            <EvidenceText pieces={paragraph} />
          </p>
        ))}
      </div>
      <RulesBehind article={article} />
    </>
  );
}
