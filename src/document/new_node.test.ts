// New nodes: nothing torch asks for is missing, nothing needless is given, and where a tensor fits they run as they are.
import { describe, expect, test } from "vitest";
import { edge } from "../../engine/graph/graph.fixture.ts";
import type { Edge, Graph } from "../../engine/graph/graph.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import { parseArg } from "../../engine/modules/arguments.ts";
import { moduleDef, modules } from "../../engine/modules/index.ts";
import { newNode } from "./new_node.ts";

/** Given although torch has a default, without which the class cannot run. */
const besides: Readonly<Record<string, readonly string[]>> = {
  FractionalMaxPool2d: ["output_ratio"],
  FractionalMaxPool3d: ["output_ratio"],
  Upsample: ["scale_factor"],
  UpsamplingNearest2d: ["scale_factor"],
  UpsamplingBilinear2d: ["scale_factor"],
};

test.each(Object.keys(modules))("a new %s has its required arguments", (name) => {
  const fields = Object.entries(moduleDef(name)?.args ?? {});
  const expected = fields.filter(
    ([arg, field]) => (field.default === undefined && field.infer === undefined) || besides[name]?.includes(arg),
  );
  const { args = {} } = newNode(name);
  expect(Object.keys(args)).toEqual(expected.map(([arg]) => arg));
  for (const [arg, field] of expected) expect(parseArg(field, args[arg])).toMatchObject({ ok: true });
});

test("a module there is not has no arguments", () => {
  expect(newNode("constructor")).toEqual({ module: "constructor" });
});

test.each(Object.values(modules).filter(({ category }) => category === "Pooling"))(
  "a new $name has no window but one of 2",
  ({ name }) => {
    const { args = {} } = newNode(name);
    expect(args.kernel_size ?? 2).toBe(2);
  },
);

/** What a class is first put after: images, sequences, volumes, rows, indices. */
const images = [1, 8, 24, 24];
const tensors = [images, [1, 8, 24], [1, 8, 12, 12, 12], [2, 10], [1, 9, 676]];
/** Losses whose target is of another shape than their input. */
const targets: Readonly<Record<string, readonly (readonly number[])[]>> = {
  AdaptiveLogSoftmaxWithLoss: [[2, 10], [2]],
  NLLLoss: [[2, 10], [2]],
  MultiMarginLoss: [[2, 10], [2]],
  CTCLoss: [[9, 2, 5], [2, 3], [2], [2]],
  CosineEmbeddingLoss: [[2, 10], [2, 10], [2]],
};

describe("a new layer has no problem after a tensor of a kind it takes", () => {
  const layers = Object.values(modules).filter(({ inputs, name }) => inputs.length > 0 && name !== "Output");
  test.each(layers)("$name", ({ name, inputs }) => {
    /** `later`: the type of what comes in behind the first input, as labels and indices are integers. */
    const problemsAfter = (shapes: readonly (readonly number[])[], dtype: string, later: string) => {
      const nodes: Record<string, Graph["nodes"][string]> = { layer: newNode(name) };
      const edges: Edge[] = [];
      for (const [i, port] of inputs.entries()) {
        nodes[`x${i}`] = { module: "Input", args: { shape: shapes[i] ?? shapes[0], dtype: i === 0 ? dtype : later } };
        edges.push(edge(`x${i}`, i === 0 ? "layer" : `layer.${port}`));
      }
      return inferShapes({ nodes, edges }).problems.filter(({ severity }) => severity === "error");
    };
    const tries = [...(targets[name] ? [targets[name]] : []), ...tensors.map((shape) => [shape])];
    const types = [
      ["float32", "float32"],
      ["int64", "int64"],
      ["float32", "int64"],
    ] as const;
    const found = types.flatMap(([dtype, later]) => tries.map((shapes) => problemsAfter(shapes, dtype, later)));
    expect(found.some((problems) => problems.length === 0)).toBe(true);
  });
});
