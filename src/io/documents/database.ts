// Owns the browser's database of documents: its versions, opening it again when it was closed or deleted under the app.
import { type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { newId } from "./browser.ts";
import { firstRecord, parseStep, printOldStep } from "./record.ts";
import {
  type DocumentStorage,
  NotOwner,
  type Owner,
  type StorageKey,
  type StoreName,
  stores,
  type Write,
} from "./storage.ts";

type Database = IDBPDatabase<unknown>;

const databaseName = "edgewise";
const databaseVersion = 2;

export interface DatabaseEvents {
  /** What was kept is gone, or the connection is: everything is to be written again. */
  onReset(): void;
  /** Another window holds an older version of the database open. */
  onBlocked(): void;
}

/** The browser's storage of documents. It opens with its first use; where there is none each call rejects. */
export function openDatabase({ onReset, onBlocked }: DatabaseEvents): DocumentStorage {
  let opening: Promise<Database> | null = null;
  let opened: Database | null = null;
  let age = 0;

  const forget = (db: Database | null) => {
    if (db !== opened) return;
    opening = null;
    opened = null;
    age++;
    onReset();
  };

  const connect = (): Promise<Database> => {
    opening ??= openDB<unknown>(databaseName, databaseVersion, {
      upgrade: (db, from, _to, change) => upgrade(db, from, change),
      blocked: onBlocked,
      // Someone wants to delete the database or to bring it to a newer version: only a closed one lets them.
      blocking: (_from, _to, event) => {
        const db = (event.target as IDBDatabase | null) ?? null;
        const held = opened;
        db?.close();
        forget(held);
      },
      // The browser has closed it: the site's data was cleared, or the disk failed.
      terminated: () => forget(opened),
    }).then(
      (db) => {
        opened = db;
        return db;
      },
      (error: unknown) => {
        opening = null;
        throw error;
      },
    );
    return opening;
  };

  /** Does something with the open database; one that turns out to be closed or empty is opened anew with the next call. */
  const use = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    const db = opened ?? (await connect());
    try {
      return await work(db);
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      if (name === "InvalidStateError" || name === "NotFoundError") {
        db.close();
        forget(db);
      }
      throw error;
    }
  };

  return {
    generation: () => age,
    get: (store, key) => use((db) => db.get(store, key)),
    all: (store) =>
      use(async (db) => {
        const reading = db.transaction(store);
        const [keys, values] = await Promise.all([reading.store.getAllKeys(), reading.store.getAll()]);
        return keys.map((key, i) => [key as StorageKey, values[i]] as const);
      }),
    steps: (id) =>
      use(async (db) => {
        const reading = db.transaction("steps");
        const range = stepsOf(id);
        const [keys, values] = await Promise.all([reading.store.getAllKeys(range), reading.store.getAll(range)]);
        return new Map(keys.map((key, i) => [Number((key as [string, number])[1]), values[i]]));
      }),
    write: (writes, owner) => use((db) => writeAll(db, writes, owner)),
  };
}

const stepsOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

async function writeAll(db: Database, writes: readonly Write[], owner: Owner | undefined): Promise<void> {
  const change = db.transaction(stores, "readwrite");
  // Whatever the requests say, the transaction's end is what counts.
  const quiet = (request: Promise<unknown>) => void request.catch(() => undefined);
  if (owner) {
    const kept = (await change.objectStore("documents").get(owner.id)) as { writer?: unknown } | undefined;
    if (kept && kept.writer !== owner.writer) {
      quiet(change.done);
      change.abort();
      throw new NotOwner();
    }
  }
  for (const write of writes) {
    if (write.kind === "put") quiet(change.objectStore(write.store).put(write.value, write.key));
    else if (write.kind === "delete") quiet(change.objectStore(write.store).delete(write.key));
    else quiet(change.objectStore("steps").delete(stepsOf(write.id)));
  }
  // Not left to the browser: a page that is going away would not live to see it.
  change.commit();
  await change.done;
}

type Change = IDBPTransaction<unknown, string[], "versionchange">;

/** Brings a database of any earlier version to the present one; all of it or, where that fails, nothing. */
async function upgrade(db: Database, from: number, change: Change): Promise<void> {
  for (const store of stores) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
  if (from !== 1 || !db.objectStoreNames.contains("document")) return;
  // Version 1 kept one document, its inputs and its weights, each under the key "last".
  const read = (store: string) => change.objectStore(store).get("last");
  const [document, inputs, weights] = await Promise.all([read("document"), read("inputs"), read("weights")]);
  db.deleteObjectStore("document");
  if (document === undefined) return;
  const id = newId();
  const now = Date.now();
  const put = (store: StoreName, key: StorageKey, value: unknown) => change.objectStore(store).put(value, key);
  const moved = [change.objectStore("inputs").delete("last"), change.objectStore("weights").delete("last")];
  try {
    const step = printOldStep(document as object);
    moved.push(put("steps", [id, 1], step).then(() => undefined));
    moved.push(put("documents", id, firstRecord(id, parseStep(step), now)).then(() => undefined));
    if (inputs !== undefined) moved.push(put("inputs", id, inputs).then(() => undefined));
    if (weights !== undefined) moved.push(put("weights", id, weights).then(() => undefined));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const damaged = { key: id, name: "", time: now, message, data: { document, inputs, weights } };
    moved.push(put("damaged", id, damaged).then(() => undefined));
  }
  await Promise.all(moved);
}
