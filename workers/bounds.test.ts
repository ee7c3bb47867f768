// Checks that no request is begun that cannot end: each is answered with a failure.
import { describe, expect, it } from "vitest";
import type { ModuleSpec } from "../engine/graph/spec.ts";
import { mostModules } from "./bounds.ts";
import type { RunRequest } from "./protocol.ts";
import { lenet, request, run, value } from "./session.fixture.ts";
import { createSession } from "./session.ts";

const spec = (...items: ModuleSpec[]): RunRequest["spec"] => ({ inputs: [{ id: "x", name: "x" }], items, outputs: [] });
const module = (name: string, args: object = {}, node = "m"): ModuleSpec => ({
  kind: "module",
  id: node,
  name: node,
  module: name,
  args: args as ModuleSpec["args"],
  outputs: [""],
});
const many = Array.from({ length: mostModules + 1 }, (_, i) => module("ReLU", {}, `m${i}`));
const dims = (...shape: number[]): RunRequest["inputs"] => ({ x: { shape, dtype: "float32" } });

const cases: [what: string, change: Partial<RunRequest>, message: string][] = [
  ["a size beyond all numbers", { inputs: dims(1e308, 1e308) }, "is not a shape"],
  ["a negative size", { inputs: dims(2, -1) }, "x: [2, -1] is not a shape"],
  ["a fraction of a size", { inputs: dims(0.5) }, "x: [0.5] is not a shape"],
  ["too many elements", { inputs: dims(2 ** 20, 2 ** 20) }, "has more than 268435456 elements"],
  ["an unknown class", { spec: spec(module("Nonsense")) }, "module 'torch.nn' has no attribute 'Nonsense'"],
  ["a class of every object", { spec: spec(module("constructor")) }, "has no attribute 'constructor'"],
  [
    "a wrong argument",
    { spec: spec(module("Conv2d", { in_channels: 1, out_channels: -3, kernel_size: 3 })) },
    "at least",
  ],
  ["a missing argument", { spec: spec(module("Linear", { in_features: 1 })) }, "Linear: out_features: required"],
  ["too many layers", { spec: spec(...many) }, `has ${mostModules + 1} layers, and at most ${mostModules} run`],
  [
    "weights beyond all memory",
    { spec: spec(module("Linear", { in_features: 1e9, out_features: 1e9 })) },
    "and the limit is 2.00 GiB",
  ],
  [
    "layers without end",
    { spec: spec(module("LSTM", { input_size: 4, hidden_size: 4, num_layers: 1e9 })) },
    "LSTM: num_layers: must be at most",
  ],
];

describe("a request", () => {
  it.each(cases)("with %s is refused before anything is built, and the model stays", async (_, change, message) => {
    const session = createSession();
    await run(session, lenet());
    const before = value(await session.saveWeights());
    for (const call of ["run", "prepare"] as const) {
      const result = await session[call]({ ...request(lenet()), inputs: dims(1, 4), ...change });
      expect(result.ok ? "" : result.error.message).toContain(message);
    }
    expect((await run(session, lenet())).ran).toEqual([]);
    expect(value(await session.saveWeights())).toEqual(before);
  });
});
