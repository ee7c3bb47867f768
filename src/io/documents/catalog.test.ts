// Tests of the list of kept documents: its order and bound, and what a new document makes superfluous.
import { expect, test } from "vitest";
import { idsToTry, readRecords, recentsOf, supersededBy, tooOld } from "./catalog.ts";
import { MemoryStorage } from "./memory_storage.fixture.ts";
import type { DocumentRecord } from "./record.ts";

const record = (id: string, opened: number, more: Partial<DocumentRecord> = {}): DocumentRecord => ({
  id,
  name: id,
  created: 1,
  changed: 1,
  opened,
  origin: null,
  edited: true,
  pinned: false,
  writer: "me",
  revision: 1,
  present: 2,
  past: [],
  future: [],
  states: [
    { step: 1, time: 1 },
    { step: 2, time: 2 },
  ],
  picture: null,
  ...more,
});

async function stored(records: readonly unknown[]): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  await storage.write(
    records.map((value, i) => ({
      kind: "put",
      store: "documents",
      key: (value as { id?: string } | null)?.id ?? `bad${i}`,
      value,
    })),
  );
  return storage;
}

test("documents are listed last opened first, pinned ones before; a bad record hides no other", async () => {
  const storage = await stored([
    record("old", 1),
    null,
    record("pinned", 2, { pinned: true }),
    record("new", 3),
    { id: "odd" },
  ]);
  const records = await readRecords(storage);
  expect(records.map(({ id }) => id)).toEqual(["new", "pinned", "old"]);
  const recents = recentsOf(records, new Set(["old"]));
  expect(recents.map(({ id, open }) => [id, open])).toEqual([
    ["pinned", false],
    ["new", false],
    ["old", true],
  ]);
  expect(recents[0]?.states).toEqual([{ step: 1, time: 1 }]);
  expect(await idsToTry(storage, "old")).toEqual(["old", "new", "pinned", "bad1", "odd"]);
  expect((await idsToTry(storage, "gone"))[0]).toBe("new");
});

test("above the limit the oldest go, never open or pinned ones", () => {
  const records = Array.from({ length: 8 }, (_, i) => record(`d${i}`, 100 - i, { pinned: i === 7 }));
  expect(tooOld(records, new Set(["d6"]), 5)).toEqual(["d3", "d4", "d5"]);
  expect(tooOld(records, new Set(), 8)).toEqual([]);
  expect(tooOld(records, new Set(records.map(({ id }) => id)), 2)).toEqual([]);
});

test("an untouched example or empty model is superseded by the next from the same place, an edited one never", () => {
  const records = [
    record("a", 3, { origin: "example:mlp", edited: false }),
    record("b", 2, { origin: "example:mlp" }),
    record("c", 1, { origin: "example:unet", edited: false }),
    record("d", 1, { origin: "example:mlp", edited: false }),
  ];
  expect(supersededBy(records, "example:mlp", new Set(["d"]))).toEqual(["a"]);
  const empty = record("e", 1, { origin: "new", edited: false });
  expect(recentsOf([empty], new Set())).toEqual([]);
});
