// Ops that join several tensors, with their gradients.
import type { DType } from "../../core/dtype.ts";
import { broadcastShapes, contiguousStrides, normalizeDim, numel, type Shape, sameShape } from "../../core/shape.ts";
import * as kernels from "../../kernels/reference/broadcast.ts";
import { copyBlocks } from "../../kernels/reference/copy.ts";
import { convert } from "../../kernels/reference/elementwise.ts";
import type { Functional } from "../../ops/functional.ts";
import { isSkipped, mergeShapes } from "../../ops/shapes/merge.ts";
import { empty } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";

const rank = { bool: 0, int64: 1, float32: 2 } as const satisfies Record<DType, number>;

/** Torch's type promotion: float32 over int64 over bool. */
const promote = (a: DType, b: DType): DType => (rank[a] >= rank[b] ? a : b);

/** Strides of `shape` read as `to`: 0 along the dims it is stretched over. */
function stretched(shape: Shape, to: Shape): number[] {
  const strides = contiguousStrides(shape);
  const lead = to.length - shape.length;
  return to.map((_, dim) => (dim < lead || shape[dim - lead] === 1 ? 0 : strides[dim - lead]!));
}

/** The gradient of a stretched input: summed over the dims it was stretched over. */
function unstretch(grad: Tensor, shape: Shape): Tensor {
  if (sameShape(grad.shape, shape)) return grad;
  const out = empty(shape);
  kernels.sumTo(grad.floats, out.floats, grad.shape, stretched(shape, grad.shape));
  return out;
}

function combine(kernel: typeof kernels.add, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes(a.shape, b.shape);
  const out = empty(shape, promote(a.dtype, b.dtype));
  kernel(a.data, b.data, out.data, shape, stretched(a.shape, shape), stretched(b.shape, shape));
  // A sum of two bools is their "or".
  if (out.dtype === "bool") convert(out.data, out.data);
  return out;
}

export const mergeOps = {
  add: (input, other) =>
    record("AddBackward0", combine(kernels.add, input, other), [input, other], (grad) => [
      input.requires_grad ? unstretch(grad, input.shape) : null,
      other.requires_grad ? unstretch(grad, other.shape) : null,
    ]),
  mul: (input, other) =>
    record(
      "MulBackward0",
      combine(kernels.mul, input, other),
      [input, other],
      (grad) => [
        input.requires_grad ? unstretch(combine(kernels.mul, grad, other), input.shape) : null,
        other.requires_grad ? unstretch(combine(kernels.mul, grad, input), other.shape) : null,
      ],
      [input, other],
    ),
  cat(tensors, dim = 0) {
    const shape = mergeShapes.cat(
      tensors.map((t) => t.shape),
      dim,
    );
    const axis = normalizeDim(dim, shape.length);
    const dtype = tensors.map((t) => t.dtype).reduce(promote);
    const out = empty(shape, dtype);
    const outer = numel(shape.slice(0, axis));
    const inner = numel(shape.slice(axis + 1));
    const row = shape[axis]! * inner;
    const parts: { tensor: Tensor; block: number; offset: number }[] = [];
    let offset = 0;
    for (const tensor of tensors) {
      const block = isSkipped(tensor.shape) ? 0 : tensor.shape[axis]! * inner;
      parts.push({ tensor, block, offset });
      copyBlocks(tensor.data, out.data, outer, block, 0, block, offset, row);
      offset += block;
    }
    return record("CatBackward0", out, tensors, (grad) =>
      parts.map(({ tensor, block, offset }) => {
        if (!tensor.requires_grad) return null;
        const part = empty(tensor.shape);
        copyBlocks(grad.data, part.data, outer, block, offset, row, 0, block);
        return part;
      }),
    );
  },
} satisfies Partial<Functional<Tensor>>;
