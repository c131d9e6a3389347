import { useState } from 'react';
import { FEED_TOPICS, RELIABILITIES } from '../../config/feed-words.ts';
import { capital, inWords } from './format.ts';
import { DialogFoot } from './parts.tsx';

/** What an operator says of a feed; the interval in words. */
export interface FeedFields {
  title: string;
  url: string;
  language: string;
  topics: string[];
  reliability: string;
  interval: string;
}

const MEANING: Record<string, string> = {
  A: 'completely reliable',
  B: 'usually reliable',
  C: 'fairly reliable',
  D: 'not usually reliable',
  E: 'unreliable',
  F: 'cannot be judged',
};

/** Seconds between two polls in words: `15 min`. */
export function intervalInWords(seconds: number): string {
  const minutes = seconds / 60;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

export function FeedForm({
  feed,
  problem,
  busy,
  label,
  keep,
  close,
}: {
  feed: FeedFields;
  /** why it was not kept */
  problem: string | null;
  busy: boolean;
  label: string;
  keep: (feed: FeedFields) => void;
  close: () => void;
}) {
  const [fields, setFields] = useState(feed);
  const set = (change: Partial<FeedFields>) => setFields((before) => ({ ...before, ...change }));
  const text = (name: 'title' | 'url' | 'language' | 'interval', title: string, more: object = {}) => (
    <label>
      {title}
      <input required value={fields[name]} onChange={(event) => set({ [name]: event.target.value })} {...more} />
    </label>
  );
  return (
    <form
      className="form feed-form"
      onSubmit={(event) => {
        event.preventDefault();
        keep(fields);
      }}
    >
      {text('title', 'Title')}
      {text('url', 'Address of the feed', { type: 'url' })}
      <div className="fields">
        {text('language', 'Language (ISO 639-1)', { maxLength: 2, pattern: '[a-z]{2}' })}
        {text('interval', 'Polled every', { placeholder: '15 min', pattern: '[0-9.]+ ?(min|h|d)' })}
        <label>
          Reliability
          <select value={fields.reliability} onChange={(event) => set({ reliability: event.target.value })}>
            {RELIABILITIES.map((letter) => (
              <option key={letter} value={letter}>
                {letter}: {MEANING[letter]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <fieldset>
        <legend>Topics</legend>
        <span className="topics">
          {FEED_TOPICS.map((topic) => (
            <label key={topic}>
              <input
                type="checkbox"
                checked={fields.topics.includes(topic)}
                onChange={({ target }) =>
                  set({
                    topics: target.checked ? [...fields.topics, topic] : fields.topics.filter((one) => one !== topic),
                  })
                }
              />
              {capital(inWords(topic))}
            </label>
          ))}
        </span>
      </fieldset>
      <DialogFoot close={close} problem={problem}>
        <button type="submit" className="main" disabled={busy || fields.topics.length === 0}>
          {label}
        </button>
      </DialogFoot>
    </form>
  );
}
