// Owns the proof that modules with several inputs or outputs work on the canvas: named ports, optional ones, what is missing.
import { bytesFile, centerOf, type Editor, expect, jsonFile, test } from "./editor.ts";
import { npy } from "./fixtures/bytes.ts";

type Nodes = Record<string, { module: string; args?: object }>;

async function open(editor: Editor, nodes: Nodes, edges: readonly (readonly [string, string])[]): Promise<void> {
  const graph = { nodes, edges: edges.map(([from, to]) => ({ from, to })) };
  await editor.openModel(jsonFile({ format: "edgewise", version: 1, name: "ports", graph }));
  await expect(editor.nodes).toHaveCount(Object.keys(nodes).length);
  await editor.settled();
}

const input = (shape: number[], dtype = "float32") => ({ module: "Input", args: { shape, dtype } });

test("ports are named on the card, connected one by one, and each that is missing is told", async ({ editor }) => {
  await open(
    editor,
    {
      q: input([5, 2, 8]),
      attn: { module: "MultiheadAttention", args: { embed_dim: 8, num_heads: 2 } },
      out: { module: "Output" },
      weights: { module: "Output" },
    },
    [],
  );
  for (const port of ["query", "key", "value", "attn_output", "attn_output_weights"]) {
    await expect(editor.node("attn")).toContainText(port);
  }
  for (const [port, left] of [
    ["query", ["key", "value"]],
    ["key", ["value"]],
    ["value", []],
  ] as const) {
    await editor.connect("q", "attn", port);
    await expect(editor.edge(port === "query" ? "q->attn" : `q->attn.${port}`)).toHaveCount(1);
    const told = left.map((name) => `input port "${name}" is not connected`).join("\n");
    if (told) await expect(editor.node("attn")).toHaveAttribute("data-problem", told);
  }
  for (const [port, to] of [
    ["attn_output", "out"],
    ["attn_output_weights", "weights"],
  ] as const) {
    await editor.drag(await centerOf(editor.output(port, "attn")), await centerOf(editor.input("input", to)));
  }
  await editor.settled();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
  await expect(editor.edge("attn->out")).toHaveAttribute("data-shape", "5,2,8");
  const weights = await editor.edgeState("attn.attn_output_weights->weights");
  // Each row of attention weights sums to 1 over the 5 keys.
  expect(weights).toMatchObject({ shape: "2,5,5" });
  expect(Number(weights.mean)).toBeCloseTo(0.2, 6);
});

test("the indices of a pooling layer lead into its unpooling", async ({ editor }) => {
  await open(
    editor,
    {
      input: input([1, 1, 28, 28]),
      pool: { module: "MaxPool2d", args: { kernel_size: 2 } },
      unpool: { module: "MaxUnpool2d", args: { kernel_size: 2 } },
      output: { module: "Output" },
    },
    [
      ["input", "pool"],
      ["pool", "unpool"],
      ["unpool", "output"],
    ],
  );
  await expect(editor.node("unpool")).toHaveAttribute("data-problem", 'input port "indices" is not connected');
  await editor.select("pool");
  await editor.inspector.getByRole("switch", { name: "return_indices" }).click();
  const end = await centerOf(editor.input("indices", "unpool"));
  await editor.drag(await centerOf(editor.output("indices", "pool")), end);
  await expect(editor.edge("pool.indices->unpool.indices")).toHaveAttribute("data-dtype", "int64");
  await editor.settled();
  await expect(editor.edge("unpool->output")).toHaveAttribute("data-shape", "1,1,28,28");
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
});

