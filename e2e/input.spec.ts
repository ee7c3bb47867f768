// Owns the proof that what is fed can be chosen: drawings, images, seeds, the shape, and the sample that is shown.
import { bytesFile, type Editor, expect, test } from "./editor.ts";
import { npy } from "./fixtures/bytes.ts";
import { png } from "./fixtures/png.ts";

const first = "input->conv1";
const last = "softmax->output";

async function openPanel(editor: Editor): Promise<void> {
  await editor.side.getByRole("tab", { name: "Input" }).click();
}

const choose = (editor: Editor, source: string) =>
  editor.choose(editor.side.getByRole("combobox", { name: "Source" }), source);

async function setSeed(editor: Editor, seed: string): Promise<void> {
  const field = editor.side.getByLabel("Seed", { exact: true });
  await field.fill(seed);
  await field.press("Enter");
  await editor.settled();
}

test("a drawing flows while it is drawn", async ({ editor }) => {
  await openPanel(editor);
  await choose(editor, "Drawing");
  await editor.settled();
  expect((await editor.edgeState(first)).max).toBe("0");
  const before = await editor.edgeState(last);
  const box = await editor.side.getByRole("application", { name: "Drawing area" }).boundingBox();
  if (!box) throw new Error("no drawing area");
  const { mouse } = editor.page;
  await mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.3);
  await mouse.down();
  await mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.3, { steps: 8 });
  await expect.poll(async () => Number((await editor.edgeState(first)).mean)).toBeGreaterThan(0.02);
  const half = Number((await editor.edgeState(first)).mean);
  await mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.8, { steps: 8 });
  await mouse.up();
  await expect.poll(async () => Number((await editor.edgeState(first)).mean)).toBeGreaterThan(half * 1.3);
  await editor.settled();
  expect((await editor.edgeState(last)).std).not.toBe(before.std);
  await editor.side.getByRole("button", { name: "Clear" }).click();
  await editor.settled();
  expect(await editor.edgeState(last)).toEqual(before);
});

test("an image becomes the input, grey or in colour, normalised as chosen", async ({ editor }) => {
  const value = (x: number, y: number) => (x * 9 + y) % 256;
  const picture = bytesFile(
    "stripes.png",
    png(28, 28, (x, y) => [value(x, y), value(x, y), value(x, y)]),
  );
  let mean = 0;
  for (let y = 0; y < 28; y++) for (let x = 0; x < 28; x++) mean += value(x, y) / 255 / 784;
  await editor.openInput(picture);
  await expect(editor.notice("stripes.png")).toBeVisible();
  await editor.settled();
  const grey = await editor.edgeState(first);
  expect(Number(grey.mean)).toBeCloseTo(mean, 3);

  await openPanel(editor);
  await editor.choose(editor.side.getByRole("combobox", { name: "Normalization" }), "Mean 0.5, std 0.5");
  await editor.settled();
  expect(Number((await editor.edgeState(first)).mean)).toBeCloseTo((mean - 0.5) / 0.5, 2);
  expect(Number((await editor.edgeState(first)).std)).toBeCloseTo(Number(grey.std) * 2, 3);

  await editor.setArgument("input", "shape", "1, 3, 28, 28");
  await editor.openInput(
    bytesFile(
      "red.png",
      png(28, 28, () => [255, 0, 0]),
    ),
  );
  await expect(editor.notice("red.png")).toBeVisible();
  await editor.settled();
  const red = await editor.edgeState(first);
  expect([Number(red.min), Number(red.max)]).toEqual([-1, 1]);
  expect(Number(red.mean)).toBeCloseTo(-1 / 3, 5);
});

test("an .npy is the tensor itself: the Input takes its shape", async ({ editor }) => {
  await editor.openInput(bytesFile("count.npy", npy([2, 1, 32, 32])));
  await expect(editor.edge(first)).toHaveAttribute("data-shape", "2,1,32,32");
  await editor.settled();
  expect(await editor.edgeState(first)).toMatchObject({ min: "0", max: "2047", mean: "1023.5" });
});

test("seeded random inputs come again for the same seed, also after a reload", async ({ editor }) => {
  await openPanel(editor);
  for (const source of ["Random, normal", "Random, uniform"]) {
    await choose(editor, source);
    await setSeed(editor, "7");
    const seven = await editor.edgeStates();
    await setSeed(editor, "8");
    const eight = await editor.edgeStates();
    expect(eight.map(({ mean }) => mean)).not.toEqual(seven.map(({ mean }) => mean));
    await setSeed(editor, "7");
    expect(await editor.edgeStates()).toEqual(seven);
  }
  const uniform = await editor.edgeState(first);
  expect(Number(uniform.min)).toBeGreaterThanOrEqual(0);
  expect(Number(uniform.max)).toBeLessThan(1);
  const all = await editor.edgeStates();
  // Kept a moment after the last change.
  await editor.page.waitForTimeout(600);
  await editor.open();
  await expect.poll(() => editor.edgeStates()).toEqual(all);
});

test("another shape of the Input is inferred through to the end", async ({ editor }) => {
  await openPanel(editor);
  const field = editor.side.getByLabel("Shape", { exact: true });
  await field.fill("2, 3, 32, 32");
  await field.press("Enter");
  await editor.settled();
  const shapes = Object.fromEntries((await editor.edgeStates()).map(({ id, shape }) => [id, shape]));
  expect(shapes).toMatchObject({
    "input->conv1": "2,3,32,32",
    "conv1->relu1": "2,6,32,32",
    "pool1->conv2": "2,6,16,16",
    "flatten->fc1": "2,576",
    "softmax->output": "2,10",
  });
  for (const { id, mean } of await editor.edgeStates()) expect(mean, id).not.toBeNull();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
});

test("the sample shown is chosen; statistics stay those of the whole batch", async ({ editor }) => {
  await editor.setArgument("input", "shape", "4, 1, 28, 28");
  await editor.settled();
  const whole = await editor.edgeStates();
  const chooser = editor.page.getByRole("banner").getByRole("group", { name: "Sample" });
  const seen = new Set([await editor.pixels(first)]);
  for (let i = 1; i < 4; i++) {
    await chooser.getByRole("button", { name: "Next sample" }).click();
    await expect(chooser.getByRole("textbox")).toHaveValue(String(i));
    await editor.settled();
    await expect.poll(async () => seen.has(await editor.pixels(first))).toBe(false);
    seen.add(await editor.pixels(first));
  }
  await expect(chooser.getByRole("button", { name: "Next sample" })).toBeDisabled();
  expect(await editor.edgeStates()).toEqual(whole);
});
