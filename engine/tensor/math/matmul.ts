// Matrix products, with their gradients.

import { scalarTypeName } from "../../core/dtype.ts";
import { runtimeError, ShapeError } from "../../core/errors.ts";
import { broadcastShapes, numel, printShape, type Shape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { unwritten } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";
import { add, mul } from "./binary.ts";
import { stretched, sum_to_shape } from "./broadcast.ts";
import { squeeze, unsqueeze } from "./shape.ts";

function checkTypes(a: Tensor, b: Tensor): void {
  if (a.dtype === b.dtype) return;
  throw runtimeError(`expected scalar type ${scalarTypeName[a.dtype]} but found ${scalarTypeName[b.dtype]}`);
}

const cannotMultiply = (a: Shape, b: Shape): ShapeError =>
  new ShapeError(`mat1 and mat2 shapes cannot be multiplied (${a[0]}x${a[1]} and ${b[0]}x${b[1]})`, {
    what: "size",
    expected: a[1]!,
    got: b[0]!,
    input: 1,
    dim: 0,
  });

/** Where each batch's matrix starts, for matrices of `size` elements stretched over the batch dims. */
function starts(batch: Shape, own: Shape, size: number): Float64Array {
  const all = Float64Array.from({ length: numel(own) }, (_, i) => i * size);
  const out = new Float64Array(numel(batch));
  kernels.copyStrided(all, out, batch, stretched(own, batch), 0);
  return out;
}

type Kernel = (a: Float32Array, b: Float32Array, out: Float32Array, m: number, n: number, k: number) => void;
const byRows: Kernel = (a, b, out, m, n, k) => kernels.matmulNT(a, b, null, out, m, n, k);

/** Elements of one matrix; those of int64 lie in float64 memory, which the kernels take too. */
const part = (x: Tensor, start: number, length: number): Float32Array =>
  x.data.subarray(start, start + length) as Float32Array;

/** (…, m, k) times (…, k, n) with batch dims broadcast, for tensors of at least two dims. */
function batched(a: Tensor, b: Tensor): Tensor {
  checkTypes(a, b);
  const [m, k] = a.shape.slice(-2) as [number, number];
  const [kb, n] = b.shape.slice(-2) as [number, number];
  // One matrix for all rows: no batch at all.
  const folded = b.ndim === 2;
  if (k !== kb) {
    if (folded) throw cannotMultiply([numel(a.shape.slice(0, -1)), k], [kb, n]);
    // A matrix times a batch is computed transposed, and torch's error says so.
    if (a.ndim === 2) throw cannotMultiply([numel(b.shape.slice(0, -2)) * n, kb], [k, m]);
    const [rows, batch] = [numel(a.shape.slice(0, -2)), a.shape.slice(0, -2)];
    throw new ShapeError(
      `Expected size for first two dimensions of batch2 tensor to be: ${printShape([rows, k])} but got: ` +
        `${printShape([rows, kb])}.`,
      { what: "size", expected: k, got: kb, input: 1, dim: batch.length },
    );
  }
  const aBatch = folded ? [] : a.shape.slice(0, -2);
  const bBatch = folded ? [] : b.shape.slice(0, -2);
  const batch = broadcastShapes(aBatch, bBatch);
  const rows = folded ? numel(a.shape.slice(0, -1)) : m;
  const aStarts = starts(batch, aBatch, rows * k);
  const bStarts = starts(batch, bBatch, k * n);
  const count = aStarts.length;
  if (a.dtype === "bool") throw notImplementedFor("addmm_impl_cpu_", "bool");
  const out = unwritten(folded ? [...a.shape.slice(0, -1), n] : [...batch, m, n], a.dtype);
  for (let i = 0; i < count; i++) {
    kernels.matmulNN(
      part(a, aStarts[i]!, rows * k),
      part(b, bStarts[i]!, k * n),
      part(out, i * rows * n, rows * n),
      rows,
      n,
      k,
    );
  }
  return record(
    b.ndim === 2 ? "MmBackward0" : "BmmBackward0",
    out,
    [a, b],
    (grad) => {
      const product = (kernel: Kernel, x: "grad" | "a", rowsOut: number, columns: number, depth: number): Tensor => {
        const result = unwritten([...batch, rowsOut, columns]);
        const size = rowsOut * columns;
        for (let i = 0; i < count; i++) {
          const g = part(grad, i * rows * n, rows * n);
          const left = x === "grad" ? g : part(a, aStarts[i]!, rows * k);
          const right = x === "grad" ? part(b, bStarts[i]!, k * n) : g;
          kernel(left, right, part(result, i * size, size), rowsOut, columns, depth);
        }
        return result;
      };
      return [
        a.requires_grad ? sum_to_shape(product(byRows, "grad", rows, k, n), a.shape) : null,
        b.requires_grad ? sum_to_shape(product(kernels.matmulTN, "a", k, n, rows), b.shape) : null,
      ];
    },
    [a, b],
  );
}

/** Torch's matmul: dot product, matrix times vector, vector times matrix, matrices, and batches of them (broadcast). */
export function matmul(input: Tensor, other: Tensor): Tensor {
  if (input.ndim === 0 || other.ndim === 0) {
    throw runtimeError(
      `both arguments to matmul need to be at least 1D, but they are ${input.ndim}D and ${other.ndim}D`,
    );
  }
  if (input.ndim === 1 && other.ndim === 1) return dot(input, other);
  if (input.ndim === 2 && other.ndim === 1) return mv(input, other);
  const a = input.ndim === 1 ? unsqueeze(input, 0) : input;
  const b = other.ndim === 1 ? unsqueeze(other, 1) : other;
  const out = batched(a, b);
  if (input.ndim === 1) return squeeze(out, -2);
  return other.ndim === 1 ? squeeze(out, -1) : out;
}

/** Sum of the products of two vectors. */
export function dot(input: Tensor, other: Tensor): Tensor {
  if (input.ndim !== 1 || other.ndim !== 1) {
    throw runtimeError(`1D tensors expected, but got ${input.ndim}D and ${other.ndim}D tensors`);
  }
  if (input.dtype !== other.dtype) {
    throw runtimeError(
      `dot : expected both vectors to have same dtype, but found ${scalarTypeName[input.dtype]} and ` +
        scalarTypeName[other.dtype],
    );
  }
  if (input.numel() !== other.numel()) {
    throw runtimeError(
      "inconsistent tensor size, expected tensor " +
        `${printShape(input.shape)} and src ${printShape(other.shape)} to have the same number of elements, but got ` +
        `${input.numel()} and ${other.numel()} elements respectively`,
    );
  }
  return batched(unsqueeze(input, 0), unsqueeze(other, 1)).reshape([]);
}

/** (m, k) times (k): (m). */
export function mv(input: Tensor, vec: Tensor): Tensor {
  if (input.ndim !== 2 || vec.ndim !== 1) {
    throw runtimeError(`vector + matrix @ vector expected, got 1, ${input.ndim}, ${vec.ndim}`);
  }
  if (input.shape[1] !== vec.shape[0]) {
    throw new ShapeError(`size mismatch, got ${input.shape[0]}, ${input.shape.join("x")},${vec.shape[0]}`, {
      what: "size",
      expected: input.shape[1]!,
      got: vec.shape[0]!,
      input: 1,
      dim: 0,
    });
  }
  return squeeze(batched(input, unsqueeze(vec, 1)), 1);
}

/** (m, k) times (k, n): (m, n). */
export function mm(input: Tensor, mat2: Tensor): Tensor {
  if (input.ndim !== 2) throw runtimeError("self must be a matrix");
  if (mat2.ndim !== 2) throw runtimeError("mat2 must be a matrix");
  return batched(input, mat2);
}

/** (b, m, k) times (b, k, n): (b, m, n). */
export function bmm(input: Tensor, mat2: Tensor): Tensor {
  if (input.ndim !== 3) throw runtimeError("batch1 must be a 3D tensor");
  if (mat2.ndim !== 3) throw runtimeError("batch2 must be a 3D tensor");
  const [b, , k] = input.shape as [number, number, number];
  if (mat2.shape[0] !== b || mat2.shape[1] !== k) {
    throw new ShapeError(
      `Expected size for first two dimensions of batch2 tensor to be: ${printShape([b, k])} but got: ` +
        `${printShape(mat2.shape.slice(0, 2))}.`,
      { what: "size", expected: k, got: mat2.shape[1]!, input: 1, dim: 1 },
    );
  }
  return batched(input, mat2);
}

/** Factors of the added term and of the product. */
export interface Factors {
  readonly beta?: number;
  readonly alpha?: number;
}
/** x times a factor, which torch takes to the dtype of x before. */
export function factored(x: Tensor, factor: number): Tensor {
  if (factor === 1) return x;
  if (x.dtype === "bool") return mul(x, factor !== 0);
  return mul(x, x.dtype === "int64" ? Math.trunc(factor) : factor);
}

/** beta * input + alpha * mat1 mat2. */
export const addmm = (input: Tensor, mat1: Tensor, mat2: Tensor, { beta = 1, alpha = 1 }: Factors = {}): Tensor =>
  add(factored(input, beta), factored(mm(mat1, mat2), alpha));

/** beta * input + alpha * batch1 batch2. */
export const baddbmm = (input: Tensor, batch1: Tensor, batch2: Tensor, { beta = 1, alpha = 1 }: Factors = {}): Tensor =>
  add(factored(input, beta), factored(bmm(batch1, batch2), alpha));

/** Every product of an element of input (m) with one of vec2 (n): (m, n). */
export function outer(input: Tensor, vec2: Tensor): Tensor {
  if (input.ndim !== 1) throw runtimeError(`outer: Expected 1-D argument self, but got ${input.ndim}-D`);
  if (vec2.ndim !== 1) throw runtimeError(`outer: Expected 1-D argument vec2, but got ${vec2.ndim}-D`);
  return mul(unsqueeze(input, 1), vec2);
}
