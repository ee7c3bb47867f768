// Owns which editor is in front: the one that is drawn, that keys act on, and that the engine serves.
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Editor } from "./editor.ts";
import { newEditor } from "./engine.ts";

// Until a document is opened there is one to begin with.
const front = createStore<{ readonly editor: Editor }>(() => ({ editor: newEditor() }));

export const frontEditor = (): Editor => front.getState().editor;

/** Puts an editor in the place of the one before, which stays as it is. */
export const bringToFront = (editor: Editor): void => front.setState({ editor });

export const useFrontEditor = (): Editor => useStore(front, (s) => s.editor);

/**
 * Does something for the editor in front, now and whenever another one comes to the front; what is returned ends it for
 * the one before.
 */
export function whileFront(begin: (editor: Editor) => () => void): () => void {
  let end = begin(frontEditor());
  const stop = front.subscribe(({ editor }, before) => {
    if (editor === before.editor) return;
    end();
    end = begin(editor);
  });
  return () => {
    stop();
    end();
  };
}
