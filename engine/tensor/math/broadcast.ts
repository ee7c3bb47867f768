// Owns what ops over several tensors share: type promotion, numbers as tensors, stretching and its adjoint.
import type { DType } from "../../core/dtype.ts";
import { contiguousStrides, numel, type Shape, sameShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { empty } from "../create.ts";
import type { Tensor } from "../tensor.ts";

/** What binary ops take: a tensor, or a number that is broadcast. */
export type Operand = Tensor | number | boolean;

const rank = { bool: 0, int64: 1, float32: 2 } as const satisfies Record<DType, number>;

/** Torch's type promotion: float32 over int64 over bool. */
export const promote = (a: DType, b: DType): DType => (rank[a] >= rank[b] ? a : b);

/** A number as a tensor without dims: int64 when it is whole, as Python's `2` beside `2.5`. */
export function asTensor(value: Operand): Tensor {
  if (typeof value === "object") return value;
  const dtype = typeof value === "boolean" ? "bool" : Number.isInteger(value) ? "int64" : "float32";
  return empty([], dtype).fill_(Number(value));
}

/** A number among float32 tensors, as one of them; other tensors stay as they are. */
export const asFloat = (x: Tensor): Tensor => (x.dtype !== "float32" && x.numel() === 1 ? empty(x.shape).copy_(x) : x);

/** Strides of `shape` read as `to`: 0 along the dims it is stretched over. */
export function stretched(shape: Shape, to: Shape): number[] {
  const strides = contiguousStrides(shape);
  const lead = to.length - shape.length;
  return to.map((_, dim) => (dim < lead || shape[dim - lead] === 1 ? 0 : strides[dim - lead]!));
}

/** The gradient of an input of `shape` that was stretched: summed over the dims it was stretched over. */
export function sum_to_shape(grad: Tensor, shape: Shape): Tensor {
  if (sameShape(grad.shape, shape)) return grad;
  if (numel(grad.shape) === numel(shape)) return grad.reshape(shape);
  const out = empty(shape);
  kernels.sumTo(grad.floats, out.floats, grad.shape, stretched(shape, grad.shape));
  return out;
}
