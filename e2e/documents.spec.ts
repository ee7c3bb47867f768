// Owns the proof that opening never takes the place of anything: each model is a document beside the others, and comes back whole.
import { bytesFile, type Editor, expect, jsonFile, test } from "./editor.ts";
import { npy } from "./fixtures/bytes.ts";

const small = (name: string, channels = 2) =>
  jsonFile(
    {
      format: "edgewise",
      version: 1,
      name,
      graph: {
        nodes: {
          input: { module: "Input", args: { shape: [1, 1, 6, 6] } },
          conv1: { module: "Conv2d", args: { out_channels: channels, kernel_size: 3 } },
          output: { module: "Output" },
        },
        edges: [
          { from: "input", to: "conv1" },
          { from: "conv1", to: "output" },
        ],
      },
      layout: { input: [0, 0], conv1: [0, 160], output: [0, 320] },
    },
    `${name}.json`,
  );

const inFront = (editor: Editor, name: string) => expect(editor.root).toHaveAttribute("data-document", name);

async function recents(editor: Editor) {
  await editor.menu("File", "Recent documents");
  const dialog = editor.page.getByRole("dialog", { name: "Recent documents" });
  await expect(dialog).toBeVisible();
  return dialog;
}

test("what is opened over an edited model goes beside it: undo and the message lead back, redo forth again", async ({
  editor,
}) => {
  await editor.setArgument("conv1", "out_channels", "7");
  await editor.settled();
  const edited = await editor.documentState();

  for (const open of [
    () => editor.menu("File", "New"),
    () => editor.menu("Examples", "MLP"),
    () => editor.openModel(small("Opened")),
  ]) {
    await open();
    await expect(editor.root).not.toHaveAttribute("data-document", "LeNet-5");
    const name = (await editor.root.getAttribute("data-document")) ?? "";
    await editor.canvas.focus();
    await editor.page.keyboard.press("ControlOrMeta+z");
    await inFront(editor, "LeNet-5");
    await editor.settled();
    await expect.poll(() => editor.documentState()).toEqual(edited);
    await expect(editor.node("conv1")).toHaveAttribute("data-selected", "true");
    // Steps taken back in the model and taken again do not cut the way forth.
    await editor.undo();
    await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", "1,6,28,28");
    await editor.redo();
    await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", "1,7,28,28");
    await editor.redo();
    await inFront(editor, name);
    await editor.undo();
    await inFront(editor, "LeNet-5");
  }
  // The model that was gone back to has its own history.
  await editor.redo();
  await inFront(editor, "Opened");
  await editor.notices.getByRole("button", { name: "Dismiss" }).first().click();
  await editor.menu("Examples", "U-Net");
  await editor.notices.getByRole("button", { name: "Back to Opened" }).click();
  await inFront(editor, "Opened");
  await editor.undo();
  await inFront(editor, "LeNet-5");
  await editor.undo();
  await editor.select("conv1");
  await expect(editor.argument("out_channels")).toHaveValue("6");
});

test("inputs and weights stay with their model, and undo, inputs and weights survive a reload", async ({ editor }) => {
  await editor.openModel(small("Mine"));
  await inFront(editor, "Mine");
  await editor.openInput(bytesFile("x.npy", npy([1, 1, 6, 6])));
  await expect(editor.edge("input->conv1")).toHaveAttribute("data-mean", "17.5");
  const weights = await editor.savedWeights();
  await editor.menu("Model", "New initial weights");
  await editor.openWeights(bytesFile("mine.safetensors", weights));
  await expect(editor.notice(/2 tensors loaded/)).toBeVisible();
  await editor.settled();
  const mine = await editor.documentState();

  await editor.openModel(small("Other", 3));
  await inFront(editor, "Other");
  await expect(editor.edge("input->conv1")).not.toHaveAttribute("data-mean", "17.5");
  await editor.setArgument("conv1", "kernel_size", "2");
  const dialog = await recents(editor);
  await dialog.getByRole("button", { name: "Open Mine" }).click();
  await inFront(editor, "Mine");
  await editor.settled();
  await expect.poll(() => editor.documentState()).toEqual(mine);

  await editor.page.reload();
  await inFront(editor, "Mine");
  await editor.settled();
  await expect.poll(() => editor.documentState()).toEqual(mine);
  // The step before the loaded weights: another seed.
  await expect(editor.button("Redo")).toBeDisabled();
  await editor.undo();
  await expect(editor.button("Undo")).toBeDisabled();
  await editor.redo();
  await expect(editor.button("Redo")).toBeDisabled();
});

test("recent documents have names and pictures, can be pinned, deleted and taken back; examples are kept once", async ({
  editor,
}) => {
  await editor.menu("Examples", "MLP");
  await inFront(editor, "MLP");
  await editor.menu("Examples", "U-Net");
  await inFront(editor, "U-Net");
  await editor.menu("Examples", "MLP");
  await inFront(editor, "MLP");
  const dialog = await recents(editor);
  const rows = dialog.locator("[data-recent]");
  await expect(rows).toHaveCount(3);
  expect(await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.recent))).toEqual([
    "MLP",
    "U-Net",
    "LeNet-5",
  ]);
  await expect(rows.nth(1).locator("svg rect").first()).toBeAttached();
  await expect(dialog.getByRole("button", { name: "Delete MLP" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Pin LeNet-5" }).click();
  await expect(rows.first()).toHaveAttribute("data-recent", "LeNet-5");
  await dialog.getByRole("button", { name: "Delete U-Net" }).click();
  await expect(rows).toHaveCount(2);
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(rows).toHaveCount(3);
  await editor.page.keyboard.press("Escape");

  await editor.startEmpty();
  const start = editor.canvas.getByRole("region", { name: "Recent documents" });
  await start.getByRole("button", { name: /U-Net/ }).press("Enter");
  await inFront(editor, "U-Net");
});
