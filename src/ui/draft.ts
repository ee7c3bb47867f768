// The text a user is typing, before it becomes the value: the behaviour shared by TextField and NumberField.
import { useEffect, useRef, useState } from "react";

export interface DraftEvents {
  /** Every keystroke, with the whole text. Enough to validate and to preview. */
  readonly onDraft?: ((text: string) => void) | undefined;
  /**
   * Enter, or leaving the field (also when it disappears), after the text was touched. Return false to refuse it: the
   * text stays for the user to repair. Otherwise the field shows `value` again, as it comes back through the props.
   */
  readonly onCommit: (text: string) => unknown;
  /** Escape after the text was touched. Without it `onDraft` is called with the text from before. */
  readonly onCancel?: (() => void) | undefined;
  /** A refused text from when the field was last seen: it stands there again. */
  readonly kept?: string | null | undefined;
  /** The field disappears with a text that was refused. */
  readonly onKeep?: ((text: string) => void) | undefined;
}

export interface Draft {
  /** What the input shows. */
  readonly text: string;
  /** Whether there is something to commit or cancel. */
  readonly touched: boolean;
  readonly type: (text: string) => void;
  readonly commit: () => void;
  /** Returns whether there was anything to undo. */
  readonly cancel: () => boolean;
}

/** Holds the draft over `value`: null while untouched. At most one commit follows each series of keystrokes. */
export function useDraft(value: string, events: DraftEvents): Draft {
  const [draft, setDraft] = useState<string | null>(events.kept ?? null);
  // The ref is what event handlers read: two events may come before React draws again.
  const live = useRef<{ draft: string | null; before: string; events: DraftEvents }>({ draft, before: value, events });
  live.current.events = events;

  const set = (text: string | null) => {
    live.current.draft = text;
    setDraft(text);
  };

  useEffect(() => {
    const state = live.current;
    // A field may vanish without a blur, when a press on the canvas selects another node.
    return () => {
      if (state.draft !== null && state.events.onCommit(state.draft) === false) state.events.onKeep?.(state.draft);
      state.draft = null;
    };
  }, []);

  return {
    text: draft ?? value,
    touched: draft !== null,
    type(text) {
      if (live.current.draft === null) live.current.before = value;
      set(text);
      events.onDraft?.(text);
    },
    commit() {
      const text = live.current.draft;
      if (text !== null && events.onCommit(text) !== false) set(null);
    },
    cancel() {
      if (live.current.draft === null) return false;
      set(null);
      if (events.onCancel) events.onCancel();
      else events.onDraft?.(live.current.before);
      return true;
    },
  };
}

/**
 * For the `onEscapeKeyDown` of Radix's layers, which hear Escape before the field does: true while it belongs to a
 * touched field, marked `data-draft="touched"`.
 */
export function escapeIsForDraft(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.dataset.draft === "touched";
}
