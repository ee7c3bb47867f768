// Owns fetching a part of the app that does not come with the first load: kept once it is there, asked for again after a failure.

export type PartState<T> =
  | { readonly kind: "absent" }
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly value: T }
  | { readonly kind: "failed"; readonly error: Error };

export interface Part<T> {
  state(): PartState<T>;
  /** Calls `changed` at every new state; the returned function stops it. */
  subscribe(changed: () => void): () => void;
  /** Fetches the part unless it is there or on its way. Never rejects: what went wrong is the state. */
  load(): Promise<void>;
  /** The part itself, fetched now if need be. @throws what went wrong */
  get(): Promise<T>;
}

/**
 * A part of the app by how it is fetched. React's `lazy` keeps a failure for good; here a failed part is fetched again when
 * it is next asked for, and while somebody watches it, as soon as the browser is online again.
 */
export function definePart<T>(fetchPart: () => Promise<T>): Part<T> {
  let state: PartState<T> = { kind: "absent" };
  let coming: Promise<void> | null = null;
  const watchers = new Set<() => void>();
  const become = (next: PartState<T>) => {
    state = next;
    for (const changed of watchers) changed();
  };
  const load = (): Promise<void> => {
    if (state.kind === "ready") return Promise.resolve();
    coming ??= (async () => {
      become({ kind: "loading" });
      try {
        const value = await fetchPart();
        coming = null;
        become({ kind: "ready", value });
      } catch (error) {
        coming = null;
        become({ kind: "failed", error: error instanceof Error ? error : new Error(String(error)) });
      }
    })();
    return coming;
  };
  const retry = () => {
    if (state.kind === "failed") void load();
  };
  return {
    state: () => state,
    subscribe: (changed) => {
      if (watchers.size === 0) globalThis.addEventListener?.("online", retry);
      watchers.add(changed);
      return () => {
        watchers.delete(changed);
        if (watchers.size === 0) globalThis.removeEventListener?.("online", retry);
      };
    },
    load,
    get: async () => {
      await load();
      const now: PartState<T> = state;
      if (now.kind === "ready") return now.value;
      throw now.kind === "failed" ? now.error : new Error("the part was not fetched");
    },
  };
}
