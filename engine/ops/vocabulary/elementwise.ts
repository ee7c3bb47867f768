// The vocabulary of functions of single elements: of one tensor, and of two that are broadcast.

/** Arithmetic, comparisons and logic of two tensors; a number may stand for the second. */
export interface BinaryOps<V> {
  sub(input: V, other: V | number): V;
  div(input: V, other: V | number, rounding_mode?: "trunc" | "floor" | null): V;
  floor_divide(input: V, other: V | number): V;
  remainder(input: V, other: V | number): V;
  fmod(input: V, other: V | number): V;
  pow(input: V, exponent: V | number): V;
  maximum(input: V, other: V): V;
  minimum(input: V, other: V): V;
  atan2(input: V, other: V): V;
  eq(input: V, other: V | number): V;
  ne(input: V, other: V | number): V;
  lt(input: V, other: V | number): V;
  le(input: V, other: V | number): V;
  gt(input: V, other: V | number): V;
  ge(input: V, other: V | number): V;
  logical_and(input: V, other: V): V;
  logical_or(input: V, other: V): V;
  logical_xor(input: V, other: V): V;
  clamp(input: V, min?: V | number | null, max?: V | number | null): V;
  lerp(input: V, end: V, weight: V | number): V;
}

/** Functions of one element. */
export interface UnaryOps<V> {
  neg(input: V): V;
  abs(input: V): V;
  sign(input: V): V;
  exp(input: V): V;
  expm1(input: V): V;
  log(input: V): V;
  log2(input: V): V;
  log10(input: V): V;
  log1p(input: V): V;
  sqrt(input: V): V;
  rsqrt(input: V): V;
  square(input: V): V;
  reciprocal(input: V): V;
  sin(input: V): V;
  cos(input: V): V;
  tan(input: V): V;
  atan(input: V): V;
  erf(input: V): V;
  floor(input: V): V;
  ceil(input: V): V;
  round(input: V): V;
  trunc(input: V): V;
  logical_not(input: V): V;
  isnan(input: V): V;
}
