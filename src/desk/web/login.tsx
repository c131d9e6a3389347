// Before the styles of the page, which go by it.
import './style.css';

import { type FormEvent, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, get, post } from './api.ts';
import { Field, fieldsOf, NEW_PASSWORD } from './field.tsx';
import './login.css';
import './parts.css';
import { applyTheme } from './theme.tsx';

applyTheme();

/** What the link that led here is good for. */
interface LinkPurpose {
  purpose: 'first-operator' | 'password' | 'demo';
  name: string | null;
}

const asked = new URLSearchParams(location.search);
const key = new URLSearchParams(location.hash.slice(1)).get('key');
// The key is no business of whoever looks at the screen, or at the history.
if (key) history.replaceState(null, '', location.pathname + location.search);

// A link that is opened where the login page is already shown only changes what stands behind #.
addEventListener('hashchange', () => location.reload());

/** Where whoever logs in was going: an address of the desk, and of no other host. */
function enter(): void {
  const to = asked.get('to') ?? '/';
  const url = URL.canParse(to, location.origin) ? new URL(to, location.origin) : null;
  location.replace(url?.origin === location.origin ? url.href : '/');
}

function Login() {
  const [link, setLink] = useState<LinkPurpose | null>(null);
  const [waiting, setWaiting] = useState(key !== null);
  const [trouble, setTrouble] = useState(asked.get('trouble')?.slice(0, 200) ?? null);
  const [oidc, setOidc] = useState<string | null>(null);
  useEffect(() => {
    get<{ oidc: string | null }>('/session').then(
      ({ oidc }) => setOidc(oidc),
      () => {},
    );
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
        <LoginForm waiting={waiting} trouble={trouble} oidc={oidc} send={send} />
      )}
    </main>
  );
}

interface LoginFormProps {
  waiting: boolean;
  trouble: string | null;
  /** what the OpenID provider is called, when there is one */
  oidc: string | null;
  send: Send;
}

const USER_NAME = { autoComplete: 'username', autoCapitalize: 'none', spellCheck: false };

type Send = (path: string, body: object) => Promise<void>;

function LoginForm({ waiting, trouble, oidc, send }: LoginFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send('/session', fieldsOf(event.currentTarget));
      }}
    >
      <Field label="Name" name="name" {...USER_NAME} />
      <Field label="Password" name="password" type="password" autoComplete="current-password" />
      <Trouble text={trouble} />
      <button type="submit" className="main" disabled={waiting}>
        Log in
      </button>
      {oidc && (
        <a className="button" href={`/login/oidc?to=${encodeURIComponent(asked.get('to') ?? '/')}`}>
          Log in with {oidc}
        </a>
      )}
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
    event.preventDefault();
    const { name, password, again } = fieldsOf(event.currentTarget);
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
      <Field label="Password" name="password" {...NEW_PASSWORD} />
      <Field label="The same again" name="again" type="password" autoComplete="new-password" />
      <Trouble text={trouble} />
      <button type="submit" className="main" disabled={waiting}>
        {link.purpose === 'first-operator' ? 'Make the account' : 'Keep it and log in'}
      </button>
    </form>
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
