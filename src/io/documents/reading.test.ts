// Tests of reading documents back: whatever the storage holds, the start is not blocked and nothing is thrown away.
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type Document, emptyDocument } from "../../document/document.ts";
import { setName } from "../../document/edits.ts";
import { createHistory } from "../../document/history.ts";
import { checkInputs } from "./checking.ts";
import { MemoryStorage } from "./memory_storage.fixture.ts";
import { readDocument } from "./reading.ts";
import { createBook, nothingConfirmed, planSave } from "./record.ts";
import type { StoreName } from "./storage.ts";

const facts = { id: "a", created: 1, opened: 1, origin: null, edited: true, pinned: false, writer: "me" };
let storage: MemoryStorage;

/** Steps 1 to 4 are "one" to "four"; "three" is in front. */
beforeEach(async () => {
  storage = new MemoryStorage();
  const history = createHistory<Document>(setName("one")(emptyDocument));
  for (const name of ["two", "three", "four"]) history.edit(setName(name));
  history.undo();
  const state = { history: history.store.getState(), inputs: {}, weights: null };
  await storage.write(planSave(facts, state, createBook(), nothingConfirmed(0), 5).writes);
});

const steps = () => storage.values.get("steps") as Map<string, readonly [[string, number], unknown]>;

/** Puts something else in the place of the step that shows a name. */
function spoil(name: string, value: unknown): void {
  for (const [key, [id, step]] of steps()) {
    if ((step as { model: string }).model.includes(`"name": "${name}"`)) steps().set(key, [id, value]);
  }
}

const names = (documents: readonly Document[]) => documents.map(({ name }) => name);

describe("a damaged document", () => {
  test.each([
    ["no JSON", { model: "{ damaged" }, "line 1"],
    ["a model of a newer version", { model: '{"format":"edgewise","version":99,"graph":{}}' }, "version"],
    ["no step", 17, "line 1"],
    [
      "an unknown module",
      { model: '{"format":"edgewise","version":1,"graph":{"nodes":{"a":{"module":"X"}},"edges":[]}}' },
      "graph.nodes.a.module",
    ],
  ])(
    "whose present state is %s is shown as it was before; the rest is set aside with the place",
    async (_, value, place) => {
      spoil("three", value);
      const reading = await readDocument(storage, "a", 9);
      if (reading.kind !== "read") throw new Error(reading.kind);
      const { state, damaged } = reading.document;
      expect(state.history.present.name).toBe("two");
      expect(names(state.history.past)).toEqual(["one"]);
      expect(damaged?.message).toContain(place);
      expect((await storage.all("damaged")).length).toBe(1);
      // Read once more it is a document like any other.
      expect(await readDocument(storage, "a", 10)).toMatchObject({ kind: "read", document: { damaged: null } });
    },
  );

  test("whose earlier state is damaged is shown, without that step", async () => {
    spoil("two", { model: "" });
    const reading = await readDocument(storage, "a", 9);
    if (reading.kind !== "read") throw new Error(reading.kind);
    expect(reading.document.state.history.present.name).toBe("three");
    expect(names(reading.document.state.history.past)).toEqual(["one"]);
    expect(names(reading.document.state.history.future)).toEqual(["four"]);
  });

  test("without a record is rescued by its last step", async () => {
    await storage.write([{ kind: "put", store: "documents", key: "a", value: { id: "a", present: "?" } }]);
    const reading = await readDocument(storage, "a", 9);
    if (reading.kind !== "read") throw new Error(reading.kind);
    expect(reading.document.state.history.present.name).not.toBe("");
    expect(reading.document.damaged?.message).toContain("record.");
  });

  test("without anything good is set aside whole", async () => {
    for (const [key, [id]] of steps()) steps().set(key, [id, null]);
    expect(await readDocument(storage, "a", 9)).toMatchObject({ kind: "damaged" });
    expect((await storage.all("damaged")).length).toBe(1);
    expect(await readDocument(storage, "a", 9)).toEqual({ kind: "missing" });
  });

  test("of any content never throws, and its content is shown or set aside", async () => {
    const stores: StoreName[] = ["documents", "inputs", "weights"];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...stores), fc.anything(), fc.anything(), async (store, value, step) => {
        const place = new MemoryStorage();
        // What structured cloning refuses can never have been stored.
        try {
          structuredClone([value, step]);
        } catch {
          return;
        }
        const record = {
          ...facts,
          name: "x",
          changed: 1,
          revision: 1,
          present: 1,
          past: [],
          future: [],
          states: [],
          picture: null,
        };
        await place.write([
          { kind: "put", store: "steps", key: ["a", 1], value: { model: step } },
          { kind: "put", store: "documents", key: "a", value: record },
          { kind: "put", store, key: "a", value: value === undefined ? null : value },
        ]);
        const reading = await readDocument(place, "a", 9);
        expect(reading.kind === "damaged" || reading.kind === "read").toBe(true);
        if (reading.kind === "damaged") expect((await place.all("damaged")).length).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});

test("inputs that cannot be taken are as if they had not been chosen", () => {
  const pixels = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
  const image = { kind: "image", name: "x", pixels, fit: "cover", invert: false, normalization: "none" };
  const good = {
    a: { kind: "digit" },
    b: { kind: "normal", seed: 3 },
    c: { kind: "drawing", strokes: [[0, 1]] },
    d: image,
    e: { kind: "file", name: "x", array: { dtype: "float32", shape: [2], data: new Float32Array(2) } },
  };
  const bad = {
    f: null,
    g: { kind: "other" },
    h: { kind: "normal", seed: "3" },
    i: { kind: "drawing", strokes: [0] },
    j: { ...image, pixels: { ...pixels, width: 5 } },
    k: { ...image, fit: "toString" },
    l: { kind: "file", name: "x", array: { dtype: "float32", shape: [3], data: new Float32Array(2) } },
    m: { kind: "file", name: "x", array: { dtype: "constructor", shape: [2], data: new Float32Array(2) } },
  };
  expect(checkInputs({ ...good, ...bad })).toEqual(good);
  expect(checkInputs({ "7": good.b, "#8": good.a })).toEqual({ "#7": good.b, "#8": good.a });
  expect(checkInputs(null)).toEqual({});
});
