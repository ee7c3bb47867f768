// Owns what the window knows of the kept documents: which is in front, who edits it, whether it is saved, which were open.
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** Small picture of a model: boxes of one size, lines between them. */
export interface GraphPicture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly { readonly x: number; readonly y: number; readonly category: string }[];
  readonly lines: readonly (readonly [x0: number, y0: number, x1: number, y1: number])[];
}

export interface RecentDocument {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly opened: number;
  readonly pinned: boolean;
  /** Whether this or another window shows it: then it cannot be deleted. */
  readonly open: boolean;
  readonly picture: GraphPicture | null;
  /** Earlier states that can be opened, the newest first. */
  readonly states: readonly { readonly step: number; readonly time: number }[];
}

/** A document that could not be read, set aside. */
export interface DamagedDocument {
  readonly key: string;
  readonly name: string;
  readonly time: number;
  readonly message: string;
}

export type SaveState =
  | { readonly kind: "saved" | "saving" }
  /** `full`: the browser's room is used up. */
  | { readonly kind: "failed"; readonly full: boolean; readonly message: string };

export interface Documents {
  /** The id of the document in front; each document opened has its own. */
  readonly front: string | null;
  /** Whether another window edits it and this one follows. */
  readonly following: boolean;
  readonly save: SaveState;
  /** The last opened first. */
  readonly recents: readonly RecentDocument[];
  readonly damaged: readonly DamagedDocument[];
  readonly dialogOpen: boolean;
  /** The document that was deleted last in the dialog, and how to take it back. */
  readonly deleted: { readonly name: string; undo(): void } | null;
}

export const documentsStore = createStore<Documents>(() => ({
  front: null,
  following: false,
  save: { kind: "saved" },
  recents: [],
  damaged: [],
  dialogOpen: false,
  deleted: null,
}));

export function useDocuments<T>(select: (documents: Documents) => T): T {
  return useStore(documentsStore, select);
}

export const updateDocuments = (change: Partial<Documents>): void => documentsStore.setState(change);
