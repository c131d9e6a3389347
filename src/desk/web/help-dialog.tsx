import { Dialog, Key } from './parts.tsx';

const KEYS: [title: string, keys: [key: string, what: string][]][] = [
  [
    'Move',
    [
      ['j', 'next incident'],
      ['k', 'incident before'],
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
      ['g s', 'system (operators)'],
    ],
  ],
  [
    'Decide',
    [
      ['c', 'confirm'],
      ['d', 'dismiss, with a reason'],
      ['e', 'escalate'],
      ['a', 'take it, or give it back'],
      ['n', 'note'],
      ['t', 'correct tags'],
      ['m', 'join, split, move articles'],
      ['u', 'undo'],
      ['x', 'select, to decide on several at once'],
    ],
  ],
  [
    'Everything else',
    [
      ['s', 'keep the search as a view'],
      ['g 1', 'the first view kept, g 2 the next'],
      ['f', 'flag an article by hand'],
      ['Ctrl K', 'all commands'],
      ['?', 'these keys'],
    ],
  ],
];

const FIELDS =
  'country, affected, pact, threat, actor, pattern, place, cue, feed, language, flag, state, assignee, score, days, since, until';

export function HelpDialog({ close }: { close: () => void }) {
  return (
    <Dialog title="Keys" close={close} className="help">
      <div className="columns">
        {KEYS.map(([title, keys]) => (
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
