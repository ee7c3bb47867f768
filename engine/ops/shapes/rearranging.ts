// Owns the sizes of ops that move elements.
import { indexError, runtimeError, ShapeError } from "../../core/errors.ts";
import { normalizeDim, numel, printShape, type Shape, sameShape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import type { Ints } from "../values.ts";

/** Sizes one of which may be -1, for so many elements. */
function sizesFor(elements: number, sizes: Shape): number[] {
  const open = sizes.indexOf(-1);
  const negative = sizes.find((size) => size < -1);
  if (negative !== undefined) throw runtimeError(`invalid shape dimension ${negative}`);
  if (open !== sizes.lastIndexOf(-1)) throw runtimeError("only one dimension can be inferred");
  const known = numel(sizes.filter((size) => size !== -1));
  if (open >= 0 && known === 0 && elements === 0) {
    throw runtimeError(
      `cannot reshape tensor of 0 elements into shape ${printShape(sizes)} because the unspecified dimension size -1 can ` +
        "be any value and is ambiguous",
    );
  }
  if (open < 0 ? known !== elements : known === 0 || elements % known !== 0) {
    throw runtimeError(`shape '${printShape(sizes)}' is invalid for input of size ${elements}`);
  }
  return sizes.map((size) => (size === -1 ? elements / known : size));
}

/** The places of the input's dims in the output; the rest keep their order. */
function movedOrder(rank: number, source: Ints, destination: Ints): number[] {
  const given = [[source].flat(), [destination].flat()] as const;
  const [from, to] = given.map((dims) => dims.map((dim) => normalizeDim(dim, rank))) as [number[], number[]];
  if (from.length !== to.length) {
    throw runtimeError(
      `movedim: Invalid source or destination dims: source (${printShape(given[0])} dims) should contain the same number ` +
        `of dims as destination (${printShape(given[1])} dims)`,
    );
  }
  for (const [name, dims, told] of [
    ["source", from, given[0]],
    ["destination", to, given[1]],
  ] as const) {
    if (new Set(dims).size !== dims.length)
      throw runtimeError(`movedim: repeated dim in \`${name}\` (${printShape(told)})`);
  }
  const rest = Array.from({ length: rank }, (_, d) => d).filter((d) => !from.includes(d));
  const order = Array.from({ length: rank }, (_, d) => (to.includes(d) ? from[to.indexOf(d)]! : -1));
  return order.map((d) => (d < 0 ? rest.shift()! : d));
}

/** As many sizes as `repeats`, with ones before the input's. */
const led = (input: Shape, rank: number): number[] => [...new Array<number>(rank - input.length).fill(1), ...input];

function repeated(input: Shape, repeats: Shape): number[] {
  if (repeats.length < input.length) {
    throw runtimeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
  }
  const negative = repeats.some((times) => times < 0);
  const out = led(input, repeats.length).map((size, d) => size * repeats[d]!);
  if (negative) {
    throw runtimeError(`Trying to create tensor with negative dimension ${Math.min(...out)}: ${printShape(out)}`);
  }
  return out;
}

function expanded(input: Shape, sizes: Shape): number[] {
  const lead = sizes.length - input.length;
  if (lead < 0) {
    throw runtimeError(
      `expand(torch.FloatTensor{${printShape(input)}}, size=${printShape(sizes)}): the number of sizes provided ` +
        `(${sizes.length}) must be greater or equal to the number of dimensions in the tensor (${input.length})`,
    );
  }
  return sizes.map((size, d) => {
    const own = d < lead ? 1 : input[d - lead]!;
    if (size === -1 && d < lead) {
      throw runtimeError(
        `The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${d}`,
      );
    }
    if (size === -1 || size === own) return own;
    if (own !== 1 || size < 0) {
      throw new ShapeError(
        `The expanded size of the tensor (${size}) must match the existing size (${own}) at non-singleton dimension ${d}.` +
          `  Target sizes: ${printShape(sizes)}.  Tensor sizes: ${printShape(input)}`,
        d < lead ? null : { what: "size", expected: size, got: own, input: 0, dim: d - lead },
      );
    }
    return size;
  });
}

function matrix(input: Shape): Shape {
  normalizeDim(-2, input.length);
  return input;
}

const withSize = (input: Shape, axis: number, size: number): number[] =>
  input.map((own, d) => (d === axis ? size : own));

/** Parts of `size` along an axis, the last perhaps smaller. */
function partsOf(input: Shape, axis: number, size: number): number[][] {
  const total = input[axis]!;
  const count = Math.max(1, size === 0 ? 1 : Math.ceil(total / size));
  return Array.from({ length: count }, (_, i) => withSize(input, axis, Math.min(size, total - i * size)));
}

function dimOf(op: string, input: Shape, dim: number): number {
  if (input.length === 0) throw runtimeError(`${op} expects at least a 1-dimensional tensor`);
  return normalizeDim(dim, input.length);
}

export const rearrangingShapes = {
  reshape: (input, shape) => sizesFor(numel(input), shape),
  permute(input, dims) {
    if (dims.length !== input.length) {
      throw new ShapeError(
        "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering " +
          `of dimensions i.e. input.dim() = ${input.length} is not equal to len(dims) = ${dims.length}`,
        { what: "rank", expected: dims.length, got: input.length, input: 0 },
      );
    }
    const order = dims.map((dim) => normalizeDim(dim, input.length));
    if (new Set(order).size !== order.length) throw runtimeError("permute(): duplicate dims are not allowed.");
    return order.map((d) => input[d]!);
  },
  transpose(input, dim0, dim1) {
    const [a, b] = [normalizeDim(dim0, input.length), normalizeDim(dim1, input.length)];
    return input.map((size, d) => (d === a ? input[b]! : d === b ? input[a]! : size));
  },
  movedim: (input, source, destination) => movedOrder(input.length, source, destination).map((d) => input[d]!),
  squeeze(input, dim = null) {
    const axis = dim === null ? null : normalizeDim(dim, input.length);
    return input.filter((size, d) => size !== 1 || (axis !== null && d !== axis));
  },
  unsqueeze(input, dim) {
    const axis = normalizeDim(dim, input.length + 1);
    return [...input.slice(0, axis), 1, ...input.slice(axis)];
  },
  expand: expanded,
  repeat: repeated,
  tile: (input, dims) => repeated(input, led(dims, Math.max(dims.length, input.length))),
  repeat_interleave(input, repeats, dim = null) {
    if (repeats < 0) throw runtimeError("Repeats must be non-negative");
    if (dim === null) return [numel(input) * repeats];
    const axis = normalizeDim(dim, input.length);
    return input.length === 0 ? [repeats] : withSize(input, axis, input[axis]! * repeats);
  },
  flip(input, dims) {
    const axes = dims.map((dim) => normalizeDim(dim, input.length));
    const twice = axes.find((axis, i) => axes.indexOf(axis) !== i);
    if (twice !== undefined) throw runtimeError(`dim ${twice} appears multiple times in the list of dims`);
    return input;
  },
  roll(input, shifts, dims = null) {
    const [by, axes] = [[shifts].flat(), dims === null ? [] : [dims].flat()];
    if (by.length === 0) throw runtimeError("`shifts` required");
    if (axes.length === 0 && by.length === 1) return input;
    if (by.length !== axes.length) {
      throw runtimeError(`shifts and dimensions must align. shifts: ${by.length}, dims:${axes.length}`);
    }
    for (const dim of axes) {
      if (input.length === 0) throw indexError(`Dimension specified as ${dim} but tensor has no dimensions`);
      normalizeDim(dim, input.length);
    }
    return input;
  },
  diagonal(input, offset = 0, dim1 = 0, dim2 = 1) {
    const [a, b] = [normalizeDim(dim1, input.length), normalizeDim(dim2, input.length)];
    if (a === b) throw runtimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
    const length = Math.min(input[a]! + Math.min(offset, 0), input[b]! - Math.max(offset, 0));
    return [...input.filter((_, d) => d !== a && d !== b), Math.max(length, 0)];
  },
  tril: matrix,
  triu: matrix,
  chunk(input, chunks, dim = 0) {
    if (input.length === 0) throw runtimeError("chunk expects at least a 1-dimensional tensor");
    if (chunks <= 0) throw runtimeError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
    const axis = normalizeDim(dim, input.length);
    const size = Math.ceil(input[axis]! / chunks);
    return size === 0 ? Array.from({ length: chunks }, () => [...input]) : partsOf(input, axis, size);
  },
  split(tensor, sections, dim = 0) {
    const axis = dimOf("split", tensor, dim);
    const total = tensor[axis]!;
    if (typeof sections === "number") {
      if (sections < 0) throw runtimeError(`split expects split_size be non-negative, but got split_size=${sections}`);
      if (sections === 0 && total > 0) {
        throw runtimeError(`split_size can only be 0 if dimension size is 0, but got dimension size of ${total}`);
      }
      return partsOf(tensor, axis, sections);
    }
    const negative = sections.find((size) => size < 0);
    if (negative !== undefined || sections.reduce((sum, size) => sum + size, 0) !== total) {
      const told = `split_sizes=${printShape(sections)}`;
      throw negative === undefined
        ? new ShapeError(
            `split_with_sizes expects split_sizes to sum exactly to ${total} (input tensor's size at dimension ${axis}), ` +
              `but got ${told}`,
          )
        : runtimeError(`split_with_sizes expects split_sizes have only non-negative entries, but got ${told}`);
    }
    return sections.map((size) => withSize(tensor, axis, size));
  },
  unbind(input, dim = 0) {
    if (input.length === 0) throw indexError(`Dimension specified as ${dim} but tensor has no dimensions`);
    const axis = normalizeDim(dim, input.length);
    const rest = input.filter((_, d) => d !== axis);
    return Array.from({ length: input[axis]! }, () => rest);
  },
  stack(tensors, dim = 0) {
    const [first] = tensors;
    if (!first) throw runtimeError("stack expects a non-empty TensorList");
    const axis = normalizeDim(dim, first.length + 1);
    for (const [i, shape] of tensors.entries()) {
      if (sameShape(shape, first)) continue;
      const d = shape.findIndex((size, at) => size !== first[at]);
      throw new ShapeError(
        `stack expects each tensor to be equal size, but got ${printShape(first)} at entry 0 and ${printShape(shape)} at ` +
          `entry ${i}`,
        shape.length === first.length
          ? { what: "size", expected: first[d]!, got: shape[d]!, input: i, dim: d }
          : { what: "rank", expected: first.length, got: shape.length, input: i },
      );
    }
    return [...first.slice(0, axis), tensors.length, ...first.slice(axis)];
  },
} satisfies Partial<Functional<Shape>>;
