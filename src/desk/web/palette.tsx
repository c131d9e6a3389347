import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { query } from './api.ts';
import { Dialog, Key } from './parts.tsx';
import { useNames } from './vocabulary.ts';

export interface Command {
  name: string;
  key?: string;
  run: () => void;
}

const MOST = 12;

/** Everything that can be done, by name; what is no command is searched for. */
export function Palette({ commands, close }: { commands: readonly Command[]; close: () => void }) {
  const [, go] = useLocation();
  const names = useNames();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const found = useMemo<Command[]>(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const filters = (names.all?.threats ?? []).map(({ id, name }) => ({
      name: `Queue: ${name}`,
      run: () => go(`/${query({ q: `threat:${id}` })}`),
    }));
    const fitting = [...commands, ...filters].filter(({ name }) =>
      words.every((word) => name.toLowerCase().includes(word)),
    );
    const searches = text.trim()
      ? [
          { name: `Search the queue for “${text.trim()}”`, run: () => go(`/${query({ q: text.trim() })}`) },
          { name: `Search all articles for “${text.trim()}”`, run: () => go(`/articles${query({ q: text.trim() })}`) },
        ]
      : [];
    return [...fitting.slice(0, MOST), ...searches];
  }, [commands, names.all, text, go]);
  const active = Math.min(at, found.length - 1);
  const run = (command: Command | undefined) => {
    close();
    command?.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((active + step + found.length) % found.length);
    else if (event.key === 'Enter') run(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Commands" close={close} className="palette">
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={`${id}-${active}`}
        aria-label="Command or search"
        placeholder="Type a command or what to search for"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div role="listbox" id={`${id}-list`} aria-label="Commands">
        {found.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the combobox, which owns the list
          <div
            key={command.name}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            onClick={() => run(command)}
          >
            <span>{command.name}</span>
            {command.key && (
              <span>
                {command.key.split(' ').map((key) => (
                  <Key key={key}>{key}</Key>
                ))}
              </span>
            )}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
