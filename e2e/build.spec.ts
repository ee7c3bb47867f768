// Owns the proof that a network is built with the mouse from nothing, and that every edit shows on every edge it changes.
import { centerOf, type Editor, expect, jsonFile, test } from "./editor.ts";

test.use({ viewport: { width: 1600, height: 1100 } });

/** Where each layer is let go, in two columns. */
const places = [
  ["Input", "input", 200, 60],
  ["Conv2d", "conv1", 200, 220],
  ["ReLU", "relu1", 200, 380],
  ["MaxPool2d", "maxpool1", 200, 540],
  ["Flatten", "flatten1", 560, 60],
  ["Linear", "linear1", 560, 220],
  ["Output", "output", 560, 380],
] as const;

const chain = places.map(([, name]) => name);
const links = chain.slice(1).map((to, i) => [chain[i]!, to] as const);

/** Builds Input → Conv2d → ReLU → MaxPool2d → Flatten → Linear → Output; `after` sees every step. */
async function build(editor: Editor, after: () => Promise<void> = async () => undefined): Promise<void> {
  await editor.startEmpty();
  for (const [module, name, x, y] of places) {
    await editor.dragModule(module, await editor.at(x, y));
    await expect(editor.node(name)).toHaveAttribute("data-module", module);
    await after();
  }
  for (const [from, to] of links) {
    await editor.connect(from, to);
    await expect(editor.edge(`${from}->${to}`)).toHaveCount(1);
    await after();
  }
}

test("a CNN is dragged, connected and typed; every edge shows its tensor", async ({ editor }) => {
  await build(editor);
  await editor.setArgument("conv1", "out_channels", "12");
  await editor.type("kernel_size", "5");
  await editor.setArgument("linear1", "out_features", "7");
  await editor.settled();

  const edges = await editor.edgeStates();
  expect(Object.fromEntries(edges.map(({ id, shape }) => [id, shape]))).toEqual({
    "input->conv1": "1,1,28,28",
    "conv1->relu1": "1,12,24,24",
    "relu1->maxpool1": "1,12,24,24",
    "maxpool1->flatten1": "1,12,12,12",
    "flatten1->linear1": "1,1728",
    "linear1->output": "1,7",
  });
  for (const { id, mean, std, min, max } of edges) {
    for (const value of [mean, std, min, max]) expect(value, id).toMatch(/^-?\d/);
    expect(Number(min), id).toBeLessThanOrEqual(Number(mean));
    expect(Number(mean), id).toBeLessThanOrEqual(Number(max));
    expect(Number(std), id).toBeGreaterThan(0);
    expect(await editor.colors(id), `${id}: colours of the thumbnail`).toBeGreaterThan(1);
    await expect(editor.edge(id)).toContainText(`μ`);
    await expect(editor.edge(id)).toHaveAttribute("data-dtype", "float32");
  }
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
});

/** The same network from a file, for the tests that begin where it is built. */
const model = {
  format: "edgewise",
  version: 1,
  name: "built",
  graph: {
    nodes: {
      input: { module: "Input", args: { shape: [1, 1, 28, 28] } },
      conv1: { module: "Conv2d", args: { out_channels: 8, kernel_size: 3 } },
      relu1: { module: "ReLU" },
      maxpool1: { module: "MaxPool2d", args: { kernel_size: 3 } },
      flatten1: { module: "Flatten" },
      linear1: { module: "Linear", args: { out_features: 10 } },
      output: { module: "Output" },
    },
    edges: links.map(([from, to]) => ({ from, to })),
  },
};

async function openBuilt(editor: Editor): Promise<void> {
  await editor.openModel(jsonFile(model));
  await expect(editor.edges).toHaveCount(links.length);
  await editor.settled();
}

test("a changed out_channels shows on all edges downstream and on none upstream", async ({ editor }) => {
  await openBuilt(editor);
  const before = await editor.edgeStates();
  await editor.setArgument("conv1", "out_channels", "16");
  await editor.settled();
  const after = await editor.edgeStates();
  const shapes = Object.fromEntries(after.map(({ id, shape }) => [id, shape]));
  expect(shapes).toMatchObject({ "conv1->relu1": "1,16,26,26", "maxpool1->flatten1": "1,16,8,8" });
  expect(shapes).toMatchObject({ "flatten1->linear1": "1,1024", "linear1->output": "1,10" });
  for (const [i, edge] of after.entries()) {
    const old = before[i]!;
    expect(edge.id).toBe(old.id);
    if (edge.id === "input->conv1") expect(edge).toEqual(old);
    else expect(edge.mean, edge.id).not.toBe(old.mean);
  }
});

