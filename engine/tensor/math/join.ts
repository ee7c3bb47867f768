// Ops that join tensors or keep part of a matrix, with their gradients.
import { runtimeError } from "../../core/errors.ts";
import { contiguousStrides, normalizeDim, numel, printShape, sameShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { mergeShapes } from "../../ops/shapes/merge.ts";
import { empty, unwritten } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";
import { promote } from "./broadcast.ts";
import { as_strided, flatten, unsqueeze } from "./shape.ts";

/** Tensors one after the other along `dim`; 1-D tensors without elements are skipped. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const shape = mergeShapes.cat(
    tensors.map((t) => t.shape),
    dim,
  );
  const axis = normalizeDim(dim, shape.length);
  const out = unwritten(shape, tensors.map((t) => t.dtype).reduce(promote));
  const outer = numel(shape.slice(0, axis));
  const row = numel(shape.slice(axis));
  let offset = 0;
  const parts = tensors.map((tensor) => {
    const block = outer === 0 ? 0 : tensor.numel() / outer;
    kernels.copyBlocks(tensor.data, out.data, outer, block, 0, block, offset, row);
    offset += block;
    return { tensor, block, offset: offset - block };
  });
  return record("CatBackward0", out, tensors, (grad) =>
    parts.map(({ tensor, block, offset }) => {
      if (!tensor.requires_grad) return null;
      const part = unwritten(tensor.shape);
      kernels.copyBlocks(grad.data, part.data, outer, block, offset, row, 0, block);
      return part;
    }),
  );
}

/** Tensors of one shape along a new dim. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  if (tensors.length === 0) throw runtimeError("stack expects a non-empty TensorList");
  const first = tensors[0]!;
  tensors.forEach((t, i) => {
    if (sameShape(t.shape, first.shape)) return;
    throw runtimeError(
      `stack expects each tensor to be equal size, but got ${printShape(first.shape)} at entry 0 and ` +
        `${printShape(t.shape)} at entry ${i}`,
    );
  });
  return cat(
    tensors.map((t) => unsqueeze(t, dim)),
    normalizeDim(dim, first.ndim + 1),
  );
}

/** Elements shifted along the dims, those pushed over the end coming back at the start. */
export function roll(
  input: Tensor,
  shifts: number | readonly number[],
  dims: number | readonly number[] | null = null,
): Tensor {
  const by = [shifts].flat();
  if (dims === null) {
    if (by.length !== 1) throw runtimeError(`shifts and dimensions must align. shifts: ${by.length}, dims:0`);
    return roll(flatten(input), by, 0).reshape(input.shape);
  }
  const axes = [dims].flat();
  if (by.length !== axes.length) {
    throw runtimeError(`shifts and dimensions must align. shifts: ${by.length}, dims:${axes.length}`);
  }
  return axes.reduce((x, dim, i) => rollOne(x, by[i]!, normalizeDim(dim, x.ndim)), input);
}

function rollOne(input: Tensor, shift: number, axis: number): Tensor {
  const size = input.shape[axis] ?? 1;
  if (input.numel() === 0) return input.clone();
  const start = (((-shift % size) + size) % size) as number;
  const strides = contiguousStrides(input.shape);
  const part = (from: number, length: number): Tensor =>
    as_strided(
      input,
      "RollBackward0",
      input.shape.map((s, d) => (d === axis ? length : s)),
      strides,
      from * (strides[axis] ?? 1),
    );
  return start === 0 ? input.clone() : cat([part(start, size - start), part(0, start)], axis);
}

function triangle(input: Tensor, keeps: (row: number, column: number) => boolean, name: string): Tensor {
  if (input.ndim < 2)
    throw runtimeError(`${name.toLowerCase().slice(0, 4)}: input tensor must have at least 2 dimensions`);
  const [rows, columns] = input.shape.slice(-2) as [number, number];
  const masked = (x: Tensor): Tensor => {
    const out = empty(x.shape, x.dtype);
    const from = x.data;
    const to = out.data;
    for (let i = 0; i < from.length; i++) {
      if (keeps(Math.floor(i / columns) % rows, i % columns)) to[i] = from[i]!;
    }
    return out;
  };
  return record(name, masked(input), [input], (grad) => [masked(grad)]);
}

/** The lower triangle of matrices, up to the given diagonal; the rest is 0. */
export const tril = (input: Tensor, diagonal = 0): Tensor =>
  triangle(input, (row, column) => column - row <= diagonal, "TrilBackward0");

/** The upper triangle of matrices, from the given diagonal on; the rest is 0. */
export const triu = (input: Tensor, diagonal = 0): Tensor =>
  triangle(input, (row, column) => column - row >= diagonal, "TriuBackward0");

/** Grids of coordinates; with "xy" the first two dims change places, as in numpy. */
export function meshgrid(tensors: readonly Tensor[], indexing: "ij" | "xy" | null = null): Tensor[] {
  if (tensors.length === 0) throw runtimeError("meshgrid expects a non-empty TensorList");
  const wrong = tensors.find((t) => t.ndim > 1);
  if (wrong) {
    throw runtimeError(
      "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got a tensor of shape " +
        printShape(wrong.shape),
    );
  }
  if (indexing === "xy" && tensors.length > 1) {
    const [x, y, ...rest] = tensors as [Tensor, Tensor, ...Tensor[]];
    const [b, a, ...others] = meshgrid([y, x, ...rest]);
    return [a!, b!, ...others];
  }
  if (indexing !== null && indexing !== "ij" && indexing !== "xy") {
    throw runtimeError(`torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${String(indexing)}`);
  }
  const sizes = tensors.map((t) => t.numel());
  return tensors.map((t, i) =>
    as_strided(
      t,
      "ExpandBackward0",
      sizes,
      sizes.map((_, d) => (d === i ? 1 : 0)),
    ),
  );
}
