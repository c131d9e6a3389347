import { useEffect, useState } from 'react';
import type { TagField } from '../../store/tags.ts';

/** A stretch of an article that was selected, and where it stands on the screen. */
export interface Selected {
  text: string;
  box: DOMRect;
}

const LONGEST = 100;
const CHOICES: [field: TagField, name: string, kind: string][] = [
  ['threats', 'Threat', 'threat'],
  ['affected', 'State hit', 'location'],
  ['actors', 'Actor', 'actor'],
  ['locations', 'Place', 'location'],
  ['cues', 'Cue', 'cue'],
];

/** What is selected in an article's title or text; null when nothing is, or too much to be a tag. */
export function selectedText(): Selected | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const inside = (node: Node) =>
    (node instanceof Element ? node : node.parentElement)?.closest(
      '.incident .text, .incident .headline, .incident h3',
    );
  if (!inside(range.startContainer) || !inside(range.endContainer)) return null;
  const text = selection.toString().replace(/\s+/g, ' ').trim();
  return text && text.length <= LONGEST ? { text, box: range.getBoundingClientRect() } : null;
}

/** Offers to make a tag of what is selected in an article. */
export function SelectionTags({ tag }: { tag: (field: TagField, text: string) => void }) {
  const [selected, setSelected] = useState<Selected | null>(null);
  useEffect(() => {
    let later: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(later);
      // Not while the selection is still being drawn.
      later = setTimeout(() => setSelected(selectedText()), 150);
    };
    // It stands where the words are, once they stand still.
    const move = () => {
      setSelected(null);
      look();
    };
    document.addEventListener('selectionchange', look);
    addEventListener('scroll', move, { capture: true, passive: true });
    return () => {
      clearTimeout(later);
      document.removeEventListener('selectionchange', look);
      removeEventListener('scroll', move, { capture: true });
    };
  }, []);
  if (!selected || selected.box.bottom < 0 || selected.box.top > innerHeight) return null;
  const above = selected.box.top > 60;
  return (
    <div
      className="selection-tags"
      role="toolbar"
      aria-label={`Make a tag of “${selected.text}”`}
      style={{
        left: Math.max(8, Math.min(selected.box.left, innerWidth - 380)),
        ...(above ? { bottom: innerHeight - selected.box.top + 6 } : { top: selected.box.bottom + 6 }),
      }}
    >
      <span className="soft">tag as</span>
      {CHOICES.map(([field, name, kind]) => (
        <button
          key={field}
          type="button"
          className={`tag ${kind}`}
          // The selection must outlive the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            getSelection()?.removeAllRanges();
            setSelected(null);
            tag(field, selected.text);
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