test("edges show a value while it is typed", async ({ editor }) => {
  await openBuilt(editor);
  await editor.select("conv1");
  const field = editor.argument("out_channels");
  await field.click();
  await field.press("ControlOrMeta+a");
  await field.pressSequentially("24");
  await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", "1,24,26,26");
  await field.press("Escape");
  await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", "1,8,26,26");
  await editor.settled();
});

test("a layer dropped on an edge is inserted there; edges are moved; nodes renamed and deleted", async ({ editor }) => {
  await openBuilt(editor);
  await editor.dragModule("Sigmoid", await centerOf(editor.edge("conv1->relu1")));
  await expect(editor.edge("conv1->sigmoid1")).toHaveCount(1);
  await expect(editor.edge("sigmoid1->relu1")).toHaveCount(1);
  await expect(editor.edge("conv1->relu1")).toHaveCount(0);
  await editor.settled();
  expect(Number((await editor.edgeState("sigmoid1->relu1")).min)).toBeGreaterThan(0);

  // The end of sigmoid1->relu1 is taken to maxpool1: relu1 loses its input, maxpool1 reads from sigmoid1.
  const end = await centerOf(editor.input("input", "relu1"));
  await editor.drag({ x: end.x, y: end.y - 12 }, await centerOf(editor.input("input", "maxpool1")));
  await expect(editor.edge("sigmoid1->maxpool1")).toHaveCount(1);
  await expect(editor.edge("sigmoid1->relu1")).toHaveCount(0);
  await expect(editor.edge("relu1->maxpool1")).toHaveCount(0);

  await editor.node("linear1").dblclick({ position: { x: 60, y: 14 } });
  await editor.page.keyboard.type("head");
  await editor.page.keyboard.press("Enter");
  await expect(editor.node("head")).toHaveAttribute("data-module", "Linear");
  await expect(editor.edge("head->output")).toHaveCount(1);

  await editor.select("relu1");
  await editor.page.keyboard.press("Delete");
  await expect(editor.node("relu1")).toHaveCount(0);
  await editor.select("sigmoid1");
  await editor.page.keyboard.press("Delete");
  await expect(editor.edge("conv1->maxpool1")).toHaveCount(1);
  await editor.settled();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
});

test("every gesture is one step: undo to the start and redo to the end restore the saved model exactly", async ({
  editor,
}) => {
  test.slow();
  const states: string[] = [];
  const keep = async () => {
    states.push(await editor.modelText());
  };
  await editor.startEmpty();
  await keep();
  const start = states.length;
  await build(editor, keep);
  expect(states.length - start).toBe(places.length + links.length);
  await editor.setArgument("conv1", "out_channels", "128");
  await keep();
  await editor.type("kernel_size", "3, 5");
  await keep();
  await editor.select("output");
  await editor.drag(await centerOf(editor.node("output")), await editor.at(720, 620));
  await keep();
  await editor.dragModule("Tanh", await centerOf(editor.edge("flatten1->linear1")));
  await expect(editor.node("tanh1")).toHaveCount(1);
  await keep();
  await editor.select("tanh1");
  await editor.page.keyboard.press("F2");
  await editor.page.keyboard.type("squash");
  await editor.page.keyboard.press("Enter");
  await keep();
  await editor.select("relu1");
  await editor.page.keyboard.press("Delete");
  await keep();
  expect(new Set(states).size, "every step changed the saved model").toBe(states.length);

  for (let i = states.length - 2; i >= 0; i--) {
    await editor.undo();
    expect(await editor.modelText(), `after undo to step ${i}`).toBe(states[i]);
  }
  await expect(editor.button("Undo")).toBeDisabled();
  for (let i = 1; i < states.length; i++) {
    await editor.redo();
    expect(await editor.modelText(), `after redo to step ${i}`).toBe(states[i]);
  }
  await expect(editor.button("Redo")).toBeDisabled();
  expect((await editor.saved()).trim(), "what is saved is what was compared").toBe(states.at(-1)?.trim());
  await editor.settled();
});
