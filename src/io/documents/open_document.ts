// Owns one open document: its editor, and keeping what that holds in the storage.
import type { Editor } from "../../editor/editor.ts";
import type { WritableFile } from "../writable_file.ts";
import { stateOf } from "./live.ts";
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
  /** Its history when it was shown last: going forth again is possible as long as it is the same. */
  shown: readonly (readonly unknown[])[];
  /** Where it is edited: the editor is the document's alone, in front or not. */
  readonly editor: Editor;
  /** What the storage is known to hold of it. */
  readonly confirmed: () => Confirmed;
  /** The storage holds nothing of it any more. */
  reset(): void;
  readonly saver: Saver;
  /** Whether this window may write it: it is new, or its lock is held here. */
  mayWrite: boolean;
  /** The file of the user's disk it came from, where that can be written to. */
  readonly home: WritableFile | null;
}

export interface OpenDocumentOptions {
  readonly facts: RecordFacts;
  readonly editor: Editor;
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
  const { editor, kept, storage, onStatus, onLost, now = Date.now } = options;
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
    const state = stateOf(editor);
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
    shown: [],
    editor,
    confirmed: () => confirmed,
    reset: () => {
      confirmed = nothingConfirmed(storage()?.generation() ?? 0);
      claimed = false;
    },
    mayWrite: kept === undefined,
    home: options.home ?? null,
    saver: createSaver({
      write,
      // What another window edits is not this one's to say.
      onStatus: (status) => (status.kind === "failed" || document.mayWrite) && onStatus(document, status),
    }),
  };
  return document;
}
