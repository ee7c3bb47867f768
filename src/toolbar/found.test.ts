// The command menu's order: layers and commands by how well they fit, examples last.
import { expect, test } from "vitest";
import { type Candidate, findGroups } from "./found.ts";

const candidate = (id: string, words: readonly string[] = []): Candidate => ({
  id,
  searchable: { name: id, groups: [], words, doc: "" },
});
const candidates = {
  layers: [candidate("Linear", ["dense"]), candidate("Bilinear"), candidate("Unfold")],
  commands: [candidate("Undo"), candidate("Zoom out")],
  examples: [candidate("Linear classifier"), candidate("Dense net"), candidate("U-Net")],
};
const found = (query: string) => findGroups(candidates, query).map(({ name, items }) => [name, items[0]?.id]);

test.each([
  [
    "linear",
    [
      ["layers", "Linear"],
      ["examples", "Linear classifier"],
    ],
  ],
  [
    "dense",
    [
      ["layers", "Linear"],
      ["examples", "Dense net"],
    ],
  ],
  ["undo", [["commands", "Undo"]]],
  ["u-net", [["examples", "U-Net"]]],
  ["xyz", []],
  [
    "",
    [
      ["commands", "Undo"],
      ["layers", "Linear"],
      ["examples", "Linear classifier"],
    ],
  ],
])("%j", (query, groups) => {
  expect(found(query)).toEqual(groups);
});

test("an example whose name fits better stays behind a layer that fits", () => {
  expect(found("li").map(([name]) => name)).toEqual(["layers", "examples"]);
});
