// Owns the proof that nothing is lost: saving, weights in and out, autosave, dropped files, and every example.
import type { GivenFile } from "./editor.ts";
import { bytesFile, type Editor, expect, jsonFile, test } from "./editor.ts";
import { npy } from "./fixtures/bytes.ts";

const model = {
  format: "edgewise",
  version: 1,
  name: "dropped",
  graph: {
    nodes: {
      input: { module: "Input", args: { shape: [1, 1, 6, 6] } },
      conv1: { module: "Conv2d", args: { out_channels: 2, kernel_size: 3 } },
      output: { module: "Output" },
    },
    edges: [
      { from: "input", to: "conv1" },
      { from: "conv1", to: "output" },
    ],
  },
};

async function drop(editor: Editor, files: readonly GivenFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: [...buffer] }));
  const transfer = await editor.page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, mimeType, bytes } of list) {
      data.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
    }
    return data;
  }, given);
  await editor.canvas.dispatchEvent("dragenter", { dataTransfer: transfer });
  await expect(editor.page.getByText("Drop to open")).toBeVisible();
  await editor.canvas.dispatchEvent("drop", { dataTransfer: transfer });
  await expect(editor.page.getByText("Drop to open")).toHaveCount(0);
}

test("what is saved is a model file that opens as the same document", async ({ editor }) => {
  await editor.setArgument("conv1", "out_channels", "7");
  await editor.settled();
  const before = await editor.documentState();
  const text = await editor.saved();
  const file = JSON.parse(text);
  expect(file).toMatchObject({ format: "edgewise", version: 2, name: "LeNet-5" });
  expect(file.graph.nodes.conv1).toEqual({ module: "Conv2d", args: { out_channels: 7, kernel_size: 5, padding: 2 } });
  expect(file.graph.nodes.relu1).toEqual({ module: "ReLU" });
  expect(Object.keys(file.layout).sort()).toEqual(before.nodes);

  await editor.startEmpty();
  await editor.openModel(jsonFile(text));
  await expect(editor.nodes).toHaveCount(before.nodes.length);
  await editor.settled();
  expect(await editor.documentState()).toEqual(before);
  expect(await editor.saved()).toBe(text);
});

test("weights saved and loaded give the same values, also after a reload", async ({ editor }) => {
  const before = await editor.edgeStates();
  const weights = await editor.savedWeights();
  const header = JSON.parse(weights.subarray(8, 8 + Number(weights.readBigUInt64LE(0))).toString("utf8"));
  expect(header["conv1.weight"]).toMatchObject({ dtype: "F32", shape: [6, 1, 5, 5] });
  const names = ["conv1", "conv2", "fc1", "fc2", "fc3"].flatMap((name) => [`${name}.bias`, `${name}.weight`]);
  const keys = Object.keys(header).filter((key) => key !== "__metadata__");
  expect(keys.sort()).toEqual(names);

  await editor.menu("Model", "New initial weights");
  await editor.settled();
  const other = await editor.edgeStates();
  expect(other.find(({ id }) => id === "fc3->softmax")).not.toEqual(before.find(({ id }) => id === "fc3->softmax"));
  await editor.openWeights(bytesFile("lenet.safetensors", weights));
  await expect(editor.notice(/10 tensors loaded/)).toBeVisible();
  await editor.settled();
  expect(await editor.edgeStates()).toEqual(before);

  // Kept a moment after the last change.
  await editor.page.waitForTimeout(600);
  await editor.open();
  await expect.poll(() => editor.edgeStates()).toEqual(before);
});

test("the document comes back after a reload", async ({ editor }) => {
  await editor.setArgument("fc2", "out_features", "33");
  await editor.select("relu1");
  await editor.page.keyboard.press("Delete");
  await editor.settled();
  const before = await editor.documentState();
  const text = await editor.modelText();
  await editor.page.waitForTimeout(600);
  await editor.open();
  await expect.poll(() => editor.documentState()).toEqual(before);
  expect(await editor.modelText()).toBe(text);
});

test("a model and an .npy dropped on the window are opened", async ({ editor }) => {
  await drop(editor, [bytesFile("x.npy", npy([1, 1, 6, 6])), jsonFile(model, "dropped.json")]);
  await expect(editor.node("conv1")).toBeVisible();
  await expect(editor.nodes).toHaveCount(3);
  await expect(editor.edge("input->conv1")).toHaveAttribute("data-mean", "17.5");
  await editor.settled();
  await drop(editor, [{ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("hello") }]);
  await expect(editor.notice("notes.txt")).toContainText("expected a model (.json)");
  await expect(editor.nodes).toHaveCount(3);
});

test("every example opens without problems, all its edges alive", async ({ editor }) => {
  const open = editor.button("Examples");
  await open.click();
  const names = await editor.page.getByRole("menuitem").allTextContents();
  await editor.page.keyboard.press("Escape");
  expect(names.length).toBeGreaterThanOrEqual(4);
  for (const name of names) {
    await test.step(name, async () => {
      await editor.startEmpty();
      await editor.menu("Examples", name);
      await expect(editor.nodes).not.toHaveCount(0);
      await editor.settled();
      await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
      const edges = await editor.edgeStates();
      expect(edges.length).toBeGreaterThan(5);
      for (const { id, shape, mean, std } of edges) {
        expect(shape, id).toMatch(/^\d/);
        expect(Number.isFinite(Number(mean)) && mean !== null, `${id}: mean ${mean}`).toBe(true);
        expect(Number(std), id).toBeGreaterThan(0);
      }
    });
  }
});
