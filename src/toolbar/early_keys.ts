// Owns keys pressed before the command menu is there to take them: its first opening waits for its code to be loaded.

/** What was typed early, and whether Enter followed. */
export interface EarlyKeys {
  readonly text: string;
  readonly enter: boolean;
}

const none: EarlyKeys = { text: "", enter: false };
let held = none;

/** The text after one more key; of keys without a meaning in a search field the same. */
function after({ text, enter }: EarlyKeys, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): EarlyKeys {
  if (ctrlKey || metaKey || altKey || enter) return { text, enter };
  if (key === "Enter") return { text, enter: true };
  if (key === "Backspace") return { text: text.slice(0, -1), enter };
  return key.length === 1 ? { text: text + key, enter } : { text, enter };
}

/** Keeps every key from the rest of the page until the returned function is called. Escape gives up waiting. */
export function holdKeys(onEscape: () => void): () => void {
  held = none;
  const onKeyDown = (event: KeyboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Escape") onEscape();
    else held = after(held, event);
  };
  window.addEventListener("keydown", onKeyDown, true);
  return () => window.removeEventListener("keydown", onKeyDown, true);
}

/** What was held since the last time. */
export const earlyKeys = (): EarlyKeys => held;

/** Forgets what was held, once it has reached its field. */
export function forgetKeys(): void {
  held = none;
}
