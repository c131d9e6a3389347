import type { InputHTMLAttributes, SelectHTMLAttributes } from 'react';

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { name: string; label: string; hint?: string };

/** A line of a form: label, input, and what to mind. */
export function Field({ label, hint, ...input }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input required {...input} />
      {hint && <small className="soft">{hint}</small>}
    </label>
  );
}

/** A line of a form in which one of several is chosen; `options`: value and name of each. */
export function SelectField({
  label,
  options,
  ...select
}: SelectHTMLAttributes<HTMLSelectElement> & { label: string; options: readonly (readonly [string, string])[] }) {
  return (
    <label className="field">
      <span>{label}</span>
      <select {...select}>
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export const NEW_PASSWORD = {
  ...{ type: 'password', autoComplete: 'new-password', minLength: 12, maxLength: 256 },
  hint: 'At least 12 characters; several words are easy to remember.',
};

/** What stands in the fields of a form that is sent. */
export const fieldsOf = (form: HTMLFormElement) => Object.fromEntries(new FormData(form)) as Record<string, string>;
