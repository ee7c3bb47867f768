// Tests of what is kept of a document: bounded history, small writes, and that what is written reads back whole.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edge } from "../../../engine/graph/graph.fixture.ts";
import { idFrom } from "../../../engine/graph/identity.ts";
import { type Document, emptyDocument } from "../../document/document.ts";
import { addNode, renameNode, setName } from "../../document/edits.ts";
import { createHistory } from "../../document/history.ts";
import { MemoryStorage } from "./memory_storage.fixture.ts";
import { readDocument } from "./reading.ts";
import {
  boundHistory,
  createBook,
  type DocumentState,
  nothingConfirmed,
  parseStep,
  planSave,
  printOldStep,
  printStep,
} from "./record.ts";

const facts = { id: "a", created: 1, opened: 1, origin: null, edited: false, pinned: false, writer: "me" };

const stateOf = (history: ReturnType<typeof createHistory<Document>>): DocumentState => ({
  history: history.store.getState(),
  inputs: {},
  weights: null,
});

test("a step keeps the order of nodes, their ids and names, digits too", () => {
  const made = ["b", "1", "0"].reduce((d, name) => addNode(idFrom(name), { module: "ReLU" }, [1, 2])(d), emptyDocument);
  const step = renameNode("b", "7")(made);
  const back = parseStep(printStep(step));
  expect(back).toEqual(step);
  expect(Object.keys(back.graph.nodes)).toEqual(["b", "#1", "#0"]);
  expect(Object.keys(back.layout)).toEqual(["b", "#1", "#0"]);
});

test("a document that an earlier version kept as an object is read as the file it has the form of", () => {
  const nodes = {
    x: { module: "Input", args: { shape: [1, 4] } },
    stem: { module: "LPPool1d", id: "0", args: { norm_type: Number.POSITIVE_INFINITY, kernel_size: 2 } },
  };
  const old = {
    name: "Of old",
    seed: 3,
    graph: { nodes, edges: [{ from: "x", to: "stem.input" }] },
    layout: { stem: [1, 2] },
  };
  const read = parseStep(printOldStep(old));
  expect(read).toMatchObject({ name: "Of old", seed: 3, layout: { "#0": [1, 2] } });
  expect(read.graph.edges).toEqual([edge("x", "#0.input")]);
  expect(read.graph.nodes["#0"]).toEqual({ module: "LPPool1d", name: "stem", args: nodes.stem.args });
});

describe("the history that is kept", () => {
  test("is at most so many steps and bytes, those nearest to the present", () => {
    const size = (step: number) => step;
    expect(boundHistory({ past: [1, 1, 1], future: [1, 1] }, size, { steps: 3, bytes: 100 })).toEqual({
      past: [1, 1],
      future: [1],
    });
    expect(boundHistory({ past: [1, 50, 2], future: [3, 90] }, size, { steps: 9, bytes: 40 })).toEqual({
      past: [2],
      future: [3],
    });
    expect(boundHistory({ past: [], future: [] }, size)).toEqual({ past: [], future: [] });
  });

  test("is bounded for any history", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.array(fc.nat(50)), fc.nat(20), fc.nat(300), (past, future, steps, bytes) => {
        const kept = boundHistory({ past, future }, (step) => step, { steps, bytes });
        const all = [...kept.past, ...kept.future];
        expect(all.length).toBeLessThanOrEqual(steps);
        expect(all.reduce((sum, step) => sum + step, 0)).toBeLessThanOrEqual(bytes);
        expect(past.slice(past.length - kept.past.length)).toEqual(kept.past);
        expect(future.slice(0, kept.future.length)).toEqual(kept.future);
      }),
    );
  });

  test("of 500 edits is 100 steps", () => {
    const history = createHistory<Document>(emptyDocument, 500);
    for (let i = 0; i < 500; i++) history.edit(setName(`step ${i}`));
    const { after } = planSave(facts, stateOf(history), createBook(), nothingConfirmed(0), 5);
    expect(after.record?.past).toHaveLength(100);
    expect(after.steps.size).toBe(101);
  });
});

