// Owns the sizes of ops that make tensors.
import { runtimeError } from "../../core/errors.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

function sizes(size: Shape): Shape {
  const negative = size.find((n) => n < 0);
  if (negative !== undefined) {
    throw runtimeError(`Trying to create tensor with negative dimension ${negative}: ${printShape(size)}`);
  }
  return size;
}

export const sourceShapes = {
  zeros: sizes,
  ones: sizes,
  full: sizes,
  eye(n, m = null) {
    if (n < 0) throw runtimeError(`n must be greater or equal to 0, got ${n}`);
    if (m !== null && m < 0) throw runtimeError(`m must be greater or equal to 0, got ${m}`);
    return [n, m ?? n];
  },
  arange(start, end, step = 1) {
    if (step === 0) throw runtimeError("step must be nonzero");
    if (start !== end && step > 0 !== end > start) {
      throw runtimeError("upper bound and larger bound inconsistent with step sign");
    }
    return [Math.ceil((end - start) / step)];
  },
  linspace(_start, _end, steps) {
    if (steps < 0) throw runtimeError("number of steps must be non-negative");
    return [steps];
  },
  randn: sizes,
  rand: sizes,
  tensor: (_data, shape) => shape,
} satisfies Partial<Functional<Shape>>;
