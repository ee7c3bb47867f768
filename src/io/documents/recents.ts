// Owns what the user can do with kept documents: the list, opening an earlier state, pinning, deleting, damaged ones.
import { fileName } from "../../../engine/core/names.ts";
import { t } from "../../i18n/index.ts";
import { documentsStore, updateDocuments } from "../../session/documents.ts";
import { notify } from "../../session/store.ts";
import { download } from "../download.ts";
import { browserLocks } from "./browser.ts";
import { damagedOf, readDamaged, readRecords, recentsOf, supersededBy, tooOld } from "./catalog.ts";
import { checkRecord } from "./checking.ts";
import { channel } from "./company.ts";
import { frontDocument, heldIds, openDocument } from "./desk.ts";
import type { OpenDocument } from "./open_document.ts";
import { type Damaged, removal } from "./reading.ts";
import { parseStep } from "./record.ts";
import { editedElsewhere } from "./sharing.ts";
import { storage } from "./shelf.ts";
import type { DocumentStorage, Write } from "./storage.ts";

/** Does something with the storage; where it fails, says so. */
async function withStorage(work: (place: DocumentStorage) => Promise<unknown>): Promise<void> {
  const place = storage();
  if (!place) return;
  try {
    await work(place);
  } catch (error) {
    notify("error", t("documents.listFails"), error instanceof Error ? error.message : String(error));
  }
}

/** The documents shown here or in another window. */
async function shownIds(): Promise<ReadonlySet<string>> {
  const front = frontDocument();
  return new Set([...(await editedElsewhere(browserLocks)), ...(front ? [front.id] : [])]);
}

/** Reads the list anew. Where that fails the list is as it was: saving says what is wrong. */
export async function refreshRecents(): Promise<void> {
  const place = storage();
  if (!place) return;
  try {
    const [records, damaged, open] = await Promise.all([readRecords(place), readDamaged(place), shownIds()]);
    updateDocuments({ recents: recentsOf(records, open), damaged: damagedOf(damaged) });
  } catch {
    // See above.
  }
}

async function changed(): Promise<void> {
  channel.post({ kind: "recents" });
  await refreshRecents();
}

/** Drops what a new document makes superfluous: untouched ones from the same place, the oldest above the limit. */
export async function tidy(document: OpenDocument): Promise<void> {
  const place = storage();
  if (!place) return;
  try {
    const [records, shown] = await Promise.all([readRecords(place), shownIds()]);
    const { origin } = document.facts;
    const same = origin === null ? [] : supersededBy(records, origin, new Set([...shown, document.id]));
    const old = tooOld(records, new Set([...shown, ...heldIds()]));
    const writes = [...new Set([...same, ...old])].flatMap((id) => removal(id));
    if (writes.length > 0) await place.write(writes);
  } catch {
    // The next document tidies up.
  }
  await changed();
}

/** Everything that is kept of a document, to give it back after it was deleted. */
async function partsOf(place: DocumentStorage, id: string): Promise<Write[]> {
  const [record, steps, inputs, weights] = await Promise.all([
    place.get("documents", id),
    place.steps(id),
    place.get("inputs", id),
    place.get("weights", id),
  ]);
  const single = { documents: record, inputs, weights } as const;
  const parts = Object.entries(single).flatMap(([store, value]): Write[] =>
    value === undefined ? [] : [{ kind: "put", store: store as keyof typeof single, key: id, value }],
  );
  return [...parts, ...[...steps].map(([n, value]): Write => ({ kind: "put", store: "steps", key: [id, n], value }))];
}

/** Deletes a document that is not open; as long as the dialog is open that can be taken back. */
export const deleteRecent = (id: string): Promise<void> =>
  withStorage(async (place) => {
    if ((await shownIds()).has(id)) return;
    const parts = await partsOf(place, id);
    const name = documentsStore.getState().recents.find((recent) => recent.id === id)?.name ?? "";
    await place.write(removal(id));
    await changed();
    const undo = () => {
      updateDocuments({ deleted: null });
      void withStorage((again) => again.write(parts)).then(changed);
    };
    updateDocuments({ deleted: { name, undo } });
  });

/** A pinned document is never dropped, and stands first. */
export const pinRecent = (id: string, pinned: boolean): Promise<void> =>
  withStorage(async (place) => {
    const front = frontDocument();
    if (front?.id === id) {
      front.facts = { ...front.facts, pinned };
      await front.saver.flush();
    } else {
      const record = checkRecord(await place.get("documents", id));
      if ("wrong" in record) return;
      await place.write([{ kind: "put", store: "documents", key: id, value: { ...record, pinned } }]);
    }
    await changed();
  });

/** Opens an earlier state of a document as a document of its own. */
export const openState = (id: string, step: number, name: string): Promise<void> =>
  withStorage(async (place) => {
    const state = parseStep(await place.get("steps", [id, step]));
    openDocument({ ...state, name });
  });

/** Offers a damaged document as a file, for whoever can mend it. */
export const downloadDamaged = (key: string): Promise<void> =>
  withStorage(async (place) => {
    const damaged = (await place.get("damaged", key)) as Damaged | undefined;
    if (!damaged) return;
    const text = JSON.stringify(damaged, (_, value) => (ArrayBuffer.isView(value) ? undefined : value), 2);
    download(fileName(damaged.name || "damaged", "damaged.json"), new Blob([text], { type: "application/json" }));
  });

export const deleteDamaged = (key: string): Promise<void> =>
  withStorage(async (place) => {
    await place.write([{ kind: "delete", store: "damaged", key }]);
    await changed();
  });
