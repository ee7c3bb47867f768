// Owns the training steps that go element by element or move elements: activations, sums, products, concatenation.
import { numel, sameShape } from "../../../core/shape.ts";
import { kernels } from "../../../kernels/index.ts";
import { softmaxDim } from "../../../ops/shapes/activation.ts";
import { functionOf } from "../../functions.ts";
import { catRows } from "../../steps/elements.ts";
import { allFloats } from "../../steps/step.ts";
import type { Named } from "../../values.ts";
import type { AnyTrainingPlanner, TrainingPlanner } from "./step.ts";

/** One function of every element; null for other ops. */
export const unary: AnyTrainingPlanner = (op, memory, gradients) => {
  const f = functionOf(op);
  if (!f) return null;
  const { input } = (op as Named<"relu">).args;
  const out = op.outputs[0]!;
  const [from, to] = [memory.access(input), memory.access(out)];
  const grad = gradients.of(out);
  const toInput = gradients.into("input");
  const read = f.byOutput ? to : from;
  const backward =
    grad && toInput && (() => toInput((into) => kernels.unaryBackward(f.kernel, grad(), read(), into, ...f.settings)));
  return { forward: () => kernels.unary(f.kernel, from(), to(), ...f.settings), backward };
};

/** Two values of one shape; stretching, and numbers, are left to the op itself. */
export const binary =
  (kernel: "add" | "mul"): TrainingPlanner<"add" | "mul"> =>
  (op, memory, gradients) => {
    const { input: a, other: b } = op.args;
    if (typeof b === "number" || !allFloats(a, b) || !sameShape(a.shape, b.shape)) return null;
    const shape = [numel(a.shape)];
    const steps = [1];
    const out = op.outputs[0]!;
    const [left, right, to] = [memory.access(a), memory.access(b), memory.access(out)];
    const grad = gradients.of(out);
    const sinks = [
      [gradients.into("input"), right],
      [gradients.into("other"), left],
    ] as const;
    const backward =
      grad &&
      (() => {
        for (const [sink, other] of sinks) {
          sink?.((into) => {
            if (kernel === "add") into.set(grad());
            else kernels.binary("mul", grad(), other(), into, shape, steps, steps);
          });
        }
      });
    return {
      forward: () => kernels.binary(kernel, left(), right(), to(), shape, steps, steps),
      backward,
    };
  };

export const cat: TrainingPlanner<"cat"> = (op, memory, gradients) => {
  const rows = catRows(op);
  if (!rows) return null;
  const { values, outer, row } = rows;
  const out = op.outputs[0]!;
  const to = memory.access(out);
  const parts = values.map(({ value, block, offset }) => ({ from: memory.access(value), block, offset }));
  const grad = gradients.of(out);
  const sinks = values.map(({ block, offset }, i) => ({ sink: gradients.into("tensors", i), block, offset }));
  const backward =
    grad &&
    (() => {
      for (const { sink, block, offset } of sinks) {
        sink?.((into) => {
          const incoming = grad();
          for (let i = 0; i < outer; i++) {
            into.set(incoming.subarray(i * row + offset, i * row + offset + block), i * block);
          }
        });
      }
    });
  return {
    forward() {
      const target = to();
      for (const { from, block, offset } of parts) {
        const source = from();
        for (let i = 0; i < outer; i++) target.set(source.subarray(i * block, (i + 1) * block), i * row + offset);
      }
    },
    backward,
  };
};

export const softmax =
  (log: boolean): TrainingPlanner<"softmax" | "log_softmax"> =>
  (op, memory, gradients) => {
    const { input: x, dim = null } = op.args;
    if (!allFloats(x)) return null;
    const axis = softmaxDim(dim, x.shape.length);
    const outer = numel(x.shape.slice(0, axis));
    const size = x.shape[axis] ?? 1;
    const inner = numel(x.shape.slice(axis + 1));
    const out = op.outputs[0]!;
    const [from, to] = [memory.access(x), memory.access(out)];
    const grad = gradients.of(out);
    const toInput = gradients.into("input");
    const backward =
      grad &&
      toInput &&
      (() => toInput((into) => kernels.softmaxBackward(grad(), to(), into, outer, size, inner, log)));
    return {
      forward: () => kernels.softmaxForward(from(), to(), outer, size, inner, log),
      backward,
    };
  };
