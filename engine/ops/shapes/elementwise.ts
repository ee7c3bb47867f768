// Owns the sizes of functions of single elements: those of the input, or what two inputs are stretched to.
import { runtimeError } from "../../core/errors.ts";
import { broadcastShapes, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

const same = (input: Shape): Shape => input;
/** Numbers have no dims. */
export const stretch = (input: Shape, other: Shape | number): Shape =>
  typeof other === "number" ? input : broadcastShapes(input, other);

export const elementwiseShapes = {
  sub: stretch,
  div: stretch,
  floor_divide: stretch,
  remainder: stretch,
  fmod: stretch,
  pow: stretch,
  maximum: stretch,
  minimum: stretch,
  atan2: stretch,
  eq: stretch,
  ne: stretch,
  lt: stretch,
  le: stretch,
  gt: stretch,
  ge: stretch,
  logical_and: stretch,
  logical_or: stretch,
  logical_xor: stretch,
  clamp(input, min = null, max = null) {
    if (min === null && max === null) {
      throw runtimeError("torch.clamp: At least one of 'min' or 'max' must not be None");
    }
    const low = min === null ? input : stretch(input, min);
    return max === null ? low : stretch(low, max);
  },
  lerp: (input, end, weight) => stretch(broadcastShapes(input, end), weight),
  neg: same,
  abs: same,
  sign: same,
  exp: same,
  expm1: same,
  log: same,
  log2: same,
  log10: same,
  log1p: same,
  sqrt: same,
  rsqrt: same,
  square: same,
  reciprocal: same,
  sin: same,
  cos: same,
  tan: same,
  atan: same,
  erf: same,
  floor: same,
  ceil: same,
  round: same,
  trunc: same,
  logical_not: same,
  isnan: same,
} satisfies Partial<Functional<Shape>>;
