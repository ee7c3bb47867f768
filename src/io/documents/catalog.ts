// Owns the list of kept documents: their order, which are dropped when there are too many, which example is there already.
import type { DamagedDocument, RecentDocument } from "../../session/documents.ts";
import { checkRecord } from "./checking.ts";
import type { Damaged } from "./reading.ts";
import type { DocumentRecord } from "./record.ts";
import type { DocumentStorage } from "./storage.ts";

/** How many documents are kept. */
export const recentLimit = 50;

/** All records that can be read, the last opened first. */
export async function readRecords(storage: DocumentStorage): Promise<readonly DocumentRecord[]> {
  const records = (await storage.all("documents")).flatMap(([, value]) => {
    const record = checkRecord(value);
    return "wrong" in record ? [] : [record];
  });
  return records.sort((a, b) => b.opened - a.opened || b.changed - a.changed || (a.id < b.id ? -1 : 1));
}

/** The ids of all documents, readable or not, in the order in which a start tries them. */
export async function idsToTry(storage: DocumentStorage, own: string | null): Promise<readonly string[]> {
  const all = (await storage.all("documents")).map(([key]) => String(key));
  const records = await readRecords(storage);
  return [...new Set([...all.filter((id) => id === own), ...records.map(({ id }) => id), ...all])];
}

/** An empty model nobody has touched, or one that came from elsewhere and was not touched: it need not be kept twice. */
const isUntouched = (record: DocumentRecord, origin: string): boolean => !record.edited && record.origin === origin;

/** What a new document from the same place makes superfluous. */
export const supersededBy = (
  records: readonly DocumentRecord[],
  origin: string,
  open: ReadonlySet<string>,
): readonly string[] => records.filter((r) => isUntouched(r, origin) && !open.has(r.id)).map(({ id }) => id);

/** The oldest documents above the limit; neither open nor pinned ones. */
export function tooOld(
  records: readonly DocumentRecord[],
  open: ReadonlySet<string>,
  limit: number = recentLimit,
): readonly string[] {
  const spare = Math.max(0, records.length - limit);
  const droppable = records.filter(({ id, pinned }) => !pinned && !open.has(id)).map(({ id }) => id);
  return spare === 0 ? [] : droppable.slice(-spare);
}

/** The list as it is shown: pinned ones first. */
export function recentsOf(records: readonly DocumentRecord[], open: ReadonlySet<string>): readonly RecentDocument[] {
  const shown = records
    .filter((record) => !isUntouched(record, newOrigin) || open.has(record.id))
    .map(
      ({ id, name, opened, pinned, picture, edited, states, present }): RecentDocument => ({
        id,
        name,
        opened,
        pinned,
        picture,
        open: open.has(id),
        states: edited ? states.filter(({ step }) => step !== present).toReversed() : [],
      }),
    );
  return [...shown.filter(({ pinned }) => pinned), ...shown.filter(({ pinned }) => !pinned)];
}

/** Where an empty model comes from. */
export const newOrigin = "new";

export async function readDamaged(storage: DocumentStorage): Promise<readonly Damaged[]> {
  const values = (await storage.all("damaged")).map(([, value]) => value as Damaged);
  return values.sort((a, b) => b.time - a.time);
}

export const damagedOf = (damaged: readonly Damaged[]): readonly DamagedDocument[] =>
  damaged.map(({ key, name, time, message }) => ({ key, name, time, message }));
