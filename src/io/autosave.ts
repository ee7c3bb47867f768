// Owns what survives a reload: the document, its inputs and loaded weights, kept in the browser's IndexedDB.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Document } from "../document/document.ts";
import { currentDocument, history } from "../document/store.ts";
import { t } from "../i18n/index.ts";
import { type InputChoices, inputStore } from "../session/inputs.ts";
import { notify } from "../session/store.ts";
import { openDocument } from "./documents.ts";
import { openExample } from "./examples.ts";
import { feedInputs } from "./inputs.ts";
import { followSeed, loadedWeights, onWeightsChange, restoreWeights } from "./weights.ts";

/** The objects themselves, not a model file: a graph that is half edited is no valid file, but must come back. */
interface Saved {
  readonly version: 1;
  readonly document: Document;
  readonly inputs: InputChoices;
}

interface Schema extends DBSchema {
  readonly documents: { key: "last"; value: Saved };
  readonly weights: { key: "last"; value: Uint8Array };
}

const delay = 300;
let opening: Promise<IDBPDatabase<Schema>> | null = null;
let told = false;

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>("edgewise", 1, {
    upgrade(db) {
      db.createObjectStore("documents");
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

function isSaved(value: unknown): value is Saved {
  if (typeof value !== "object" || value === null || !("version" in value) || value.version !== 1) return false;
  const { document } = value as Partial<Saved>;
  const { graph, layout, name, seed } = (document ?? {}) as Partial<Document>;
  const isRecord = (part: unknown) => typeof part === "object" && part !== null;
  return (
    typeof name === "string" &&
    Number.isSafeInteger(seed) &&
    isRecord(layout) &&
    isRecord(graph?.nodes) &&
    Array.isArray(graph?.edges)
  );
}

/** Shows the last document, if that is still `wanted` when it has been read. */
async function restore(wanted: () => boolean): Promise<void> {
  const db = await database();
  const saved: unknown = await db.get("documents", "last");
  const weights = await db.get("weights", "last");
  if (!isSaved(saved) || !wanted()) return;
  openDocument(saved.document, null, saved.inputs);
  if (weights) await restoreWeights(weights);
}

/** Keeps the document 300 ms after its last change, and at once when the page goes out of sight. */
function keepSaving(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let document = currentDocument();
  let inputs = inputStore.getState();
  let weights = loadedWeights();

  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    const now = { document: currentDocument(), inputs: inputStore.getState(), weights: loadedWeights() };
    const tasks: ((db: IDBPDatabase<Schema>) => Promise<unknown>)[] = [];
    if (now.document !== document || now.inputs !== inputs) {
      const saved: Saved = { version: 1, document: now.document, inputs: now.inputs };
      tasks.push((db) => db.put("documents", saved, "last"));
    }
    if (now.weights !== weights) {
      const { weights: bytes } = now;
      tasks.push((db) => (bytes ? db.put("weights", bytes, "last") : db.delete("weights", "last")));
    }
    ({ document, inputs, weights } = now);
    try {
      if (tasks.length === 0) return;
      const db = await database();
      await Promise.all(tasks.map((task) => task(db)));
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
  window.document.addEventListener("visibilitychange", () => {
    if (window.document.visibilityState === "hidden") void save();
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
  try {
    await restore(untouched);
  } catch (error) {
    tellOnce(error);
  }
  if (untouched()) await openExample("lenet5", untouched);
  keepSaving();
}
