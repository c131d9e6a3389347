import { useState } from 'react';
import { TAG_FIELDS, type TagCorrection, type TagField } from '../../store/tags.ts';
import { REASONS } from '../reasons.ts';
import type { Choice } from './decisions.ts';
import { capital, counted, inWords, placeName, stateNamed } from './format.ts';
import { Dialog, DialogFoot, Key } from './parts.tsx';
import { useNames } from './vocabulary.ts';
import type { Incident } from './wire.ts';

interface Asking {
  count: number;
  close: () => void;
  decide: (choice: Choice) => void;
}

/** Asks for the reason of a dismissal: a digit chooses it. */
export function DismissDialog({ count, close, decide }: Asking) {
  const [note, setNote] = useState('');
  const dismiss = (reason: string) => {
    close();
    decide({ decision: 'dismiss', reason, ...(note.trim() ? { note: note.trim() } : {}) });
  };
  return (
    <Dialog title={count > 1 ? `Dismiss ${counted(count, 'incident')}: why?` : 'Dismiss: why?'} close={close}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: digits are shortcuts to the buttons within */}
      <div
        onKeyDown={(event) => {
          const reason = REASONS[Number(event.key) - 1];
          if (!reason || event.target instanceof HTMLTextAreaElement) return;
          event.preventDefault();
          dismiss(reason);
        }}
      >
        <ol className="reasons">
          {REASONS.map((reason, i) => (
            <li key={reason}>
              <button type="button" onClick={() => dismiss(reason)}>
                <Key>{String(i + 1)}</Key> {capital(inWords(reason))}
              </button>
            </li>
          ))}
        </ol>
        <label>
          Note, if you like
          <textarea rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        <DialogFoot close={close} />
      </div>
    </Dialog>
  );
}

/** Asks for a note; `unsent` is the text of one that could not be kept. */
export function NoteDialog({ count, close, decide, unsent = '' }: Asking & { unsent?: string }) {
  const [note, setNote] = useState(unsent);
  const keep = () => {
    if (!note.trim()) return;
    close();
    decide({ decision: 'note', note: note.trim() });
  };
  return (
    <Dialog title={count > 1 ? `Note on ${counted(count, 'incident')}` : 'Note'} close={close}>
      <label>
        What is to be remembered
        <textarea
          autoFocus
          rows={5}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && keep()}
        />
      </label>
      <DialogFoot close={close}>
        <button type="button" className="main" disabled={!note.trim()} onClick={keep}>
          Keep <Key>Ctrl ↵</Key>
        </button>
      </DialogFoot>
    </Dialog>
  );
}

const TITLES: Record<TagField, string> = {
  threats: 'Threats',
  affected: 'States that it falls on',
  actors: 'Actors',
  locations: 'Places',
  cues: 'Cues',
};

/** Selected words of an article, and what they are to be a tag of, when that is known. */
export interface Quote {
  field: TagField | null;
  text: string;
}

/** Adds and removes tags; what has been chosen counts when it is kept. */
export function CorrectDialog({
  incident,
  quote,
  close,
  decide,
}: {
  incident: Incident;
  quote: Quote | null;
  close: () => void;
  decide: (choice: Choice) => void;
}) {
  const names = useNames();
  const [tags, setTags] = useState<Record<TagField, string[]>>(() => ({
    threats: incident.threats,
    affected: incident.affected,
    actors: incident.actors,
    locations: incident.locations,
    cues: incident.cues,
  }));
  const known: Partial<Record<TagField, { id: string; name: string }[]>> = {
    threats: names.all?.threats ?? [],
    actors: names.all?.actors ?? [],
    cues: names.all?.cues ?? [],
  };
  const name = (field: TagField, id: string) =>
    known[field]?.find((one) => one.id === id)?.name ??
    (field === 'locations' || field === 'affected' ? placeName(id) : id);
  const change = (field: TagField, list: string[]) => setTags((all) => ({ ...all, [field]: list }));
  /** Adds what stands in a field, and empties it; what is on no list stays, to be corrected. */
  const add = (field: TagField, input: HTMLInputElement) => {
    const given = input.value.trim();
    const id = known[field]
      ? known[field].find((one) => [one.id, one.name].some((name) => name.toLowerCase() === given.toLowerCase()))?.id
      : field === 'affected'
        ? (stateNamed(given) ?? given.toUpperCase())
        : given;
    if (!id) return;
    if (!tags[field].includes(id)) change(field, [...tags[field], id]);
    input.value = '';
  };
  const correction: TagCorrection = {};
  for (const field of TAG_FIELDS) {
    const add = tags[field].filter((tag) => !incident[field].includes(tag));
    const remove = incident[field].filter((tag) => !tags[field].includes(tag));
    if (add.length + remove.length > 0) correction[field] = { add, remove };
  }
  /** The tag that selected words most likely mean; themselves where there is no list to choose from. */
  const nearest = (field: TagField, text: string): string => {
    if (field === 'locations') return text;
    if (field === 'affected') return stateNamed(text) ?? '';
    const wanted = text.toLowerCase();
    return (
      known[field]?.find(({ name }) => name.toLowerCase() === wanted || wanted.includes(name.toLowerCase()))?.name ?? ''
    );
  };
  const same = Object.keys(correction).length === 0;
  return (
    <Dialog title="Correct tags" close={close} className="correct">
      {quote && <p className="quote">Selected: “{quote.text}”</p>}
      {(['threats', 'affected', 'actors', 'locations', 'cues'] as const).map((field) => (
        <fieldset key={field}>
          <legend>{TITLES[field]}</legend>
          <span className="tags">
            {tags[field].map((id) => (
              <button
                key={id}
                type="button"
                className={`tag ${KIND[field]}`}
                aria-label={`Remove ${name(field, id)}`}
                onClick={() =>
                  change(
                    field,
                    tags[field].filter((one) => one !== id),
                  )
                }
              >
                {name(field, id)} <span aria-hidden="true">×</span>
              </button>
            ))}
            <input
              list={known[field] ? `known-${field}` : undefined}
              aria-label={`Add to ${TITLES[field].toLowerCase()}`}
              placeholder={field === 'affected' ? 'state, then Enter' : 'add, then Enter'}
              data-focus={field === (quote?.field ?? 'threats') ? '' : undefined}
              defaultValue={field === quote?.field ? nearest(field, quote.text) : undefined}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                add(field, event.currentTarget);
              }}
              onBlur={(event) => add(field, event.currentTarget)}
            />
          </span>
          {known[field] && (
            <datalist id={`known-${field}`}>
              {known[field].map((one) => (
                <option key={one.id} value={one.name} />
              ))}
            </datalist>
          )}
        </fieldset>
      ))}
      <DialogFoot close={close}>
        <button
          type="button"
          className="main"
          disabled={same}
          onClick={() => {
            close();
            decide({ decision: 'correct', correction, ...(quote && { note: `“${quote.text}”` }) });
          }}
        >
          Keep
        </button>
      </DialogFoot>
    </Dialog>
  );
}

const KIND: Record<TagField, string> = {
  threats: 'threat',
  affected: 'location',
  actors: 'actor',
  locations: 'location',
  cues: 'cue',
};
