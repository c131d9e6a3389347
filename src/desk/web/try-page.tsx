import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from './api.ts';
import { Explained } from './explained.tsx';
import { Failure, useTitle, Waiting } from './parts.tsx';
import { RuleTabs } from './rule-parts.tsx';
import type { TriedText } from './wire.ts';

/** Tries a text, or the article at an address, against the rules in use. */
export function TryPage() {
  useTitle('Try a text');
  const [what, setWhat] = useState<'text' | 'url'>('text');
  const [text, setText] = useState('');
  const [title, setTitle] = useState('');
  const [url, setUrl] = useState('');
  const [published, setPublished] = useState('');
  const attempt = useMutation({
    mutationFn: () =>
      post<TriedText>('/rules/try', {
        ...(what === 'url' ? { url } : { text, title }),
        published: published || null,
      }),
  });
  return (
    <div className="page rules">
      <RuleTabs here="try" />
      <div className="heading">
        <h1>Try a text</h1>
        <p className="soft">What the rules in use say of it, and why. Nothing is kept.</p>
      </div>
      <form
        className="form try"
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <span className="segments">
          {(
            [
              ['text', 'A text'],
              ['url', 'An address'],
            ] as const
          ).map(([id, name]) => (
            <button key={id} type="button" aria-pressed={what === id} onClick={() => setWhat(id)}>
              {name}
            </button>
          ))}
        </span>
        {what === 'url' ? (
          <label>
            Address of an article
            <input
              type="url"
              required
              placeholder="https://"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          </label>
        ) : (
          <>
            <label>
              Title, if it has one
              <input value={title} onChange={(event) => setTitle(event.target.value)} />
            </label>
            <label>
              Text
              <textarea
                rows={6}
                required
                value={text}
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && attempt.mutate()}
              />
            </label>
          </>
        )}
        <div className="filter-row">
          <label>
            Published (membership of pacts goes by it)
            <input type="date" value={published} onChange={(event) => setPublished(event.target.value)} />
          </label>
          <button type="submit" className="main" disabled={attempt.isPending}>
            {attempt.isPending ? 'Reading …' : 'Try'}
          </button>
        </div>
      </form>
      {attempt.isPending && <Waiting what="the explanation" />}
      {attempt.error && <Failure error={attempt.error} />}
      {attempt.data && <Explained {...attempt.data} />}
    </div>
  );
}