test("optional inputs are chosen in the inspector; half of a tuple is a problem", async ({ editor }) => {
  await open(
    editor,
    {
      x: input([5, 3, 8]),
      h: input([1, 3, 6]),
      c: input([1, 3, 6]),
      lstm1: { module: "LSTM", args: { hidden_size: 6 } },
      output: { module: "Output" },
    },
    [
      ["x", "lstm1"],
      ["lstm1", "output"],
    ],
  );
  const before = await editor.edgeState("lstm1->output");
  await editor.select("lstm1");
  await editor.choose(editor.argument("h_0"), "h");
  await expect(editor.edge("h->lstm1.h_0")).toHaveAttribute("data-shape", "1,3,6");
  await expect(editor.node("lstm1")).toHaveAttribute("data-problem", 'input port "c_0" is not connected');
  await editor.choose(editor.argument("c_0"), "c");
  await editor.settled();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
  expect((await editor.edgeState("lstm1->output")).mean).not.toBe(before.mean);
  await editor.undo();
  await editor.undo();
  await editor.settled();
  expect(await editor.edgeState("lstm1->output")).toEqual(before);
});

test("optional inputs have handles while a connection is dragged, and take it where it is let go", async ({
  editor,
}) => {
  await open(
    editor,
    {
      q: input([5, 2, 8]),
      mask: input([5, 5]),
      attn: { module: "MultiheadAttention", args: { embed_dim: 8, num_heads: 2 } },
      output: { module: "Output" },
    },
    [
      ["q", "attn"],
      ["q", "attn.key"],
      ["q", "attn.value"],
      ["attn", "output"],
    ],
  );
  const before = await editor.edgeState("attn->output");
  const handles = editor.node("attn").locator("[data-optional]");
  await expect(handles).toHaveCount(0);
  const { mouse } = editor.page;
  const from = await centerOf(editor.output("output", "mask"));
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + 12, from.y + 12, { steps: 4 });
  await expect(handles).toHaveCount(2);
  await expect(editor.page.locator("[data-optional]")).toHaveCount(2);
  await editor.frame();
  const to = await centerOf(editor.input("attn_mask", "attn"));
  await mouse.move(to.x, to.y, { steps: 8 });
  await editor.frame();
  await mouse.move(to.x, to.y);
  await mouse.up();
  await expect(editor.edge("mask->attn.attn_mask")).toHaveAttribute("data-shape", "5,5");
  await expect(handles).toHaveCount(0);
  await editor.settled();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
  expect((await editor.edgeState("attn->output")).mean).not.toBe(before.mean);
  // Let go over nothing, a connection leaves no handles behind.
  await editor.drag(await centerOf(editor.output("output", "mask")), await editor.at(30, 30));
  await expect(handles).toHaveCount(0);
  await editor.undo();
  await editor.settled();
  expect(await editor.edgeState("attn->output")).toEqual(before);
});

test("a layer that fails when it runs says so on its edge", async ({ editor }) => {
  await open(
    editor,
    {
      scores: input([4, 2]),
      target: input([4], "int64"),
      loss: { module: "CrossEntropyLoss" },
      output: { module: "Output" },
    },
    [
      ["scores", "loss"],
      ["target", "loss.target"],
    ],
  );
  await editor.select("target");
  await editor.openInput(bytesFile("labels.npy", npy([4], "int64")));
  await editor.settled("error");
  await editor.drag(await centerOf(editor.output("output", "loss")), await centerOf(editor.input("input", "output")));
  await editor.settled("error");
  // The file's labels are 0 to 3, of two classes.
  const message = /Target \d is out of bounds\./;
  await expect(editor.node("loss")).toHaveAttribute("data-problem", message);
  await expect(editor.edge("loss->output")).toContainText(message);
  expect((await editor.edgeState("loss->output")).mean).toBeNull();
  await editor.setArgument("scores", "shape", "4, 10");
  await editor.settled();
  expect((await editor.edgeState("loss->output")).mean).not.toBeNull();
});

test("a switch is hit while another field has the focus", async ({ editor }) => {
  await editor.select("fc1");
  await editor.argument("out_features").click();
  const bias = editor.inspector.getByRole("switch", { name: "bias" });
  const { x, y } = await centerOf(bias);
  await editor.page.mouse.click(x, y);
  await expect(bias).not.toBeChecked();
  await expect(editor.node("fc1")).toContainText("bias=False");
});
