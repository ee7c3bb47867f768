// Owns the proof that the focus is where the hands are: on a new layer, back on the canvas after Escape, never lost on the way.
import { centerOf, type Editor, expect, test } from "./editor.ts";

/** A card with the focus, all of it in view. */
async function held(editor: Editor, name: string): Promise<void> {
  await expect(editor.node(name)).toBeFocused();
  await expect(editor.node(name)).toHaveAttribute("data-selected", "true");
  await expect(editor.node(name)).toBeInViewport({ ratio: 0.99 });
}

const dialog = (editor: Editor) => editor.page.getByRole("dialog");
const item = (editor: Editor, module: string) => editor.palette.getByRole("button", { name: module, exact: true });

test("a layer from the palette has the focus: by click, by Enter in the search, by Enter on it", async ({ editor }) => {
  const search = editor.palette.getByRole("searchbox");
  await search.fill("conv2");
  await editor.select("conv1");
  await item(editor, "Conv2d").click();
  await held(editor, "conv3");
  await search.fill("tanh");
  await search.press("Enter");
  await held(editor, "tanh1");
  await search.fill("Dropout");
  await search.press("ArrowDown");
  await editor.page.keyboard.press("Enter");
  await held(editor, "dropout1");
  await expect(editor.edge("conv3->tanh1")).toHaveCount(1);
  await expect(editor.edge("tanh1->dropout1")).toHaveCount(1);
});

test("after a click in the palette, shortcuts are shortcuts", async ({ editor }) => {
  await editor.page.keyboard.press("/");
  await expect(editor.palette.getByRole("searchbox")).toBeFocused();
  await editor.palette.getByRole("searchbox").fill("relu");
  await item(editor, "ReLU").click();
  await editor.page.keyboard.press("f");
  await expect(editor.palette.getByRole("searchbox")).toHaveValue("relu");
  await editor.page.keyboard.press("Delete");
  await expect(editor.node("relu5")).toHaveCount(0);
});

test("the same class clicked twice is there twice, one after the other", async ({ editor }) => {
  await editor.select("conv1");
  await item(editor, "Tanh").dblclick();
  await expect(editor.edge("conv1->tanh1")).toHaveCount(1);
  await expect(editor.edge("tanh1->tanh2")).toHaveCount(1);
  await expect(editor.edge("tanh2->relu1")).toHaveCount(1);
  await held(editor, "tanh2");
  await expect(editor.page.getByRole("textbox", { name: /New name/ })).toHaveCount(0);
});

test("a layer from the command menu has the focus, on an edge too", async ({ editor }) => {
  const { keyboard } = editor.page;
  await editor.select("fc1");
  await keyboard.press("Control+k");
  await expect(dialog(editor).getByRole("combobox")).toBeFocused();
  await keyboard.type("Softsign");
  await keyboard.press("Enter");
  await expect(dialog(editor)).toHaveCount(0);
  await held(editor, "softsign1");
  await editor.edge("conv1->relu1").click();
  await keyboard.press("a");
  await expect(dialog(editor).getByRole("combobox")).toBeFocused();
  await keyboard.type("Hardswish");
  await keyboard.press("Enter");
  await held(editor, "hardswish1");
  await expect(editor.edge("hardswish1->relu1")).toHaveCount(1);
});

test("a dropped layer, a duplicate and a paste have the focus; several stay selected", async ({ editor }) => {
  const { keyboard } = editor.page;
  await editor.dragModule("Sigmoid", await centerOf(editor.edge("conv1->relu1")));
  await held(editor, "sigmoid1");
  await keyboard.press("Control+d");
  await held(editor, "sigmoid2");
  await editor.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await keyboard.press("Control+c");
  await keyboard.press("Control+v");
  await held(editor, "sigmoid3");
  await editor.select("conv1");
  await editor.node("relu1").click({ position: { x: 60, y: 14 }, modifiers: ["Control"] });
  await editor.menu("Edit", "Duplicate");
  await held(editor, "conv3");
  await expect(editor.page.locator('[data-node][data-selected="true"]')).toHaveCount(2);
});

