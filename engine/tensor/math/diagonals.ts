// Ops that write tensors onto diagonals, and blocks into zeros: the adjoints of reading them.
import { runtimeError } from "../../core/errors.ts";
import { contiguousStrides, normalizeDim, type Shape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { empty, unwritten } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";
import { diagonal, flatten } from "./shape.ts";

/** Zeros of `shape` with the elements of input at `offset` with `strides`: the adjoint of reading them there. */
function placed(name: string, input: Tensor, shape: Shape, strides: readonly number[], offset: number): Tensor {
  const out = empty(shape, input.dtype);
  kernels.addStrided(input.data, out.data, input.shape, strides, offset);
  return record(name, out, [input], (grad) => {
    const gradInput = unwritten(input.shape);
    kernels.copyStrided(grad.data, gradInput.data, input.shape, strides, offset);
    return [gradInput];
  });
}

/** Matrices with the last dim of input on a diagonal, as the dims dim1 and dim2. */
export function diag_embed(input: Tensor, offset = 0, dim1 = -2, dim2 = -1): Tensor {
  const rank = input.ndim + 1;
  const [a, b] = [normalizeDim(dim1, rank), normalizeDim(dim2, rank)];
  if (a === b) throw runtimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  const size = input.shape.at(-1)! + Math.abs(offset);
  const shape = input.shape.slice(0, -1);
  for (const d of [Math.min(a, b), Math.max(a, b)]) shape.splice(d, 0, size);
  const steps = contiguousStrides(shape);
  const rest = steps.filter((_, d) => d !== a && d !== b);
  const start = offset < 0 ? -offset * steps[a]! : offset * steps[b]!;
  return placed("DiagEmbedBackward0", input, shape, [...rest, steps[a]! + steps[b]!], start);
}

/** A matrix with the elements of input on a diagonal. */
export const diagflat = (input: Tensor, offset = 0): Tensor => diag_embed(flatten(input), offset);

/** The diagonal of a matrix, or the matrix with a vector on its diagonal. */
export function diag(input: Tensor, offset = 0): Tensor {
  if (input.ndim === 1) return diag_embed(input, offset);
  if (input.ndim !== 2) throw runtimeError("matrix or a vector expected");
  return diagonal(input, offset, 0, 1).clone();
}

/** The columns of a matrix with zeros before and behind. */
export function padColumns(input: Tensor, before: number, behind: number): Tensor {
  const [rows, columns] = input.shape as readonly [number, number];
  const width = before + columns + behind;
  return placed("ConstantPadNdBackward0", input, [rows, width], [width, 1], before);
}
