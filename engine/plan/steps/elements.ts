// Owns the steps that go element by element or move elements: activations, sums and products, concatenation, softmax.
import { numel, sameShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { UnaryOp } from "../../kernels/reference/functions.ts";
import type { BinaryOp } from "../../kernels/wasm_elementwise.ts";
import { softmaxDim } from "../../ops/shapes/activation.ts";
import type { Value } from "../values.ts";
import { allFloats, type Planner } from "./step.ts";

export const unary =
  (kernel: UnaryOp | ((op: readonly unknown[]) => UnaryOp)): Planner =>
  (op, memory) => {
    const [x, ...rest] = op.args as [Value, ...unknown[]];
    if (!allFloats(x)) return null;
    const name = typeof kernel === "string" ? kernel : kernel(rest);
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    return { run: () => kernels.unary(name, from(), to()) };
  };

/** Two values of one shape; stretching is left to the op itself. */
export const binary =
  (kernel: BinaryOp): Planner =>
  (op, memory) => {
    const [a, b] = op.args as [Value, Value];
    if (!allFloats(a, b) || !sameShape(a.shape, b.shape)) return null;
    const shape = [numel(a.shape)];
    const steps = [1];
    const [left, right, to] = [memory.access(a), memory.access(b), memory.access(op.outputs[0]!)];
    return { run: () => kernels.binary(kernel, left(), right(), to(), shape, steps, steps) };
  };

export const cat: Planner = (op, memory) => {
  const [values, dim = 0] = op.args as [readonly Value[], number?];
  const out = op.outputs[0]!;
  if (!allFloats(...values, out) || values.some(({ shape }) => shape.length !== out.shape.length)) return null;
  const axis = dim < 0 ? dim + out.shape.length : dim;
  const outer = numel(out.shape.slice(0, axis));
  const row = numel(out.shape.slice(axis));
  const to = memory.access(out);
  const parts = values.map((value) => ({ from: memory.access(value), block: numel(value.shape.slice(axis)) }));
  return {
    run() {
      const target = to();
      let offset = 0;
      for (const { from, block } of parts) {
        const source = from();
        for (let i = 0; i < outer; i++) {
          target.set(outer === 1 ? source : source.subarray(i * block, (i + 1) * block), i * row + offset);
        }
        offset += block;
      }
    },
  };
};

export const softmax =
  (log: boolean): Planner =>
  (op, memory) => {
    const [x, dim = null] = op.args as [Value, (number | null)?];
    if (!allFloats(x)) return null;
    const axis = softmaxDim(dim, x.shape.length);
    const outer = numel(x.shape.slice(0, axis));
    const size = x.shape[axis] ?? 1;
    const inner = numel(x.shape.slice(axis + 1));
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    return { run: () => kernels.softmaxForward(from(), to(), outer, size, inner, log) };
  };
