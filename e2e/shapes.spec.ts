// Owns the proof that shape errors teach: torch's words, a sentence with the numbers, the dim that fails, a repair.
import { type Editor, expect, jsonFile, test } from "./editor.ts";

const torch = "mat1 and mat2 shapes cannot be multiplied (1x400 and 256x120)";
const upstream = ["input->conv1", "conv1->relu1", "relu1->pool1", "pool1->conv2", "conv2->relu2", "relu2->pool2"];

async function breakLinear(editor: Editor): Promise<void> {
  await editor.setArgument("fc1", "in_features", "256");
  await expect(editor.node("fc1")).toHaveAttribute("data-problem", new RegExp(torch.replace(/[()]/g, "\\$&")));
}

test("a wrong in_features is marked with torch's text and explained with its numbers", async ({ editor }) => {
  await breakLinear(editor);
  await editor.settled();
  const sentence = "Linear expects 256 features; Flatten gives 400: set in_features to 400 or leave it empty.";
  await expect(editor.inspector).toContainText(torch);
  await expect(editor.inspector).toContainText(sentence);
  await editor.dock.getByRole("tab", { name: /Problems/ }).click();
  const listed = editor.dock.getByRole("listitem").filter({ hasText: torch });
  await expect(listed).toContainText(sentence);

  const edge = editor.edge("flatten->fc1");
  await expect(edge).toHaveAttribute("data-shape", "1,400");
  await expect(edge.locator("[data-bad]")).toHaveText("400");
  await expect(editor.page.locator("[data-bad]")).toHaveCount(1);
});

test("what still can run shows its values; what cannot says why", async ({ editor }) => {
  const before = await editor.edgeStates();
  await breakLinear(editor);
  await editor.settled();
  const after = await editor.edgeStates();
  for (const id of [...upstream, "pool2->flatten", "flatten->fc1"]) {
    const edge = after.find((one) => one.id === id);
    expect(edge?.mean, id).not.toBeNull();
    expect(edge, id).toEqual(before.find((one) => one.id === id));
    expect(await editor.colors(id), id).toBeGreaterThan(1);
  }
  const first = editor.edge("fc1->relu3");
  await expect(first).toContainText(torch);
  const downstream = ["relu3->fc2", "fc2->relu4", "relu4->fc3", "fc3->softmax", "softmax->output"];
  for (const id of downstream) await expect(editor.edge(id)).toContainText("waits for fc1");
  for (const id of ["fc1->relu3", ...downstream]) {
    expect((await editor.edgeState(id)).shape, id).toBeNull();
    await expect(editor.edge(id).locator("canvas"), id).toHaveCount(0);
  }

  // An edit upstream still runs.
  await editor.setArgument("conv1", "out_channels", "9");
  await editor.settled();
  const edited = await editor.edgeStates();
  expect(edited.find(({ id }) => id === "conv1->relu1")?.shape).toBe("1,9,28,28");
});

test("the repair mends it, and undo brings the problem back", async ({ editor }) => {
  const before = await editor.documentState();
  await breakLinear(editor);
  await editor.inspector.getByRole("button", { name: "Infer in_features" }).click();
  await editor.settled();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
  expect(await editor.documentState()).toEqual(before);
  await editor.undo();
  await expect(editor.node("fc1")).toHaveAttribute("data-problem", /shapes cannot be multiplied/);
  await editor.select("fc1");
  await editor.inspector.getByRole("button", { name: "Set in_features to 400" }).click();
  await editor.settled();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
  expect((await editor.edgeStates()).map(({ shape }) => shape)).toEqual(before.edges.map(({ shape }) => shape));
});

test("wrong channels, a window larger than its input, and parts that do not add up are explained too", async ({
  editor,
}) => {
  await editor.setArgument("conv2", "in_channels", "3");
  await expect(editor.node("conv2")).toHaveAttribute(
    "data-problem",
    /Given groups=1, weight of size \[16, 3, 5, 5\], expected input\[1, 6, 14, 14\] to have 3 channels, but got 6 channels instead/,
  );
  await expect(editor.inspector).toContainText("Conv2d expects 3 channels; MaxPool2d gives 6");
  await editor.undo();
  await editor.setArgument("conv2", "kernel_size", "15");
  await expect(editor.node("conv2")).toHaveAttribute(
    "data-problem",
    /Calculated padded input size per channel: \(14 x 14\)\. Kernel size: \(15 x 15\)/,
  );
  await expect(editor.inspector).toContainText(/The window of Conv2d spans 15; MaxPool2d gives only 14/);

  await editor.openModel(
    jsonFile({
      format: "edgewise",
      version: 1,
      graph: {
        nodes: {
          input: { module: "Input", args: { shape: [1, 2, 6, 6] } },
          conv1: { module: "Conv2d", args: { out_channels: 3, kernel_size: 1 } },
          add1: { module: "Add" },
          output: { module: "Output" },
        },
        edges: [
          { from: "input", to: "conv1" },
          { from: "conv1", to: "add1" },
          { from: "input", to: "add1.other" },
          { from: "add1", to: "output" },
        ],
      },
    }),
  );
  await expect(editor.node("add1")).toHaveAttribute(
    "data-problem",
    /The size of tensor a \(3\) must match the size of tensor b \(2\) at non-singleton dimension 1/,
  );
  await editor.select("add1");
  await expect(editor.inspector).toContainText("add expects size 3 here; Input gives 2");
  await expect(editor.page.locator("[data-bad]")).not.toHaveCount(0);
  await editor.settled();
});
