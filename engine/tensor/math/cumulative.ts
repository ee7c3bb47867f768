// Ops that run along a dim and keep every step, with their gradients.
import { kernels } from "../../kernels/index.ts";
import { unwritten } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";
import { to } from "./cast.ts";
import { scatterGrad } from "./indexing.ts";
import { pair, type ValuesIndices } from "./order.ts";
import { type Cast, frame, integral } from "./reduce.ts";

/** Sums up to and including each element of a dim. */
export function cumsum(given: Tensor, dim: number, { dtype = null }: Cast = {}): Tensor {
  const input = to(given, dtype ?? integral(given.dtype));
  const f = frame(input, dim, true);
  const out = unwritten(input.shape, input.dtype);
  kernels.cumsumLines(input.data, out.data, f.outer, f.size, f.inner, false);
  return record("CumsumBackward0", out, [input], (grad) => {
    const gradInput = unwritten(input.shape);
    kernels.cumsumLines(grad.data, gradInput.data, f.outer, f.size, f.inner, true);
    return [gradInput];
  });
}

/** Products up to and including each element of a dim. */
export function cumprod(given: Tensor, dim: number, { dtype = null }: Cast = {}): Tensor {
  const input = to(given, dtype ?? integral(given.dtype));
  const f = frame(input, dim, true);
  const out = unwritten(input.shape, input.dtype);
  kernels.cumprodLines(input.data, out.data, f.outer, f.size, f.inner);
  return record(
    "CumprodBackward0",
    out,
    [input],
    (grad) => {
      const gradInput = unwritten(input.shape);
      kernels.cumprodBackward(grad.data, input.data, out.data, gradInput.data, f.outer, f.size, f.inner);
      return [gradInput];
    },
    [input, out],
  );
}

const extremes =
  (name: string, largest: boolean) =>
  (input: Tensor, dim: number): ValuesIndices => {
    const f = frame(input, dim, true);
    const axis = input.ndim === 0 ? 0 : dim < 0 ? dim + input.ndim : dim;
    const [values, indices] = [unwritten(input.shape, input.dtype), unwritten(input.shape, "int64")];
    kernels.cumulativeMinMax(largest, input.data, values.data, indices.data, f.outer, f.size, f.inner);
    record(name, values, [input], (grad) => [scatterGrad(grad, input.shape, axis, indices)], [indices]);
    return pair(values, indices);
  };

/** The largest element of a dim so far, and where it was. */
export const cummax = extremes("CummaxBackward0", true);
/** The smallest element of a dim so far, and where it was. */
export const cummin = extremes("CumminBackward0", false);

/** log Σ eˣ up to and including each element of a dim. */
export function logcumsumexp(input: Tensor, dim: number): Tensor {
  const f = frame(input, dim, true);
  const out = unwritten(input.shape);
  kernels.logcumsumexpLines(input.floats, out.floats, f.outer, f.size, f.inner);
  return record(
    "LogcumsumexpBackward0",
    out,
    [input],
    (grad) => {
      const gradInput = unwritten(input.shape);
      kernels.logcumsumexpBackward(grad.data, input.data, out.data, gradInput.data, f.outer, f.size, f.inner);
      return [gradInput];
    },
    [input, out],
  );
}
