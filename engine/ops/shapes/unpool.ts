// Owns the sizes of max unpooling.
import { indexError, runtimeError, ShapeError, valueError } from "../../core/errors.ts";
import { printShape, type Shape, sameShape } from "../../core/shape.ts";
import type { Functional, Ints } from "../functional.ts";
import { perDim, rankError } from "./spatial.ts";

/** The spatial sizes of an unpooling, checked as torch does (torch.nn.MaxUnpool2d, "Shape"). */
export function unpoolSizes(
  dims: number,
  input: Shape,
  indices: Shape,
  kernel_size: Ints,
  stride: Ints | null = null,
  padding: Ints = 0,
  output_size: readonly number[] | null = null,
): number[] {
  const fail = (): string => `max_unpool${dims}d: expected one int per dim`;
  const kernel = perDim(kernel_size, dims, fail);
  const steps = stride === null ? kernel : perDim(stride, dims, fail);
  const pads = perDim(padding, dims, fail);
  if (input.length < dims) throw indexError("tuple index out of range");
  const smallest = kernel.map((k, i) => (input.at(i - dims)! - 1) * steps[i]! + k - 2 * pads[i]!);
  const spatial = output_size ? chosenSize(output_size, smallest, steps) : smallest;
  checkInputs(dims, input, indices);
  return spatial;
}

/** `output_size` without batch and channels; it may lie less than a stride away from the computed size. */
function chosenSize(given: readonly number[], size: readonly number[], stride: readonly number[]): number[] {
  const dims = size.length;
  const chosen = given.length === dims + 2 ? given.slice(2) : [...given];
  if (chosen.length !== dims) {
    throw valueError(
      `output_size should be a sequence containing ${dims} or ${dims + 2} elements, ` +
        `but it has a length of '${chosen.length}'`,
    );
  }
  chosen.forEach((n, d) => {
    const min = size[d]! - stride[d]!;
    const max = size[d]! + stride[d]!;
    if (min < n && n < max) return;
    throw valueError(`invalid output_size "${printShape(chosen)}" (dim ${d} must be between ${min} and ${max})`);
  });
  return chosen;
}

function checkInputs(dims: number, input: Shape, indices: Shape): void {
  // Torch unpools sequences as images one value wide, and its errors show them so.
  const seen = (shape: Shape): Shape => (dims === 1 ? [...shape, 1] : shape);
  const op = `max_unpooling${Math.max(dims, 2)}d`;
  const x = seen(input);
  const rank = Math.max(dims, 2);
  if (x.length !== rank + 1 && x.length !== rank + 2) {
    const text = `Input to ${op} should be a ${rank + 1}d or ${rank + 2}d Tensor, but got a tensor with ${x.length} dimensions.`;
    throw rankError(text, input, dims + 2);
  }
  if (!sameShape(input, indices)) {
    throw new ShapeError(
      `Expected shape of indices to be same as that of the input tensor (${printShape(x)}) but got indices tensor ` +
        `with shape: ${printShape(seen(indices))}`,
      mismatchOf(input, indices),
    );
  }
  const zero = x.findIndex((n, i) => i > 0 && n === 0);
  if (zero < 0) return;
  throw runtimeError(
    `${op}_forward_out_cpu(): Expected input to have non-zero size for non-batch dimensions, ` +
      `but got ${printShape(x)} with dimension ${zero} being empty.`,
  );
}

function mismatchOf(input: Shape, indices: Shape): ShapeError["mismatch"] {
  if (input.length !== indices.length) {
    return { what: "rank", expected: input.length, got: indices.length, input: 1 };
  }
  const dim = input.findIndex((n, i) => n !== indices[i]);
  return { what: "size", expected: input[dim]!, got: indices[dim]!, input: 1, dim };
}

const maxUnpool =
  (dims: number): Functional<Shape>["max_unpool2d"] =>
  (input, ...settings) => {
    const spatial = unpoolSizes(dims, input, ...settings);
    return [...input.slice(0, -dims), ...spatial];
  };

export const unpoolShapes = {
  max_unpool1d: maxUnpool(1),
  max_unpool2d: maxUnpool(2),
  max_unpool3d: maxUnpool(3),
} satisfies Partial<Functional<Shape>>;
