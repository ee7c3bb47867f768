// Owns undo and redo: documents are immutable, so a step costs one pointer.
import { createStore, type StoreApi } from "zustand/vanilla";

export interface History<D> {
  readonly present: D;
  readonly past: readonly D[];
  readonly future: readonly D[];
  /** The document at the start of the gesture under way (a drag, typing in a field), else null. */
  readonly gesture: D | null;
}

export interface HistoryStore<D> {
  readonly store: StoreApi<History<D>>;
  /** Applies a pure edit: one step, or part of the gesture under way. An edit that returns its argument is no step. */
  edit(change: (document: D) => D): void;
  /** A gesture is many edits and one step: begin … commit, or cancel to go back to its start. */
  begin(): void;
  commit(): void;
  cancel(): void;
  undo(): void;
  redo(): void;
  /** Another document, with the history it comes with. */
  replace(document: D, past?: readonly D[], future?: readonly D[]): void;
  /** From now on nothing is edited, and `refused` is called instead; null takes edits again. */
  setReadOnly(refused: (() => void) | null): void;
}

/** Keeps up to `limit` past documents. */
export function createHistory<D>(initial: D, limit = 200): HistoryStore<D> {
  const store = createStore<History<D>>(() => ({ present: initial, past: [], future: [], gesture: null }));
  let refused: (() => void) | null = null;
  /** Runs a change, unless the history is read only. */
  const change = (run: () => void) => (refused === null ? run() : refused());
  const push = (past: readonly D[], document: D) => [...past, document].slice(-limit);
  const commit = () =>
    store.setState((s) => {
      if (s.gesture === null) return s;
      if (s.gesture === s.present) return { ...s, gesture: null };
      return { ...s, gesture: null, past: push(s.past, s.gesture), future: [] };
    });
  return {
    store,
    edit: (edit) =>
      change(() =>
        store.setState((s) => {
          const next = edit(s.present);
          if (next === s.present) return s;
          if (s.gesture !== null) return { ...s, present: next };
          return { ...s, present: next, past: push(s.past, s.present), future: [] };
        }),
      ),
    begin: () => store.setState((s) => (s.gesture === null ? { ...s, gesture: s.present } : s)),
    commit,
    cancel: () => store.setState((s) => (s.gesture === null ? s : { ...s, present: s.gesture, gesture: null })),
    undo: () =>
      change(() => {
        commit();
        store.setState((s) => {
          const document = s.past.at(-1);
          if (document === undefined) return s;
          return { present: document, past: s.past.slice(0, -1), future: [s.present, ...s.future], gesture: null };
        });
      }),
    redo: () =>
      change(() => {
        commit();
        store.setState((s) => {
          const [document, ...future] = s.future;
          if (document === undefined) return s;
          return { present: document, past: push(s.past, s.present), future, gesture: null };
        });
      }),
    replace: (document, past = [], future = []) =>
      store.setState({ present: document, past, future, gesture: null }, true),
    setReadOnly: (told) => {
      refused = told;
    },
  };
}
