// Before the styles of the page, which go by it.
import './style.css';

import { type FormEvent, type InputHTMLAttributes, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, post } from './api.ts';
import './login.css';
import './parts.css';
import { applyTheme } from './theme.tsx';

applyTheme();

/** What the link that led here is good for. */
interface LinkPurpose {
  purpose: 'first-operator' | 'password' | 'demo';
  name: string | null;
}

const key = new URLSearchParams(location.hash.slice(1)).get('key');
// The key is no business of whoever looks at the screen, or at the history.
if (key) history.replaceState(null, '', location.pathname + location.search);

/** Where whoever logs in was going: an address of the desk, and of no other host. */
function enter(): void {
  const to = new URLSearchParams(location.search).get('to') ?? '/';
  const url = new URL(to, location.origin);
  location.replace(url.origin === location.origin ? url.href : '/');
}

function Login() {
  const [link, setLink] = useState<LinkPurpose | null>(null);
  const [waiting, setWaiting] = useState(key !== null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    if (!key) return;
    post<LinkPurpose>('/session/key', { key })
      .then(async (found) => {
        if (found.purpose !== 'demo') return setLink(found);
        await post('/session/by-key', { key });
        enter();
      })
      .catch((error: Error) => setTrouble(error.message))
      .finally(() => setWaiting(false));
  }, []);

  const send = async (path: string, body: object) => {
    setWaiting(true);
    setTrouble(null);
    try {
      await post(path, body);
      enter();
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.message : String(error));
      setWaiting(false);
    }
  };

  return (
    <main className="login" ref={focusFirst}>
      <h1>
        <img src={new URL('./icon.svg', import.meta.url).href} alt="" width="28" height="28" />
        Subthreshold
      </h1>
      {link ? (
        <ChooseForm link={link} waiting={waiting} trouble={trouble} complain={setTrouble} send={send} />
      ) : (
        <LoginForm waiting={waiting} trouble={trouble} send={send} />
      )}
    </main>
  );
}

const USER_NAME = { autoComplete: 'username', autoCapitalize: 'none', spellCheck: false };
const NEW_PASSWORD = { type: 'password', autoComplete: 'new-password', minLength: 12, maxLength: 256 };

type Send = (path: string, body: object) => Promise<void>;

/** What stands in the fields of a form that is sent. */
const fieldsOf = (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault();
  return Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
};

function LoginForm({ waiting, trouble, send }: { waiting: boolean; trouble: string | null; send: Send }) {
  return (
    <form onSubmit={(event) => void send('/session', fieldsOf(event))}>
      <Field label="Name" name="name" {...USER_NAME} />
      <Field label="Password" name="password" type="password" autoComplete="current-password" />
      <Trouble text={trouble} />
      <button type="submit" className="main" disabled={waiting}>
        Log in
      </button>
    </form>
  );
}

/** Makes the first operator, or lets somebody choose a password. */
function ChooseForm({
  link,
  waiting,
  trouble,
  complain,
  send,
}: {
  link: LinkPurpose;
  waiting: boolean;
  trouble: string | null;
  complain: (trouble: string) => void;
  send: Send;
}) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const { name, password, again } = fieldsOf(event);
    if (password !== again) return complain('The two passwords are not the same.');
    void send('/session/by-key', link.purpose === 'password' ? { key, password } : { key, name, password });
  };
  return (
    <form onSubmit={submit}>
      {link.purpose === 'first-operator' ? (
        <>
          <p>Nobody can log in yet. Make the first account: an operator, who can add the others.</p>
          <Field
            label="Your name here"
            name="name"
            {...USER_NAME}
            hint="Decisions are kept under it; it cannot be changed."
          />
        </>
      ) : (
        <>
          <p>
            Welcome, <b>{link.name}</b>. Choose a password.
          </p>
          {/* For the browser's password manager. */}
          <input
            className="hidden"
            autoComplete="username"
            value={link.name ?? ''}
            readOnly
            tabIndex={-1}
            aria-hidden
          />
        </>
      )}
      <Field
        label="Password"
        hint="At least 12 characters; several words are easy to remember."
        name="password"
        {...NEW_PASSWORD}
      />
      <Field label="The same again" name="again" {...NEW_PASSWORD} />
      <Trouble text={trouble} />
      <button type="submit" className="main" disabled={waiting}>
        {link.purpose === 'first-operator' ? 'Make the account' : 'Keep it and log in'}
      </button>
    </form>
  );
}

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { name: string; label: string; hint?: string };

function Field({ label, hint, ...input }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input required {...input} />
      {hint && <small className="soft">{hint}</small>}
    </label>
  );
}

const Trouble = ({ text }: { text: string | null }) => (
  <p role="alert" className="bad">
    {text}
  </p>
);

const focusFirst = (page: HTMLElement | null) => page?.querySelector('input')?.focus();

createRoot(document.getElementById('desk') as HTMLElement).render(
  <StrictMode>
    <Login />
  </StrictMode>,
);
