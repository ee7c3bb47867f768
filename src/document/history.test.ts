// Undo against a naive model: a list of documents and a cursor.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkProperty } from "../../engine/core/property.fixture.ts";
import { createHistory } from "./history.ts";

test("a gesture is one step, cancelling it is none", () => {
  const h = createHistory(0);
  h.edit((n) => n + 1);
  h.begin();
  for (let i = 0; i < 50; i++) h.edit((n) => n + 1);
  h.commit();
  expect(h.store.getState().present).toBe(51);
  h.undo();
  expect(h.store.getState().present).toBe(1);
  h.begin();
  h.edit(() => 9);
  h.cancel();
  expect(h.store.getState().present).toBe(1);
  h.redo();
  expect(h.store.getState().present).toBe(51);
});

test("undo during a gesture takes the gesture back", () => {
  const h = createHistory(0);
  h.begin();
  h.edit(() => 7);
  h.undo();
  expect(h.store.getState()).toMatchObject({ present: 0, future: [7], gesture: null });
});

test("200 steps are kept", () => {
  const h = createHistory(0);
  for (let i = 1; i <= 250; i++) h.edit(() => i);
  for (let i = 0; i < 300; i++) h.undo();
  expect(h.store.getState().present).toBe(50);
});

test("any walk agrees with a list and a cursor", () => {
  const step = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant("undo"), fc.constant("redo"));
  checkProperty(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const h = createHistory(0, 1e9);
      let list = [0];
      let at = 0;
      for (const s of steps) {
        if (s === "undo") {
          h.undo();
          at = Math.max(0, at - 1);
        } else if (s === "redo") {
          h.redo();
          at = Math.min(list.length - 1, at + 1);
        } else {
          if (s !== list[at]) {
            list = [...list.slice(0, at + 1), s as number];
            at++;
          }
          h.edit(() => s as number);
        }
        expect(h.store.getState().present).toBe(list[at]);
      }
    }),
  );
});
