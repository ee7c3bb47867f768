// Owns the slot through which actions reach the canvas: the canvas fills it while it is mounted.
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

let current: CanvasApi | null = null;

/** The mounted canvas, or null. */
export const canvasApi = (): CanvasApi | null => current;

/** Fills the slot; the returned function empties it again. */
export function registerCanvasApi(api: CanvasApi): () => void {
  current = api;
  return () => {
    if (current === api) current = null;
  };
}
