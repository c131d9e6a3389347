import { type RefObject, useEffect, useState } from 'react';
import { Key } from './parts.tsx';

/** The search field; what is typed counts when Enter is pressed. */
export function SearchBox({
  value,
  search,
  label,
  field,
}: {
  value: string;
  search: (text: string) => void;
  label: string;
  field: RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <search>
      <form
        className="search"
        onSubmit={(event) => {
          event.preventDefault();
          search(text.trim());
          field.current?.blur();
        }}
      >
        <input
          ref={field}
          type="search"
          value={text}
          aria-label={label}
          placeholder={label}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            // The field's own button to empty it.
            if (event.target.value === '' && value !== '') search('');
          }}
          onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
        />
        <Key>/</Key>
      </form>
    </search>
  );
}
