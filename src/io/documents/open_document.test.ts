// Tests of keeping an open document: how soon it is written, and that a storage that fails, or is cleared, costs nothing.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setName } from "../../document/edits.ts";
import { newEditor } from "../../editor/engine.ts";
import { MemoryStorage } from "./memory_storage.fixture.ts";
import { createOpenDocument, type OpenDocument } from "./open_document.ts";
import { readDocument } from "./reading.ts";
import { retryDelay, saveDelay } from "./saver.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const facts = { id: "a", created: 1, opened: 1, origin: null, edited: false, pinned: false, writer: "me" };

function desk(storage: MemoryStorage) {
  const statuses: string[] = [];
  const lost: OpenDocument[] = [];
  const editor = newEditor({ weights: Uint8Array.of(7) });
  const document = createOpenDocument({
    facts,
    editor,
    storage: () => storage,
    onStatus: (_, { kind }) => statuses.at(-1) === kind || statuses.push(kind),
    onLost: (given) => lost.push(given),
  });
  const edit = (name: string) => {
    editor.history.edit(setName(name));
    document.saver.request();
  };
  return { document, edit, statuses, lost };
}

async function kept(storage: MemoryStorage) {
  storage.fails = () => null;
  const reading = await readDocument(storage, "a", 9);
  return reading.kind === "read" ? reading.document.state : null;
}

test("an edit is written within 100 ms, also while others follow it without a pause", async () => {
  expect(saveDelay).toBeLessThanOrEqual(100);
  const storage = new MemoryStorage();
  const { edit } = desk(storage);
  for (let i = 0; i < 40; i++) {
    edit(`name ${i}`);
    await vi.advanceTimersByTimeAsync(10);
    const before = storage.values.get("documents")?.get("a")?.[1] as { name: string } | undefined;
    // What was there 100 ms ago is written by now.
    if (i >= 10) expect(Number(before?.name.slice(5))).toBeGreaterThanOrEqual(i - 10);
  }
  expect(storage.written.length).toBeLessThanOrEqual(400 / saveDelay + 1);
});

test("a page that goes away writes at once, also while another write is under way", async () => {
  const storage = new MemoryStorage();
  const { document, edit } = desk(storage);
  edit("first");
  const slow = document.saver.flush();
  edit("last");
  const last = document.saver.flush(true);
  await Promise.all([slow, last]);
  expect((await kept(storage))?.history.present.name).toBe("last");
});

test.each([1, 2, 3, 5])("a storage that fails at every %i. call loses nothing in the end", async (n) => {
  const storage = new MemoryStorage();
  const { edit, statuses } = desk(storage);
  storage.fails = (call) => (call % n === 0 && call < 60 ? new Error("fails") : null);
  for (let i = 0; i < 30; i++) {
    edit(`name ${i}`);
    await vi.advanceTimersByTimeAsync(i * 7);
  }
  await vi.advanceTimersByTimeAsync(40 * 60_000);
  expect(statuses).toContain("failed");
  expect(statuses.at(-1)).toBe("saved");
  const state = await kept(storage);
  expect(state?.history.present.name).toBe("name 29");
  expect(state?.history.past.at(-1)?.name).toBe("name 28");
  expect(state?.weights).toEqual(Uint8Array.of(7));
});

test("failures are tried again ever more rarely, at least every 30 s", () => {
  expect([1, 2, 3, 4].map(retryDelay)).toEqual([250, 500, 1000, 2000]);
  expect(retryDelay(50)).toBe(30_000);
});

test("a storage that was cleared is given everything again", async () => {
  const storage = new MemoryStorage();
  const { document, edit } = desk(storage);
  edit("one");
  edit("two");
  await vi.advanceTimersByTimeAsync(200);
  storage.clear();
  expect(await kept(storage)).toBeNull();
  document.saver.request();
  await vi.advanceTimersByTimeAsync(200);
  const state = await kept(storage);
  expect(state?.history.present.name).toBe("two");
  expect(state?.history.past).toHaveLength(2);
  expect(state?.weights).toEqual(Uint8Array.of(7));
});

test("what another window has written is not written over", async () => {
  const storage = new MemoryStorage();
  const { edit, lost, document } = desk(storage);
  edit("mine");
  await vi.advanceTimersByTimeAsync(200);
  const record = (await storage.get("documents", "a")) as object;
  await storage.write([{ kind: "put", store: "documents", key: "a", value: { ...record, writer: "other" } }]);
  edit("too late");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lost).toEqual([document]);
  expect(document.mayWrite).toBe(false);
  expect((await kept(storage))?.history.present.name).toBe("mine");
});
