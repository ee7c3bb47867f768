// Ops that look values up: places in sorted lines, membership, counts. None has a gradient.
import { runtimeError } from "../../core/errors.ts";
import { printShape, sameShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { empty } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { asTensor, type Operand } from "./broadcast.ts";
import { gather } from "./indexing.ts";

export interface SearchOptions {
  /** Whether equal values come before. */
  readonly right?: boolean;
  readonly side?: "left" | "right" | null;
  /** The order that sorts the lines. */
  readonly sorter?: Tensor | null;
  /** There are no 32-bit integers here: the places are int64. */
  readonly out_int32?: boolean;
}

/** Where each value would have to be put in the sorted last dim of the lines. */
export function searchsorted(
  sorted_sequence: Tensor,
  input: Operand,
  { right = false, side = null, sorter = null }: SearchOptions = {},
): Tensor {
  if (side !== null && side !== "left" && side !== "right") {
    throw runtimeError(`torch.searchsorted(): side can only be 'left' or 'right' but got ${String(side)}`);
  }
  if (side === "left" && right) {
    throw runtimeError(
      "torch.searchsorted(): side and right can't be set to opposites, got side of left while right was True",
    );
  }
  const lines = sorter === null ? sorted_sequence : gather(sorted_sequence, -1, sorter);
  const values = asTensor(input);
  const rows = lines.shape.slice(0, -1);
  if (lines.ndim !== 1 && !sameShape(rows, values.shape.slice(0, -1))) {
    throw runtimeError(
      "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and " +
        `input value tensor must match, but we got boundaries tensor ${printShape(lines.shape)} and input value tensor ` +
        `${printShape(values.shape)}`,
    );
  }
  const out = empty(values.shape, "int64");
  const count = rows.reduce((n, size) => n * size, 1);
  kernels.searchLines(lines.data, values.data, out.data, count, lines.shape.at(-1) ?? 1, right || side === "right");
  return out;
}

/** The bucket between boundaries that each value falls into. */
export function bucketize(input: Operand, boundaries: Tensor, { right = false }: SearchOptions = {}): Tensor {
  if (boundaries.ndim !== 1) {
    throw runtimeError(`boundaries tensor must be 1 dimension, but got dim(${boundaries.ndim})`);
  }
  return searchsorted(boundaries, input, { right });
}

/** Whether each element is among the others. */
export function isin(
  elements: Operand,
  test_elements: Operand,
  { invert = false }: { readonly assume_unique?: boolean; readonly invert?: boolean } = {},
): Tensor {
  const [x, among] = [asTensor(elements), new Set<number>(asTensor(test_elements).data)];
  const out = empty(x.shape, "bool");
  const [from, to] = [x.data, out.data];
  for (let i = 0; i < from.length; i++) to[i] = Number(among.has(from[i]!) !== invert);
  return out;
}

/** How often each number from 0 on is there, or the sum of its weights. */
export function bincount(input: Tensor, weights: Tensor | null = null, minlength = 0): Tensor {
  const { data } = input;
  if (input.ndim !== 1 || input.dtype === "float32" || Array.from(data).some((n) => n < 0)) {
    throw runtimeError("bincount only supports 1-d non-negative integral inputs.");
  }
  if (minlength < 0) throw runtimeError("minlength should be >= 0");
  if (weights && !sameShape(weights.shape, input.shape)) {
    throw runtimeError("weights should be 1-d and have the same length as input");
  }
  const size = Array.from(data).reduce((n, value) => Math.max(n, value + 1), minlength);
  const out = empty([size], weights ? "float32" : "int64");
  const to = out.data;
  for (let i = 0; i < data.length; i++) to[data[i]!]! += weights ? weights.data[i]! : 1;
  return out;
}
