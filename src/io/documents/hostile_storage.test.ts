// Stored documents that are hostile, and storages that fail at every n-th call: nothing said to be saved is lost.
import { expect, test } from "vitest";
import { below, hostileCases, pick } from "../../../engine/graph/hostile.fixture.ts";
import { hostileText } from "../../../engine/graph/hostile_models.fixture.ts";
import { randomNumbers } from "../../../engine/graph/random.fixture.ts";
import { type Document, emptyDocument } from "../../document/document.ts";
import { addNode, removeNodes, setName } from "../../document/edits.ts";
import { createHistory } from "../../document/history.ts";
import { MemoryStorage } from "./memory_storage.fixture.ts";
import { readDocument } from "./reading.ts";
import { createBook, nothingConfirmed, parseStep, planSave, printStep } from "./record.ts";

const facts = { id: "a", created: 1, opened: 1, origin: null, edited: true, pinned: false, writer: "me" };

test("a stored step is read as it will be stored again, or refused with its place", () => {
  const counts = hostileCases(300, (random) => {
    let document: Document;
    try {
      document = parseStep({ model: hostileText(random) });
    } catch (error) {
      expect((error as Error).name).toBe("FormatError");
      return "refused";
    }
    expect(parseStep(printStep(document))).toEqual(document);
    return "read";
  });
  expect([...counts.keys()].sort()).toEqual(["read", "refused"]);
});

test.each(Array.from({ length: 20 }, (_, i) => i + 1))("every call of %i fails", async (n) => {
  const random = randomNumbers(n);
  const storage = new MemoryStorage();
  const history = createHistory<Document>(emptyDocument);
  const book = createBook();
  let confirmed = nothingConfirmed(0);
  let saved: Document | null = null;
  const readBack = async () => {
    storage.fails = () => null;
    const reading = await readDocument(storage, "a", 1_000);
    storage.fails = (call) => (call % n === 0 ? new Error("full") : null);
    if (saved === null) expect(reading.kind).toBe("missing");
    else
      expect(reading).toMatchObject({
        kind: "read",
        document: { damaged: null, state: { history: { present: saved } } },
      });
  };
  for (let step = 1; step <= 60; step++) {
    const names = Object.keys(history.store.getState().present.graph.nodes);
    const choice = below(random, 5);
    if (choice === 0) history.undo();
    else if (choice === 1) history.redo();
    else if (choice === 2 && names.length > 0) history.edit(removeNodes([pick(random, names)]));
    else if (choice === 3) history.edit(setName(`step ${step}`));
    else history.edit(addNode(`n${step}`, { module: "ReLU" }, [0, step * 200]));
    const state = { history: history.store.getState(), inputs: {}, weights: null };
    const { writes, after } = planSave(facts, state, book, confirmed, step);
    try {
      await storage.write(writes);
      [confirmed, saved] = [after, state.history.present];
    } catch (error) {
      expect((error as Error).message).toBe("full");
    }
    if (step % 10 === 0) await readBack();
  }
});
