// Tests that a declaration without weights runs the ops that its module runs, and what the table of traits says of them.
import { expect, test } from "vitest";
import type { DType } from "../core/dtype.ts";
import { Generator } from "../core/random.ts";
import type { Shape } from "../core/shape.ts";
import { moduleDef } from "../modules/index.ts";
import { buildModule } from "../nn/build.ts";
import type { InputExample } from "../nn/examples/example.fixture.ts";
import { registryExamples } from "../nn/registry_examples.ts";
import { functionOf } from "../plan/functions.ts";
import { trace } from "../plan/trace.ts";
import { Value, valuesIn } from "./graph.ts";
import { traceDeclared } from "./trace.ts";
import { traits } from "./traits.ts";

const toValue = (input: InputExample): Value =>
  "shape" in input ? new Value(input.shape, input.dtype) : new Value(input as Shape, "float32");

/** What is left of an op when values are known by shape and dtype alone. */
const plain = ({ name, args, outputs }: { name: string; args: object; outputs: readonly Value[] }) => {
  const look = ({ shape, dtype }: Value): readonly [Shape, DType] => [shape, dtype];
  return { name, args: Object.keys(args), reads: valuesIn(args).map(look), gives: outputs.map(look) };
};

// It takes a function over tensors, which no graph of ops holds.
const traced = Object.entries(registryExamples).filter(([name]) => name !== "TripletMarginWithDistanceLoss");

test.each(traced)("%s", (name, example) => {
  const module = buildModule(moduleDef(name)!, example.args ?? {}, new Generator()).eval();
  const inputs = example.inputs((min) => min).map(toValue);
  const graph = traceDeclared(module.def, module.args, inputs);
  expect(graph.ops.map(plain)).toEqual(trace(module, inputs).ops.map(plain));
  const keys = [...module.state_dict().keys()];
  expect([...graph.parameters.keys()].filter((key) => !keys.includes(key))).toEqual([]);
});

test.each(traced)("what %s runs as one function of elements is pointwise by its traits", (name, example) => {
  const module = buildModule(moduleDef(name)!, example.args ?? {}, new Generator()).eval();
  for (const op of trace(module, example.inputs((min) => min).map(toValue)).ops) {
    if (op.name === "attend" || op.name === "rows" || functionOf(op) === null) continue;
    expect(traits[op.name].pointwise, op.name).toBe(true);
  }
});
