import { useToast } from './toasts.tsx';

/** Something that is shown this once. */
export function Secret({ what, secret, close }: { what: string; secret: string; close: () => void }) {
  const say = useToast();
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => say('Copied'),
      () => say('The browser does not allow copying: select it and press Ctrl C', { kind: 'error' }),
    );
  return (
    <div className="secret" role="status">
      <p>{what}</p>
      <code>{secret}</code>
      <div>
        <button type="button" className="main" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" onClick={close}>
          Done
        </button>
      </div>
    </div>
  );
}
