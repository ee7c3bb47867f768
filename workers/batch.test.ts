// Checks which tensors are taken for one sample without a batch dim.
import { describe, expect, it } from "vitest";
import type { Shape } from "../engine/core/shape.ts";
import type { SequentialSpec } from "../engine/graph/spec.ts";
import { unbatchedPorts } from "./batch.ts";

const chain = (...modules: string[]): SequentialSpec => ({
  inputs: [{ id: "x", name: "x" }],
  items: modules.map((module, i) => ({
    kind: "module",
    id: `m${i}`,
    name: `layer ${i}`,
    module,
    args: {},
    outputs: ["output"],
  })),
  outputs: [],
});
const shapes = (...list: Shape[]) => new Map(list.map((shape, i) => [i === 0 ? "x" : `m${i - 1}`, shape]));
const found = (spec: SequentialSpec, list: ReadonlyMap<string, Shape>) => [...unbatchedPorts(spec, list)];

describe("unbatchedPorts", () => {
  it("sees that three dims around a 2d module are an image", () => {
    const spec = chain("Dropout2d", "ReLU", "Flatten", "Linear");
    expect(found(spec, shapes([1, 28, 28], [1, 28, 28], [1, 28, 28], [1, 784], [1, 10]))).toEqual(["x", "m0", "m1"]);
  });

  it("leaves batches alone", () => {
    const spec = chain("Conv2d", "ReLU", "Flatten", "Linear");
    expect(found(spec, shapes([1, 1, 28, 28], [1, 6, 24, 24], [1, 6, 24, 24], [1, 3456], [1, 10]))).toEqual([]);
  });

  it("takes three dims for a batch of sequences otherwise, and a flattened signal for a batch of vectors", () => {
    expect(found(chain("Linear"), shapes([2, 5, 8], [2, 5, 3]))).toEqual([]);
    const spec = chain("Conv1d", "Flatten");
    expect(found(spec, shapes([4, 2, 9], [4, 3, 7], [4, 21]))).toEqual([]);
  });

  it("looks through modules of any rank to what reads an Input", () => {
    expect(found(chain("ReLU", "Conv2d"), shapes([3, 8, 8], [3, 8, 8], [4, 6, 6]))).toEqual(["x", "m0", "m1"]);
  });

  it("takes two dims for a batch of vectors where the class always has a batch", () => {
    expect(found(chain("BatchNorm1d", "ReLU"), shapes([4, 3], [4, 3], [4, 3]))).toEqual([]);
    expect(found(chain("InstanceNorm1d"), shapes([4, 3], [4, 3]))).toEqual(["x", "m0"]);
  });
});
