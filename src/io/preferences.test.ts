// Preferences: what comes back from storage, and what is refused.
import { expect, test } from "vitest";
import { initialSession, survives } from "../session/store.ts";
import { parsePreferences, printPreferences } from "./preferences.ts";

test("what survives comes back, and nothing else", () => {
  const session = { ...initialSession, theme: "dark", paletteWidth: 300, training: true, sample: 3 } as const;
  const back = parsePreferences(printPreferences(session));
  expect(Object.keys(back).sort()).toEqual(
    Object.entries(survives)
      .filter(([, kept]) => kept)
      .map(([key]) => key)
      .sort(),
  );
  expect(back).toMatchObject({ theme: "dark", paletteWidth: 300 });
});

test("values of another version are dropped one by one", () => {
  expect(
    parsePreferences('{"theme":"sepia","paletteWidth":"wide","bottomPanel":"none","training":true,"x":1}'),
  ).toEqual({
    bottomPanel: "none",
  });
});

test.each([null, "", "{", "3", "null", "[1]"])("%j is no preferences", (text) => {
  expect(parsePreferences(text)).toEqual({});
});
