// Owns the slot through which actions reach an editor's canvas: the canvas fills it while it shows the editor.
import type { Position } from "../document/document.ts";

export interface CanvasApi {
  /** Brings all nodes into view. */
  fitView(): void;
  zoomIn(): void;
  zoomOut(): void;
  /** Lays all nodes out anew, as one step of the history. */
  autoLayout(): void;
  /** Brings a node into view and gives it the focus. */
  centerOn(id: string): void;
  /** Moves the view as little as it takes to show these nodes, and gives the focus to the first; they may be new. */
  show(ids: readonly string[]): void;
  /** Gives the focus to what is selected, or to the canvas itself. */
  takeFocus(): void;
  /** Whether an element is part of the canvas. */
  holds(element: Element): boolean;
  /** The middle of what is in view, in canvas units. */
  viewportCenter(): Position;
}

export interface CanvasSlot {
  /** The canvas that shows the editor, or null. */
  current(): CanvasApi | null;
  /** Fills the slot; the returned function empties it again. */
  register(api: CanvasApi): () => void;
}

export function createCanvasSlot(): CanvasSlot {
  let current: CanvasApi | null = null;
  return {
    current: () => current,
    register: (api) => {
      current = api;
      return () => {
        if (current === api) current = null;
      };
    },
  };
}
