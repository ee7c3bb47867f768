// Owns what a place that keeps documents must be able to do: a few stores of values by key, written all or nothing.

/** A store for each part that changes on its own, so that typing does not write weights again. */
export const stores = ["documents", "steps", "inputs", "weights", "damaged"] as const;
export type StoreName = (typeof stores)[number];

/** A document's id; of a step, the id and its number. */
export type StorageKey = string | [id: string, step: number];

export type Write =
  | { readonly kind: "put"; readonly store: StoreName; readonly key: StorageKey; readonly value: unknown }
  | { readonly kind: "delete"; readonly store: StoreName; readonly key: StorageKey }
  /** All steps of a document. */
  | { readonly kind: "deleteSteps"; readonly id: string };

/** Who must have written a document last for a write to be done; one that is not kept (any more) may be written. */
export interface Owner {
  readonly id: string;
  readonly writer: string;
}

export interface DocumentStorage {
  /** Rises when what was kept may be gone: then everything is to be written again. */
  generation(): number;
  get(store: StoreName, key: StorageKey): Promise<unknown>;
  /** All values of a store, with their keys. */
  all(store: StoreName): Promise<readonly (readonly [StorageKey, unknown])[]>;
  /** The steps of a document, by number. */
  steps(id: string): Promise<ReadonlyMap<number, unknown>>;
  /** Does all of it or nothing. Rejects with NotOwner where another window has written the document since. */
  write(writes: readonly Write[], owner?: Owner): Promise<void>;
}

/** Another window has taken the document over. */
export class NotOwner extends Error {
  override readonly name = "NotOwner";
}
