// Owns one open document: what it is now or was when it left the front, and keeping that in the storage.
import type { WritableFile } from "../writable_file.ts";
import {
  type Confirmed,
  createBook,
  type DocumentState,
  nothingConfirmed,
  planSave,
  type RecordFacts,
  type StepBook,
} from "./record.ts";
import { createSaver, type Saver, type SaveStatus } from "./saver.ts";
import { type DocumentStorage, NotOwner } from "./storage.ts";

export interface OpenDocument {
  readonly id: string;
  facts: RecordFacts;
  /** Its state: what the editor holds while it is in front, else what it was when it left. */
  state: () => DocumentState;
  /** What the storage is known to hold of it. */
  readonly confirmed: () => Confirmed;
  /** The storage holds nothing of it any more. */
  reset(): void;
  readonly saver: Saver;
  /** Whether this window may write it: it is new, or its lock is held here. */
  mayWrite: boolean;
  /** The file of the user's disk it came from, where that can be written to. */
  readonly home: WritableFile | null;
  /** What was selected when it left the front. */
  selection: { readonly nodes: readonly string[]; readonly edges: readonly string[] };
}

export interface OpenDocumentOptions {
  readonly facts: RecordFacts;
  readonly state: () => DocumentState;
  readonly home?: WritableFile | null;
  /** What the storage holds of it, with the numbers of its steps; of a new document nothing. */
  readonly kept?: { readonly book: StepBook; readonly confirmed: Confirmed };
  /** Null as long as there is none. */
  readonly storage: () => DocumentStorage | null;
  readonly onStatus: (document: OpenDocument, status: SaveStatus) => void;
  /** Another window has written it since. */
  readonly onLost: (document: OpenDocument) => void;
  readonly now?: () => number;
}

/** Whether someone has worked on it: an example that was only looked at need not be kept twice. */
const isEdited = ({ history, inputs, weights }: DocumentState): boolean =>
  history.past.length > 0 ||
  history.future.length > 0 ||
  history.gesture !== null ||
  weights !== null ||
  Object.keys(inputs).length > 0;

export function createOpenDocument(options: OpenDocumentOptions): OpenDocument {
  const { kept, storage, onStatus, onLost, now = Date.now } = options;
  const book = kept?.book ?? createBook();
  let confirmed = kept?.confirmed ?? nothingConfirmed(storage()?.generation() ?? 0);
  // The first write takes a document over that another window, or an earlier visit, has written.
  let claimed = false;
  const { id, writer } = options.facts;

  async function write(final: boolean): Promise<void> {
    const place = storage();
    if (!place || !document.mayWrite) return;
    const generation = place.generation();
    if (confirmed.generation !== generation) confirmed = nothingConfirmed(generation);
    const state = document.state();
    if (!document.facts.edited && isEdited(state)) document.facts = { ...document.facts, edited: true };
    const { writes, after } = planSave(document.facts, state, book, confirmed, now());
    if (writes.length === 0) return;
    // A page that is going away cannot wait to hear who has written last.
    try {
      await place.write(writes, claimed && !final ? { id, writer } : undefined);
    } catch (error) {
      if (!(error instanceof NotOwner)) throw error;
      document.mayWrite = false;
      onLost(document);
      return;
    }
    if (place.generation() !== generation) return;
    confirmed = after;
    claimed = true;
  }

  const document: OpenDocument = {
    id,
    facts: options.facts,
    state: options.state,
    confirmed: () => confirmed,
    reset: () => {
      confirmed = nothingConfirmed(storage()?.generation() ?? 0);
      claimed = false;
    },
    mayWrite: kept === undefined,
    home: options.home ?? null,
    selection: { nodes: [], edges: [] },
    saver: createSaver({
      write,
      // What another window edits is not this one's to say.
      onStatus: (status) => (status.kind === "failed" || document.mayWrite) && onStatus(document, status),
    }),
  };
  return document;
}
