// Owns the document in front among the windows of the app: whether this one edits it or follows, and what changes with that.

import { frontEditor } from "../../editor/front.ts";
import { t } from "../../i18n/index.ts";
import { documentsStore, updateDocuments } from "../../session/documents.ts";
import { notify } from "../../session/store.ts";
import { browserLocks, isReload, openChannel } from "./browser.ts";
import { checkRecord } from "./checking.ts";
import { frontDocument, openDocument, replaceFront } from "./desk.ts";
import { packState, stateOf, unpackState } from "./live.ts";
import type { OpenDocument } from "./open_document.ts";
import { readDocument } from "./reading.ts";
import type { DocumentState } from "./record.ts";
import { type Role, type Sharing, shareDocument } from "./sharing.ts";
import { storage } from "./shelf.ts";

/** To the other windows. */
export const channel = openChannel();

/** How long a lock is waited for that this window itself, or the page before a reload, may be about to give up. */
const ownPatience = 1000;

/** Followers are sent a state at most this often. */
const publishDelay = 30;

const shares = new Map<string, Sharing>();
let publishing: ReturnType<typeof setTimeout> | null = null;
/** Documents that were in front of this window. */
const known = new Set<string>();

const isFront = (id: string): boolean => frontDocument()?.id === id;

/** The document has come to the front: asks to edit it. */
export function joinFront(document: OpenDocument): void {
  const { id } = document;
  // Nobody else can have a document that has never been kept.
  const fresh = document.mayWrite && document.confirmed().record === null;
  document.mayWrite = fresh;
  /** What followers have been sent last. */
  let sent: DocumentState | null = null;
  /** The history it was shown with: what was done before the lock was answered must not be lost. */
  const shownPast = document.editor.history.store.getState().past;
  document.editor.history.setReadOnly(null);
  updateDocuments({ following: false });
  shares.get(id)?.leave();
  let answered = false;
  const share = shareDocument({
    id,
    locks: browserLocks,
    channel,
    patience: known.has(id) || (known.size === 0 && isReload()) ? ownPatience : 0,
    onRole: (role) => {
      const first = !answered;
      answered = true;
      void takeRole(id, role, fresh, first ? shownPast : null);
    },
    flush: async () => frontDocument()?.saver.flush(),
    state: (all) => {
      const { editor } = isFront(id) ? (frontDocument() ?? document) : document;
      const packed = packState(editor, all ? null : sent);
      sent = stateOf(editor);
      return packed;
    },
    onState: (state) => {
      if (!isFront(id) || !documentsStore.getState().following) return;
      try {
        unpackState(frontEditor(), state);
      } catch (error) {
        notify("error", t("files.cannotOpen"), error instanceof Error ? error.message : String(error));
      }
    },
  });
  known.add(id);
  shares.set(id, share);
}

/** A document that left the front has been written: others may edit it. */
export function leaveShare(document: OpenDocument): void {
  if (isFront(document.id)) return;
  shares.get(document.id)?.leave();
  shares.delete(document.id);
}

/** Another window has written a document of this one. */
export const loseShare = (document: OpenDocument): void => shares.get(document.id)?.lost();

/** Tells followers of a change, soon. */
export function publishSoon(document: OpenDocument): void {
  const share = shares.get(document.id);
  if (publishing !== null || !share?.followed()) return;
  publishing = setTimeout(() => {
    publishing = null;
    if (isFront(document.id)) share.publish();
  }, publishDelay);
}

/** `shownPast`: the history it was shown with, where until now the browser had not said who edits; else null. */
async function takeRole(id: string, role: Role, fresh: boolean, shownPast: unknown): Promise<void> {
  const document = frontDocument();
  if (!document || document.id !== id) return;
  const touched = shownPast !== null && document.editor.history.store.getState().past !== shownPast;
  if (role === "follower") {
    document.mayWrite = false;
    // Done while the browser had not answered yet: kept, beside what the other window makes of the document.
    if (touched && !fresh) return copyFront();
    document.editor.history.setReadOnly(tellFollowing);
    updateDocuments({ following: true });
    return;
  }
  if (role === "editor") await settle(document, fresh, touched);
}

/** This window edits from now on: the document is as the storage has it, where another window has written it since. */
async function settle(document: OpenDocument, fresh: boolean, touched: boolean): Promise<void> {
  const place = storage();
  if (!fresh && place) {
    try {
      const raw = await place.get("documents", document.id);
      if (frontDocument() !== document) return;
      const stored = checkRecord(raw);
      const mine = document.confirmed().record;
      const same = "writer" in stored && stored.writer === mine?.writer && stored.revision === mine.revision;
      if (raw === undefined) document.reset();
      else if (!same && touched) return copyFront();
      else if (!same) {
        const reading = await readDocument(place, document.id, Date.now());
        if (frontDocument() !== document) return;
        if (reading.kind === "read") replaceFront(reading.document);
      }
    } catch {
      // The storage fails: what is on the screen is the best there is, and saving will tell.
    }
  }
  const now = frontDocument();
  if (now?.id !== document.id) return;
  now.mayWrite = true;
  now.editor.history.setReadOnly(null);
  updateDocuments({ following: false });
  now.saver.request();
}

/** Makes this window the one that edits the document in front. */
export async function editHere(): Promise<void> {
  const document = frontDocument();
  if (document) await shares.get(document.id)?.takeOver();
}

/** Opens what is on the screen as a document of its own. */
export function copyFront(): void {
  const { history: now, inputs, weights } = stateOf(frontEditor());
  openDocument({ ...now.present, name: t("documents.copyOf", { name: now.present.name }) }, { inputs, weights });
}

function tellFollowing(): void {
  notify("info", t("documents.following"), undefined, {
    label: t("documents.editHere"),
    perform: () => void editHere(),
  });
}
