// Shortcuts and actions: no two share one, and fields keep their own keys.
import { expect, test } from "vitest";
import { actions } from "./index.ts";
import type { Stroke } from "./keys.ts";
import { actionFor } from "./listen.ts";

const stroke = (key: string, ctrlKey = false, shiftKey = false): Stroke => ({
  key,
  code: "",
  ctrlKey,
  shiftKey,
  metaKey: false,
  altKey: false,
});

test("ids and shortcuts are unique", () => {
  const ids = actions.map(({ id }) => id);
  const keys = actions.flatMap((action) => action.keys);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  [stroke("z", true), "outside", "edit.undo"],
  [stroke("z", true), "untouched", "edit.undo"],
  [stroke("z", true), "field", undefined],
  [stroke("Z", true, true), "outside", "edit.redo"],
  [stroke("Delete"), "outside", "edit.delete"],
  [stroke("Backspace"), "outside", "edit.delete"],
  [stroke("Delete"), "untouched", undefined],
  [stroke("a"), "outside", "edit.insert"],
  [stroke("a"), "field", undefined],
  [stroke("a", true), "outside", "edit.selectAll"],
  [stroke("k", true), "field", "view.commands"],
  [stroke("s", true), "field", "file.save"],
  [stroke("c", true), "outside", undefined],
  [stroke("?", false, true), "outside", "view.shortcuts"],
] as const)("%o %s: %s", (pressed, where, id) => {
  expect(actionFor(pressed, where)?.id).toBe(id);
});
