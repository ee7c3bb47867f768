// Owns the proof that a rename changes the name alone: on the card, in the inspector, undone, with digits, cut and pasted.
import { type Editor, expect, jsonFile, test } from "./editor.ts";

/** In an order that is not JavaScript's own for such keys. */
const model = `{
  "format": "edgewise", "version": 1, "name": "Digits",
  "graph": {
    "nodes": {
      "x": { "module": "Input", "args": { "shape": [1, 1, 8, 8] } },
      "1": { "module": "Conv2d", "args": { "out_channels": 2, "kernel_size": 3 } },
      "0": { "module": "ReLU" },
      "y": { "module": "Output" }
    },
    "edges": [{ "from": "x", "to": "1" }, { "from": "1", "to": "0" }, { "from": "0", "to": "y" }]
  },
  "layout": { "x": [0, 0], "1": [0, 136], "0": [0, 272], "y": [0, 408] }
}`;

const names = (text: string): string[] =>
  [...text.matchAll(/^ {6}"(\w+)": \{ "module"/gm)].map((match) => match[1] ?? "");

async function openDigits(editor: Editor): Promise<void> {
  await editor.openModel(jsonFile(model));
  await expect(editor.node("1")).toBeVisible();
  await editor.page.keyboard.press("f");
  await editor.settled();
}

/** What flows, whatever the nodes are called. */
const flowing = async (editor: Editor) => (await editor.edgeStates()).map(({ mean, std }) => `${mean} ${std}`).sort();

test("the order of nodes and their values stay through renames to digits and back, in the file too", async ({
  editor,
}) => {
  await openDigits(editor);
  const before = await flowing(editor);
  expect(names(await editor.modelText())).toEqual(["x", "1", "0", "y"]);
  await editor.node("x").dblclick({ position: { x: 60, y: 14 } });
  await editor.page.keyboard.type("7");
  await editor.page.keyboard.press("Enter");
  await expect(editor.edge("7->1")).toHaveCount(1);
  await editor.settled();
  const text = await editor.modelText();
  expect(names(text)).toEqual(["7", "1", "0", "y"]);
  expect(text).toContain('"id": "x"');
  expect(await flowing(editor)).toEqual(before);
  await editor.openModel(jsonFile(text, "again.json"));
  await expect(editor.notice("again.json")).toBeVisible();
  await editor.settled();
  expect(await editor.modelText()).toBe(text);
  expect(await flowing(editor)).toEqual(before);
});

test("an Input and a layer renamed in the inspector keep picture, weights, selection and viewer; undone too", async ({
  editor,
}) => {
  await openDigits(editor);
  await editor.select("x");
  await editor.choose(editor.side.getByRole("combobox", { name: "Source" }), "Random, uniform");
  await editor.settled();
  const before = await flowing(editor);
  const rename = async (from: string, to: string) => {
    await editor.select(from);
    await editor.type("Name", to);
    await expect(editor.node(to)).toHaveAttribute("data-selected", "true");
    await editor.settled();
  };
  const source = editor.side.getByRole("combobox", { name: "Source" });
  await rename("x", "picture");
  await expect(source).toContainText("Random, uniform");
  expect(await flowing(editor)).toEqual(before);
  await rename("1", "stem");
  await expect(editor.page.getByTestId("viewer")).toHaveAttribute("data-port", "stem");
  expect(await flowing(editor)).toEqual(before);
  await editor.undo();
  await expect(editor.node("1")).toHaveAttribute("data-selected", "true");
  await expect(editor.page.getByTestId("viewer")).toHaveAttribute("data-port", "1");
  await editor.undo();
  await expect(editor.edge("x->1")).toHaveCount(1);
  await editor.settled();
  expect(await flowing(editor)).toEqual(before);
  await editor.select("x");
  await expect(source).toContainText("Random, uniform");

  // Cut and pasted, the Input is the same one.
  await editor.page.keyboard.press("ControlOrMeta+x");
  await expect(editor.node("x")).toHaveCount(0);
  await editor.page.keyboard.press("ControlOrMeta+v");
  await expect(editor.node("x")).toHaveAttribute("data-selected", "true");
  await expect(source).toContainText("Random, uniform");
});
