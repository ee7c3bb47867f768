// Owns the storage the window's documents are kept in, once there is one, and telling the user whether they are kept.
import { t } from "../../i18n/index.ts";
import { documentsStore, type SaveState, updateDocuments } from "../../session/documents.ts";
import { notify } from "../../session/store.ts";
import type { OpenDocument } from "./open_document.ts";
import type { SaveStatus } from "./saver.ts";
import type { DocumentStorage } from "./storage.ts";

let place: DocumentStorage | null = null;

/** Where documents are kept; null until the app has started, and in tests. */
export const storage = (): DocumentStorage | null => place;

export const keepIn = (chosen: DocumentStorage): void => {
  place = chosen;
};

/** Documents whose last write failed, with why. */
const failing = new Map<string, unknown>();
let told = false;

/** A save that takes no longer than this is not worth a word. */
const slow = 400;
let later: ReturnType<typeof setTimeout> | null = null;

function write(save: SaveState): void {
  if (JSON.stringify(documentsStore.getState().save) !== JSON.stringify(save)) updateDocuments({ save });
}

const isFull = (error: unknown): boolean => error instanceof Error && error.name === "QuotaExceededError";

function reasonOf(error: unknown): string {
  if (isFull(error)) return t("documents.full");
  if (error instanceof Error && error.name === "VersionError") return t("documents.newer");
  return t("documents.fails", { message: error instanceof Error ? error.message : String(error) });
}

/** Shows a document's state of being saved; of several the worst counts. The first failure in a row is told aloud. */
export function showStatus({ id }: OpenDocument, status: SaveStatus): void {
  if (status.kind === "failed") failing.set(id, status.error);
  else if (status.kind === "saved") failing.delete(id);
  const [failure] = failing.values();
  const save: SaveState =
    failing.size > 0
      ? { kind: "failed", full: isFull(failure), message: reasonOf(failure) }
      : { kind: status.kind === "saved" ? "saved" : "saving" };
  if (save.kind !== "failed") told = false;
  if (later !== null) clearTimeout(later);
  later = save.kind === "saving" ? setTimeout(() => write(save), slow) : null;
  if (save.kind !== "saving") write(save);
  if (save.kind !== "failed" || told) return;
  told = true;
  notify("error", t("files.notKept"), save.message, {
    label: t("documents.details"),
    perform: () => updateDocuments({ dialogOpen: true }),
  });
}
