// Owns the steps that go element by element or move elements: activations, sums and products, concatenation, softmax.

import { numel, sameShape } from "../../core/shape.ts";
import type { Value } from "../../ir/graph.ts";
import type { BinaryOp } from "../../kernels/elementwise/contract.ts";

import { kernels } from "../../kernels/index.ts";
import { softmaxDim } from "../../ops/shapes/activation.ts";
import { functionOf } from "../functions.ts";
import type { Named } from "../values.ts";
import { type AnyPlanner, allFloats, type Planner } from "./step.ts";

/** One function of every element; null for other ops. */
export const unary: AnyPlanner = (op, memory) => {
  const f = functionOf(op);
  if (!f) return null;
  const { args, outputs } = op as Named<"relu">;
  const [from, to] = [memory.access(args.input), memory.access(outputs[0]!)];
  return { run: () => kernels.unary(f.kernel, from(), to(), ...f.settings) };
};

/** Two values of one shape; stretching, and numbers, are left to the op itself. */
export const binary =
  (kernel: BinaryOp): Planner<"add" | "mul"> =>
  (op, memory) => {
    const { input: a, other: b } = op.args;
    if (typeof b === "number" || !allFloats(a, b) || !sameShape(a.shape, b.shape)) return null;
    const shape = [numel(a.shape)];
    const steps = [1];
    const [left, right, to] = [memory.access(a), memory.access(b), memory.access(op.outputs[0]!)];
    return { run: () => kernels.binary(kernel, left(), right(), to(), shape, steps, steps) };
  };

/** What is joined, as rows: of every row of the result (`row` floats) each value fills `block` floats at `offset`. */
export interface Rows {
  readonly values: readonly { readonly value: Value; readonly block: number; readonly offset: number }[];
  readonly outer: number;
  readonly row: number;
}

/** Null where values of no elements or other dtypes are among them. */
export function catRows({ args, outputs }: Named<"cat">): Rows | null {
  const { tensors: given, dim = 0 } = args;
  const out = outputs[0]!;
  if (!allFloats(...given, out) || given.some(({ shape }) => shape.length !== out.shape.length)) return null;
  const axis = dim < 0 ? dim + out.shape.length : dim;
  let offset = 0;
  const values = given.map((value) => {
    const block = numel(value.shape.slice(axis));
    offset += block;
    return { value, block, offset: offset - block };
  });
  return { values, outer: numel(out.shape.slice(0, axis)), row: numel(out.shape.slice(axis)) };
}

export const cat: Planner<"cat"> = (op, memory) => {
  const rows = catRows(op);
  if (!rows) return null;
  const { values, outer, row } = rows;
  const to = memory.access(op.outputs[0]!);
  const parts = values.map(({ value, block, offset }) => ({ from: memory.access(value), block, offset }));
  return {
    run() {
      const target = to();
      for (const { from, block, offset } of parts) {
        const source = from();
        for (let i = 0; i < outer; i++) {
          target.set(outer === 1 ? source : source.subarray(i * block, (i + 1) * block), i * row + offset);
        }
      }
    },
  };
};

export const softmax =
  (log: boolean): Planner<"softmax" | "log_softmax"> =>
  (op, memory) => {
    const { input: x, dim = null } = op.args;
    if (!allFloats(x)) return null;
    const axis = softmaxDim(dim, x.shape.length);
    const outer = numel(x.shape.slice(0, axis));
    const size = x.shape[axis] ?? 1;
    const inner = numel(x.shape.slice(axis + 1));
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    return { run: () => kernels.softmaxForward(from(), to(), outer, size, inner, log) };
  };
