// Owns the proof that mistakes are mended in one click, that what a run would refuse is said before, and that a wrong text stays.
import { type Editor, expect, jsonFile, test } from "./editor.ts";

type Nodes = Readonly<Record<string, readonly [module: string, args?: object]>>;

/** A chain of layers as a model file. */
function chain(nodes: Nodes) {
  const names = Object.keys(nodes);
  const graph = {
    nodes: Object.fromEntries(Object.entries(nodes).map(([n, [module, args = {}]]) => [n, { module, args }])),
    edges: names.slice(1).map((to, i) => ({ from: names[i], to })),
  };
  return jsonFile({ format: "edgewise", version: 1, graph });
}

async function mend(editor: Editor, node: string, repair: string): Promise<void> {
  await editor.select(node);
  await editor.inspector.getByRole("button", { name: repair }).click();
  await editor.settled();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
}

test("a forgotten Flatten is put in with one click, the first offered", async ({ editor }) => {
  await editor.openModel(
    chain({
      x: ["Input", { shape: [2, 1, 28, 28] }],
      conv: ["Conv2d", { out_channels: 2, kernel_size: 5, padding: 2 }],
      linear: ["Linear", { in_features: 1568, out_features: 10 }],
      out: ["Output"],
    }),
  );
  await editor.select("linear");
  const offered = editor.inspector.getByRole("button", { name: /^(Insert|Infer|Set) / });
  await expect(offered.first()).toHaveText("Insert Flatten() after conv");
  await mend(editor, "linear", "Insert Flatten() after conv");
  await expect(editor.edge("flatten1->linear")).toHaveAttribute("data-shape", "2,1568");
});

test("fractions into an Embedding are refused before the run, on the card, in the inspector and in Problems", async ({
  editor,
}) => {
  await editor.openModel(
    chain({
      x: ["Input", { shape: [2, 5] }],
      e: ["Embedding", { num_embeddings: 10, embedding_dim: 4 }],
      out: ["Output"],
    }),
  );
  const torch = /Expected tensor for argument #1 'indices' .* but got torch\.FloatTensor instead/;
  await expect(editor.node("e")).toHaveAttribute("data-problem", torch);
  await editor.select("e");
  await expect(editor.inspector).toContainText(torch);
  await editor.dock.getByRole("tab", { name: /Problems/ }).click();
  const listed = editor.dock.getByRole("listitem").filter({ hasText: torch });
  await expect(listed).toHaveCount(1);
  await expect(listed.getByRole("button", { name: "Make x int64" })).toBeVisible();
  await mend(editor, "e", "Make x int64");
});

test("one value per channel is a problem in train mode, mended by a batch of two", async ({ editor }) => {
  await editor.openModel(chain({ x: ["Input", { shape: [1, 8] }], bn: ["BatchNorm1d"], out: ["Output"] }));
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
  await editor.page.getByRole("radio", { name: /train/i }).click();
  await expect(editor.node("bn")).toHaveAttribute(
    "data-problem",
    /Expected more than 1 value per channel when training/,
  );
  await editor.dock.getByRole("tab", { name: /Problems/ }).click();
  await expect(editor.dock.getByRole("listitem")).toHaveCount(1);
  await mend(editor, "bn", "Use a batch of 2");
});

test("a text that is no value stays, marked, when the field or the layer is left; Escape takes it back", async ({
  editor,
}) => {
  await editor.openModel(
    chain({ x: ["Input", { shape: [1, 3, 9, 9] }], c: ["Conv2d", { out_channels: 8, kernel_size: 3 }], r: ["ReLU"] }),
  );
  await editor.select("c");
  for (const [argument, wrong, right] of [
    ["out_channels", "8x", "8"],
    ["kernel_size", "(3, 3, 3)", "3"],
  ] as const) {
    const field = editor.argument(argument);
    await field.fill(wrong);
    await editor.argument("dilation").focus();
    await expect(field).toHaveValue(wrong);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(editor.inspector).toContainText(/expected int/);
    await editor.select("r");
    await editor.select("c");
    await expect(field).toHaveValue(wrong);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
    await field.press("Escape");
    await expect(field).toHaveValue(right);
    await expect(field).not.toHaveAttribute("aria-invalid", "true");
  }
});

test("an empty name of the model stays, marked, until it is mended or taken back", async ({ editor }) => {
  await editor.openModel(chain({ x: ["Input", { shape: [1, 3, 9, 9] }], r: ["ReLU"] }));
  await expect(editor.node("r")).toHaveCount(1);
  const fields = editor.page.getByRole("textbox", { name: "Model name" });
  await expect(fields).toHaveCount(2);
  for (const field of [fields.first(), fields.last()]) {
    const name = await field.inputValue();
    await field.fill(" ");
    await field.blur();
    await expect(field).toHaveValue(" ");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(editor.page.getByText("A model needs a name.")).toBeVisible();
    await field.press("Escape");
    await expect(field).toHaveValue(name);
    await field.fill("Renamed");
    await field.press("Enter");
    await expect(fields.first()).toHaveValue("Renamed");
    await expect(fields.last()).toHaveValue("Renamed");
  }
});
