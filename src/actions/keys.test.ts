// Shortcuts: which events they match on which platform.
import { describe, expect, test } from "vitest";
import { matchesShortcut, printShortcut, type Stroke } from "./keys.ts";

const stroke = (key: string, held = "", code = ""): Stroke => ({
  key,
  code,
  ctrlKey: held.includes("c"),
  metaKey: held.includes("m"),
  shiftKey: held.includes("s"),
  altKey: held.includes("a"),
});

describe("matchesShortcut", () => {
  test.each([
    ["Mod+Z", stroke("z", "c"), false, true],
    ["Mod+Z", stroke("z", "m"), true, true],
    ["Mod+Z", stroke("z", "m"), false, false],
    ["Mod+Z", stroke("z", "c"), true, false],
    ["Mod+Z", stroke("Z", "cs"), false, false],
    ["Mod+Shift+Z", stroke("Z", "cs"), false, true],
    ["Mod+Z", stroke("z"), false, false],
    ["Mod+Z", stroke("z", "ca"), false, false],
    ["A", stroke("a"), false, true],
    ["A", stroke("a", "c"), false, false],
    ["A", stroke("A", "s"), false, false],
    ["?", stroke("?", "s"), false, true],
    ["?", stroke("?"), false, true],
    ["?", stroke("/"), false, false],
    ["+", stroke("+", "s"), false, true],
    ["Mod++", stroke("+", "cs"), false, true],
    ["Delete", stroke("Delete"), false, true],
    ["Delete", stroke("Delete", "s"), false, false],
    ["Mod+Z", stroke("я", "c", "KeyZ"), false, true],
    ["Mod+Z", stroke("y", "c", "KeyZ"), false, false],
  ])("%s, %o, mac %s: %s", (text, event, mac, expected) => {
    expect(matchesShortcut(text, event, mac)).toBe(expected);
  });
});

test("shown as the platform writes it", () => {
  expect(printShortcut("Mod+Shift+Z", false)).toBe("Ctrl+Shift+Z");
  expect(printShortcut("Mod+Shift+Z", true)).toBe("⇧⌘Z");
  expect(printShortcut("Delete", false)).toBe("Del");
  expect(printShortcut("Mod+Alt+N", false)).toBe("Ctrl+Alt+N");
  expect(printShortcut("?", true)).toBe("?");
});
