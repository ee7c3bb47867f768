// Owns the step of ops that go row by row, as one program of fused rows.

import { numel } from "../../core/shape.ts";
import type { Value } from "../../ir/graph.ts";
import type { FusedRows, FusedStep, PreparedFused } from "../../kernels/fused/contract.ts";
import { kernels } from "../../kernels/index.ts";
import { functionOf } from "../functions.ts";
import { type Access, accessTo } from "../memory.ts";
import { type Named, type TorchOp, tensorOf } from "../values.ts";
import { Watch } from "../weights.ts";
import type { Planner } from "./step.ts";

/** The numbers of a parameter; null where there is none. */
function numbersOf(value: Value | null | undefined): Access | null {
  const tensor = tensorOf(value);
  return tensor && accessTo(tensor);
}

/** How many rows the ops go by: the first of them, which normalises rows or multiplies them, says. */
function rowsOf(op: TorchOp): number {
  if (op.name === "linear") return numel(op.args.input.shape) / op.args.weight.shape[1]!;
  if (op.name === "layer_norm") return numel(op.args.input.shape) / numel(op.args.normalized_shape);
  throw new Error(`${op.name} does not go by rows`);
}

function fusedStep(op: TorchOp, numberOf: (value: Value) => number): FusedStep {
  const to = numberOf(op.outputs[0]!);
  switch (op.name) {
    case "linear": {
      const { input, weight, bias } = op.args;
      const [own, added] = [numbersOf(weight)!, numbersOf(bias)];
      return { kind: "linear", from: numberOf(input), to, weight: own, bias: added, activation: op.activation };
    }
    case "layer_norm": {
      const { input, weight, bias, eps = 1e-5 } = op.args;
      return { kind: "layerNorm", from: numberOf(input), to, weight: numbersOf(weight), bias: numbersOf(bias), eps };
    }
    case "add":
    case "mul":
      // Numbers are not merged into rows.
      return { kind: op.name, from: numberOf(op.args.input), other: numberOf(op.args.other as Value), to };
    default: {
      const { kernel, settings } = functionOf(op)!;
      return { kind: "unary", from: numberOf((op as Named<"relu">).args.input), to, op: kernel, settings };
    }
  }
}

export const rows: Planner<"rows"> = ({ args, outputs, parts }, memory) => {
  const outside = [...args.inputs, ...outputs];
  const values = [...new Set([...outside, ...parts.flatMap((part) => part.outputs)])];
  const numbers = new Map(values.map((value, i) => [value, i]));
  const count = rowsOf(parts[0]!);
  const fused: FusedRows = {
    rows: count,
    widths: values.map(({ shape }) => numel(shape) / count),
    arrays: outside.length,
    steps: parts.map((part) => fusedStep(part, (value) => numbers.get(value)!)),
  };
  const parameters = parts.flatMap((part) => Object.values(part.args).map(tensorOf));
  const watch = new Watch(parameters);
  const arrays = outside.map((value) => memory.access(value));
  let prepared: PreparedFused | null = null;
  return {
    bytes: kernels.preparedFusedBytes(fused),
    refresh() {
      if (!watch.changed()) return;
      prepared?.release();
      prepared = null;
      prepared = kernels.prepareFused(fused);
    },
    run() {
      const views = arrays.map((array) => array());
      kernels.runFused(fused, views, prepared);
    },
    release: () => prepared?.release(),
  };
};
