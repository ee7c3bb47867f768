// Owns the proof that copied nodes are added, and that the text of a whole model opens as a document of its own.
import { type Editor, expect, test } from "./editor.ts";

const model = {
  format: "edgewise",
  version: 1,
  name: "Pasted",
  graph: {
    nodes: { a: { module: "Input", args: { shape: [1, 4] } }, b: { module: "ReLU" } },
    edges: [{ from: "a", to: "b" }],
  },
};

async function paste(editor: Editor, text: string): Promise<void> {
  await editor.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.page.evaluate((given) => navigator.clipboard.writeText(given), text);
  await editor.node("conv1").focus();
  await editor.page.keyboard.press("ControlOrMeta+v");
}

test("a whole model's text opens beside the open one, and undo leads back", async ({ editor }) => {
  const count = await editor.nodes.count();
  await paste(editor, JSON.stringify(model));
  await expect(editor.nodes).toHaveCount(2);
  await editor.settled();
  await expect(editor.notice("Opened Pasted")).toBeVisible();
  await editor.undo();
  await expect(editor.nodes).toHaveCount(count);
  await expect(editor.node("conv1")).toBeVisible();
});

test("copied nodes are added to the open model", async ({ editor }) => {
  const count = await editor.nodes.count();
  await editor.select("conv1");
  await editor.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.page.keyboard.press("ControlOrMeta+c");
  await editor.page.keyboard.press("ControlOrMeta+v");
  await expect(editor.nodes).toHaveCount(count + 1);
});
