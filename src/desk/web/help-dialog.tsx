import type { Role } from '../../config/roles.ts';
import { Dialog, Key } from './parts.tsx';
import { useMay } from './vocabulary.ts';

/** Keys, and what only analysts (and operators) have to do with. */
const KEYS: [title: string, keys: [key: string, what: string, role?: Role][]][] = [
  [
    'Move',
    [
      ['j', 'next incident'],
      ['k', 'previous incident'],
      ['o', 'open it'],
      ['Esc', 'back to the list'],
      ['/', 'search'],
      ['g q', 'queue'],
      ['g a', 'articles'],
      ['g m', 'map'],
      ['g t', 'timeline'],
      ['g o', 'second opinions'],
      ['g d', 'digest'],
      ['g f', 'feeds'],
      ['g r', 'rules'],
      ['g s', 'system', 'operator'],
    ],
  ],
  [
    'Decide',
    [
      ['c', 'confirm', 'analyst'],
      ['d', 'dismiss, with a reason', 'analyst'],
      ['e', 'escalate', 'analyst'],
      ['a', 'take it, or give it back', 'analyst'],
      ['n', 'note', 'analyst'],
      ['t', 'correct tags', 'analyst'],
      ['m', 'join, split, move articles', 'analyst'],
      ['u', 'undo', 'analyst'],
      ['x', 'select, to decide on several at once', 'analyst'],
    ],
  ],
  [
    'Everything else',
    [
      ['s', 'keep the search as a view', 'analyst'],
      ['g 1', 'the first kept view, g 2 the second'],
      ['f', 'flag an article by hand', 'analyst'],
      ['Ctrl K', 'all commands'],
      ['?', 'these keys'],
    ],
  ],
];

const FIELDS =
  'country, affected, pact, threat, actor, pattern, place, cue, feed, language, flag, state, assignee, score, days, since, until';

export function HelpDialog({ close }: { close: () => void }) {
  const mine = { viewer: true, analyst: useMay('analyst'), operator: useMay('operator') };
  const sections = KEYS.map(([title, keys]) => [title, keys.filter(([, , role]) => mine[role ?? 'viewer'])] as const);
  return (
    <Dialog title="Keys" close={close} className="help">
      <div className="columns">
        {sections
          .filter(([, keys]) => keys.length > 0)
          .map(([title, keys]) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl>
                {keys.map(([key, what]) => (
                  <div key={key}>
                    <dt>
                      {key.split(' ').map((one) => (
                        <Key key={one}>{one}</Key>
                      ))}
                    </dt>
                    <dd>{what}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
      <h3>Search</h3>
      <p>
        Words, <code>"a phrase"</code>, <code>-not</code>, and fields:{' '}
        <code>country:RO,PL threat:sabotage score:0.8</code>. Fields: {FIELDS}. A minus before a field excludes it.
      </p>
      <div className="buttons">
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
