// Owns what survives a reload: the document, its inputs and loaded weights, kept in the browser's IndexedDB.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Document } from "../document/document.ts";
import { currentDocument, history } from "../document/store.ts";
import { t } from "../i18n/index.ts";
import { type InputChoices, inputStore } from "../session/inputs.ts";
import { notify } from "../session/store.ts";
import { openDocument } from "./documents.ts";
import { fetchExample, openExample } from "./examples.ts";
import { feedInputs } from "./inputs.ts";
import { followSeed, loadedWeights, onWeightsChange, restoreWeights } from "./weights.ts";

/** What is kept: the objects themselves, not a model file, since a half edited graph is no valid file, but must come back. */
interface Schema extends DBSchema {
  readonly document: { key: "last"; value: Document };
  readonly inputs: { key: "last"; value: InputChoices };
  readonly weights: { key: "last"; value: Uint8Array };
}

const delay = 300;
let opening: Promise<IDBPDatabase<Schema>> | null = null;
let told = false;

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>("edgewise", 1, {
    upgrade(db) {
      db.createObjectStore("document");
      db.createObjectStore("inputs");
      db.createObjectStore("weights");
    },
  });
  return opening;
}

/** Storage may be forbidden or full: the app works on, and says so once. */
function tellOnce(error: unknown): void {
  if (told) return;
  told = true;
  notify("error", t("files.notKept"), error instanceof Error ? error.message : String(error));
}

/** Whether what was kept can still be shown: another version of the app may have kept it. */
function isDocument(value: unknown): value is Document {
  const isRecord = (part: unknown) => typeof part === "object" && part !== null;
  if (!isRecord(value)) return false;
  const { graph, layout, name, seed } = value as Partial<Document>;
  const known = typeof name === "string" && Number.isSafeInteger(seed) && isRecord(layout);
  return known && isRecord(graph?.nodes) && Array.isArray(graph?.edges);
}

/** Shows the last document, if that is still `wanted` when it has been read. */
async function restore(wanted: () => boolean): Promise<void> {
  const db = await database();
  const [document, inputs, weights] = await Promise.all([
    db.get("document", "last"),
    db.get("inputs", "last"),
    db.get("weights", "last"),
  ]);
  if (!isDocument(document) || !wanted()) return;
  openDocument(document, null, inputs ?? {});
  if (weights) await restoreWeights(weights);
}

/** Keeps what has changed, 300 ms after its last change, and at once when the page goes out of sight. */
function keepSaving(): void {
  const now = () => ({ document: currentDocument(), inputs: inputStore.getState(), weights: loadedWeights() });
  let kept = now();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = async () => {
    clearTimeout(timer);
    const last = kept;
    const { document, inputs, weights } = now();
    kept = { document, inputs, weights };
    if (document === last.document && inputs === last.inputs && weights === last.weights) return;
    try {
      const db = await database();
      const changes = db.transaction(["document", "inputs", "weights"], "readwrite");
      const put = [
        // Always: inputs and weights come back with their document, also with an example that was never edited.
        changes.objectStore("document").put(document, "last"),
        inputs !== last.inputs && changes.objectStore("inputs").put(inputs, "last"),
        weights && weights !== last.weights && changes.objectStore("weights").put(weights, "last"),
        !weights && last.weights && changes.objectStore("weights").delete("last"),
      ];
      // Not left to the browser: a page that is going away would not live to see it.
      changes.commit();
      await Promise.all([...put, changes.done]);
    } catch (error) {
      tellOnce(error);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), delay);
  };
  history.store.subscribe(soon);
  inputStore.subscribe(soon);
  onWeightsChange(soon);
  window.addEventListener("pagehide", () => void save());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void save();
  });
}

let started = false;

/**
 * Starts the files' part of the app, once: feeds the inputs, shows the last document or, at the first start, LeNet-5,
 * and from then on keeps every change.
 */
export async function restoreOrWelcome(): Promise<void> {
  if (started) return;
  started = true;
  feedInputs();
  followSeed();
  const initial = currentDocument();
  // A file may be opened faster than the last document is read.
  const untouched = () => currentDocument() === initial;
  // Asked for beside the last document: whoever comes for the first time waits for it.
  const welcome = fetchExample("lenet5");
  try {
    await restore(untouched);
  } catch (error) {
    tellOnce(error);
  }
  if (untouched()) await openExample("lenet5", untouched, welcome);
  keepSaving();
}
