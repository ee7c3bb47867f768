// Owns the step of ops that go row by row, as one chain of kernels.
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Chain, ChainStep } from "../../kernels/reference/chain.ts";
import type { PreparedChain } from "../../kernels/wasm_chain.ts";
import { functionOf } from "../functions.ts";
import { accessTo } from "../memory.ts";
import type { Op, Value } from "../values.ts";
import { Watch } from "../weights.ts";
import type { Planner } from "./step.ts";

/** The numbers of a parameter; null where there is none. */
const numbersOf = (value: unknown) => (value == null ? null : accessTo((value as Value).tensor!));

/** How many rows the ops go by: the first of them says. */
function rowsOf({ name, args }: Op): number {
  const x = args[0] as Value;
  const width = name === "linear" ? (args[1] as Value).shape[1]! : numel(args[1] as readonly number[]);
  return numel(x.shape) / width;
}

function chainStep(op: Op, numberOf: (value: Value) => number): ChainStep {
  const [x, second, third, fourth, eps = 1e-5] = op.args;
  const [from, to] = [numberOf(x as Value), numberOf(op.outputs[0]!)];
  switch (op.name) {
    case "linear": {
      const [weight, bias] = [numbersOf(second)!, numbersOf(third)];
      return { kind: "linear", from, to, weight, bias, activation: op.activation };
    }
    case "layer_norm":
      return { kind: "layerNorm", from, to, weight: numbersOf(third), bias: numbersOf(fourth), eps: eps as number };
    case "add":
    case "mul":
      return { kind: op.name, from, other: numberOf(second as Value), to };
    default: {
      const { kernel, settings } = functionOf(op)!;
      return { kind: "unary", from, to, op: kernel, settings };
    }
  }
}

export const rows: Planner = ({ args, outputs, parts = [] }, memory) => {
  const outside = [...(args as readonly Value[]), ...outputs];
  const values = [...new Set([...outside, ...parts.flatMap((part) => part.outputs)])];
  const numbers = new Map(values.map((value, i) => [value, i]));
  const count = rowsOf(parts[0]!);
  const chain: Chain = {
    rows: count,
    widths: values.map(({ shape }) => numel(shape) / count),
    arrays: outside.length,
    steps: parts.map((part) => chainStep(part, (value) => numbers.get(value)!)),
  };
  const parameters = parts.flatMap((part) => part.args.map((arg) => (arg as Value | null)?.tensor ?? null));
  const watch = new Watch(parameters);
  const arrays = outside.map((value) => memory.access(value));
  let prepared: PreparedChain | null = null;
  return {
    bytes: kernels.preparedChainBytes(chain),
    refresh() {
      if (!watch.changed()) return;
      prepared?.release();
      prepared = null;
      prepared = kernels.prepareChain(chain);
    },
    run() {
      const views = arrays.map((array) => array());
      kernels.runChain(chain, views, prepared);
    },
    release: () => prepared?.release(),
  };
};
