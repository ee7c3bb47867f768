// Ops that write into their tensor, and their place in the graph.

import { scalarTypeName } from "../../core/dtype.ts";
import { runtimeError } from "../../core/errors.ts";
import { broadcastShapes, printShape, sameShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { empty, full } from "../create.ts";
import { is_grad_enabled } from "../node.ts";
import { Tensor } from "../tensor.ts";
import { to } from "./cast.ts";
import { masked_fill } from "./indexing.ts";
import { expand } from "./shape.ts";

const leafError = (view: boolean): Error =>
  runtimeError(
    `${view ? "a view of a leaf Variable" : "a leaf Variable"} that requires grad is being used in an in-place operation.`,
  );

/** A value that has x's elements and history, and stays what it is when x is overwritten. */
function former(x: Tensor): Tensor {
  const before = empty(x.shape, x.dtype);
  before.data.set(x.data);
  before.grad_fn = x.grad_fn;
  if (x.grad_fn) x.grad_fn.outputs = x.grad_fn.outputs.map((out) => (out === x ? before : out));
  return before;
}

function checkResult(x: Tensor, result: Tensor): void {
  if (!sameShape(x.shape, result.shape)) {
    throw runtimeError(
      `output with shape ${printShape(x.shape)} doesn't match the broadcast shape ${printShape(result.shape)}`,
    );
  }
  const fits = x.dtype === "float32" || result.dtype === x.dtype || (x.dtype === "int64" && result.dtype === "bool");
  if (fits) return;
  throw runtimeError(
    `result type ${scalarTypeName[result.dtype]} can't be cast to the desired output type ${scalarTypeName[x.dtype]}`,
  );
}

/**
 * Writes op(x) into x. The history goes on from there: x becomes the op's output. Torch's error on a leaf that requires
 * grad, and for results of another shape or of a dtype that does not fit.
 */
export function in_place(x: Tensor, op: (x: Tensor) => Tensor): Tensor {
  if (!is_grad_enabled()) return write(x, op(x));
  if (x.requires_grad && x.is_leaf) throw leafError(false);
  if (!x.requires_grad) {
    const result = op(x);
    if (!result.requires_grad) return write(x, result);
  }
  const history = x.grad_fn;
  const before = former(x);
  let result: Tensor;
  try {
    result = op(before);
    checkResult(x, result);
    if (result.requires_grad && x.storage.tensors > 1) {
      const ofLeaf = history?.inputs.some((input) => input?.is_leaf && input.storage === x.storage) ?? false;
      throw ofLeaf
        ? leafError(true)
        : runtimeError("a tensor that shares its memory with others is being used in an in-place operation under grad");
    }
  } catch (error) {
    if (history) history.outputs = history.outputs.map((out) => (out === before ? x : out));
    throw error;
  }
  write(x, result);
  const node = result.grad_fn;
  if (node && result !== before) node.outputs = node.outputs.map((out) => (out === result ? x : out));
  x.grad_fn = node;
  return x;
}

function write(x: Tensor, result: Tensor): Tensor {
  checkResult(x, result);
  x.storage.version++;
  x.data.set(result.data);
  return x;
}

/** The op that writes its result into its first argument. */
export const writing =
  <Rest extends readonly unknown[]>(op: (x: Tensor, ...rest: Rest) => Tensor) =>
  (input: Tensor, ...rest: Rest): Tensor =>
    in_place(input, (x) => op(x, ...rest));

const tracked = (...tensors: readonly Tensor[]): boolean => is_grad_enabled() && tensors.some((x) => x.requires_grad);

/** Overwrites with numbers in order, or with a tensor, which broadcasts and changes dtype; the gradient flows to it. */
export function copy_(input: Tensor, source: Tensor | ArrayLike<number>): Tensor {
  if (!(source instanceof Tensor)) {
    input.beforeWrite();
    input.data.set(source);
    return input;
  }
  if (sameShape(source.shape, input.shape) && !tracked(input, source)) {
    input.beforeWrite();
    kernels.convert(source.data, input.data);
    return input;
  }
  if (!sameShape(broadcastShapes(input.shape, source.shape), input.shape)) {
    throw runtimeError(
      `output with shape ${printShape(input.shape)} doesn't match the broadcast shape ${printShape(source.shape)}`,
    );
  }
  // A clone: the history of the source itself stays the source's.
  return in_place(input, (x) => expand(to(source, x.dtype), x.shape).clone());
}

/** Overwrites every element with a number, which has no gradient. */
export function fill_(input: Tensor, value: number): Tensor {
  if (tracked(input)) {
    const everywhere = full(input.shape, 1, { dtype: "bool" });
    return in_place(input, (x) => masked_fill(x, everywhere, value));
  }
  input.beforeWrite();
  input.data.fill(value);
  return input;
}

export const zero_ = (input: Tensor): Tensor => fill_(input, 0);