describe("a save", () => {
  test("writes the new step and the record, and neither inputs nor weights nor old steps again", () => {
    const history = createHistory<Document>(emptyDocument);
    const book = createBook();
    const first = planSave(facts, stateOf(history), book, nothingConfirmed(0), 5);
    expect(first.writes.map((write) => ("store" in write ? write.store : write.kind))).toEqual([
      "steps",
      "inputs",
      "documents",
    ]);
    const inputs = first.after.inputs ?? {};
    const weights = Uint8Array.of(1, 2);
    const state = (): DocumentState => ({ history: history.store.getState(), inputs, weights });
    const second = planSave(facts, state(), book, first.after, 6);
    expect(second.writes.map((write) => ("store" in write ? write.store : write.kind))).toEqual([
      "weights",
      "documents",
    ]);
    history.edit(setName("A"));
    const third = planSave(facts, state(), book, second.after, 7);
    expect(third.writes.map((write) => ("store" in write ? write.store : write.kind))).toEqual(["steps", "documents"]);
    expect(planSave(facts, state(), book, third.after, 8).writes).toEqual([]);
  });

  test("takes the start of a gesture under way for a step, so that undo leads there after a reload", () => {
    const history = createHistory<Document>(emptyDocument);
    history.begin();
    for (const name of ["a", "ab", "abc"]) history.edit(setName(name));
    const { after } = planSave(facts, stateOf(history), createBook(), nothingConfirmed(0), 5);
    expect(after.record?.past).toHaveLength(1);
    expect(after.record?.name).toBe("abc");
  });

  test("keeps an earlier state every ten minutes, ten of them", () => {
    const history = createHistory<Document>(emptyDocument);
    const book = createBook();
    let confirmed = nothingConfirmed(0);
    for (let minute = 0; minute < 300; minute++) {
      history.replace(setName(`minute ${minute}`)(history.store.getState().present));
      confirmed = planSave(facts, stateOf(history), book, confirmed, minute * 60_000).after;
    }
    const states = confirmed.record?.states ?? [];
    expect(states.map(({ time }) => time / 60_000)).toEqual([200, 210, 220, 230, 240, 250, 260, 270, 280, 290]);
    expect(confirmed.steps.size).toBe(11);
  });
});

test("after any edits, undos, redos and saves the storage reads back as the state that was saved", async () => {
  const action = fc.oneof(
    fc.constantFrom("undo", "redo", "begin", "commit", "save"),
    fc.string({ maxLength: 12 }),
    fc.nat(1000),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
      const storage = new MemoryStorage();
      const history = createHistory<Document>(emptyDocument);
      const book = createBook();
      let confirmed = nothingConfirmed(0);
      const save = async () => {
        const { writes, after } = planSave(facts, stateOf(history), book, confirmed, 5);
        if (writes.length > 0) await storage.write(writes);
        confirmed = after;
      };
      for (const act of actions) {
        if (act === "save") await save();
        else if (act === "undo" || act === "redo" || act === "begin" || act === "commit") history[act]();
        else if (typeof act === "string") history.edit(setName(act));
        else history.edit(addNode(`n${act}`, { module: "ReLU" }, [act, act]));
      }
      history.commit();
      await save();
      const reading = await readDocument(storage, "a", 9);
      expect(reading.kind).toBe("read");
      if (reading.kind !== "read") return;
      const { past, present, future } = history.store.getState();
      const { state, damaged, confirmed: known } = reading.document;
      expect(damaged).toBeNull();
      expect(state.history).toEqual({ past, present, future, gesture: null });
      expect(known.steps).toEqual(new Set([...(await storage.steps("a")).keys()]));
    }),
    { numRuns: 60 },
  );
});
