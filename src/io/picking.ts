// Owns the slot through which a button reaches the page's file inputs.

export type Pickable = "model" | "weights" | "input";

type Picker = (kind: Pickable, node: string | undefined) => void;

let current: Picker | null = null;

/** Fills the slot; the returned function empties it again. */
export function registerPicker(picker: Picker): () => void {
  current = picker;
  return () => {
    if (current === picker) current = null;
  };
}

/** Lets the user choose a file of a kind; `node` is the Input node it is for, by default the selected or first one. */
export const pickFile = (kind: Pickable, node?: string): void => current?.(kind, node);
