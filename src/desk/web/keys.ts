import { useEffect, useRef } from 'react';

export type Keys = Record<string, ((event: KeyboardEvent) => void) | undefined>;

const SEQUENCE_MS = 1_200;
let prefix = '';
let prefixAt = 0;

/** Whether keys belong to what is being typed in, or to an open dialog. */
const taken = (event: KeyboardEvent) => {
  // Within a shadow root, the event's target is its host.
  const [at] = event.composedPath();
  return (
    event.defaultPrevented ||
    event.altKey ||
    (at instanceof HTMLElement &&
      (at.matches('input:not([type=checkbox]), textarea, select, [contenteditable]') || at.closest('dialog') !== null))
  );
};

/** Runs what a key stands for: `j`, `Escape`, `?`, a sequence such as `g q`, or `Ctrl+k` (also ⌘). */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const held = event.ctrlKey || event.metaKey;
      if (held ? event.altKey : taken(event)) return;
      const started = Date.now() - prefixAt < SEQUENCE_MS ? prefix : '';
      const name = held ? `Ctrl+${event.key.toLowerCase()}` : started ? `${started} ${event.key}` : event.key;
      const run = latest.current[name];
      if (!run) return;
      event.preventDefault();
      run(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Remembers that `g` was pressed, for the key that follows. Mounted once. */
export function useSequences(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // After the listeners that act on the key itself: what they have taken ends a sequence too.
      const begun = prefix !== '' && Date.now() - prefixAt < SEQUENCE_MS;
      prefix = event.key === 'g' && !begun && !event.ctrlKey && !event.metaKey && !taken(event) ? 'g' : '';
      prefixAt = Date.now();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
