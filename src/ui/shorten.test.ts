// Texts made short: by characters and by lines, never through a character.
import { expect, test } from "vitest";
import { shorten } from "./shorten.ts";

test.each([
  ["short", 10, 3, "short"],
  ["exactly ten", 11, 1, "exactly ten"],
  ["one two three", 8, 1, "one two…"],
  ["a\nb\nc\nd", 100, 2, "a\nb…"],
  ["a\nb", 100, 2, "a\nb"],
  ["ab👩", 3, 1, "ab…"],
  ["", 3, 1, ""],
])("%j within %i characters and %i lines: %j", (text, most, lines, short) => {
  expect(shorten(text, most, lines)).toBe(short);
});

test("a text of a megabyte costs no more than its beginning", () => {
  expect(shorten("x".repeat(1e6), 240)).toBe(`${"x".repeat(240)}…`);
});