test("Escape leaves a field for the selected card", async ({ editor }) => {
  const { keyboard } = editor.page;
  await editor.select("conv1");
  const fields = [
    editor.argument("out_channels"),
    editor.inspector.getByRole("textbox", { name: "Name" }),
    editor.palette.getByRole("searchbox"),
    editor.page.getByRole("textbox", { name: "Model name" }),
    editor.dock.locator(".cm-content"),
  ];
  for (const field of fields) {
    await field.click();
    await expect(field).toBeFocused();
    await keyboard.press("Escape");
    await expect(editor.node("conv1")).toBeFocused();
  }
  await editor.argument("out_channels").click();
  await keyboard.type("9");
  await keyboard.press("Escape");
  await expect(editor.node("conv1")).toBeFocused();
  await expect(editor.argument("out_channels")).toHaveValue("6");
  await keyboard.press("Escape");
  await expect(editor.page.locator('[data-node][data-selected="true"]')).toHaveCount(0);
  await editor.inspector.getByLabel(/seed/i).first().click();
  await keyboard.press("Escape");
  await expect(editor.canvas).toBeFocused();
});

test("keys typed while the menu loads reach it, and nothing else", async ({ editor }) => {
  const { page } = editor;
  await page.route(/CommandMenu/, async (route) => {
    await new Promise((done) => setTimeout(done, 600));
    await route.continue();
  });
  await page.reload();
  await expect(editor.nodes.first()).toBeVisible();
  await editor.settled();
  await editor.select("conv1");
  const names = (await editor.documentState()).nodes.length;
  await page.keyboard.press("Control+k");
  for (const key of ["Delete", "x", "Backspace", ..."softsign"]) await page.keyboard.press(key);
  const field = dialog(editor).getByRole("combobox");
  await expect(field).toHaveValue("softsign");
  await expect(field).toBeFocused();
  await page.keyboard.press("Enter");
  await held(editor, "softsign1");
  await expect(editor.nodes).toHaveCount(names + 1);
});

test("Enter before the menu is there takes what is found first", async ({ editor }) => {
  const { page } = editor;
  await page.route(/CommandMenu/, async (route) => {
    await new Promise((done) => setTimeout(done, 600));
    await route.continue();
  });
  await page.reload();
  await expect(editor.nodes.first()).toBeVisible();
  await editor.settled();
  await editor.select("conv1");
  await page.keyboard.press("a");
  await page.keyboard.type("softsign");
  await page.keyboard.press("Enter");
  await held(editor, "softsign1");
});

test("one of several selected cards, clicked, is selected alone; dragged, it takes the others along", async ({
  editor,
}) => {
  await editor.page.keyboard.press("Control+a");
  const selected = editor.page.locator('[data-node][data-selected="true"]');
  expect(await selected.count()).toBeGreaterThan(5);
  const all = await selected.count();
  const from = await centerOf(editor.node("conv1"));
  await editor.drag(from, { x: from.x + 40, y: from.y });
  await expect(selected).toHaveCount(all);
  await editor.node("conv1").click({ position: { x: 60, y: 14 } });
  await expect(selected).toHaveCount(1);
  await expect(editor.node("conv1")).toHaveAttribute("data-selected", "true");
});

test("a selected layer shows its output, by mouse and by keyboard", async ({ editor }) => {
  const viewer = editor.page.getByTestId("viewer");
  await editor.select("conv1");
  await expect(viewer).toHaveAttribute("data-port", "conv1");
  await editor.page.keyboard.press("ArrowDown");
  await editor.page.keyboard.press("ArrowDown");
  await expect(editor.node("relu1")).toBeFocused();
  await expect(viewer).toHaveAttribute("data-port", "relu1");
  const last = (await editor.edgeStates()).find(({ id }) => id.endsWith("->output"))?.id.split("->")[0] ?? "";
  await editor.select("output");
  await expect(viewer).toHaveAttribute("data-port", last);
});
