// Owns the sizes of products of vectors and matrices.
import { runtimeError, ShapeError } from "../../core/errors.ts";
import { broadcastShapes, normalizeDim, numel, printShape, type Shape } from "../../core/shape.ts";
import { equationShape } from "../equation.ts";
import type { Functional } from "../functional.ts";

const cannotMultiply = (a: Shape, b: Shape): ShapeError =>
  new ShapeError(`mat1 and mat2 shapes cannot be multiplied (${a[0]}x${a[1]} and ${b[0]}x${b[1]})`, {
    what: "size",
    expected: a[1]!,
    got: b[0]!,
    input: 1,
    dim: 0,
  });

/** (…, m, k) times (…, k, n) of at least two dims each, with batch dims broadcast. */
function batched(a: Shape, b: Shape): Shape {
  const [m, k] = a.slice(-2) as [number, number];
  const [kb, n] = b.slice(-2) as [number, number];
  if (b.length === 2) {
    if (k !== kb) throw cannotMultiply([numel(a.slice(0, -1)), k], b);
    return [...a.slice(0, -1), n];
  }
  if (k !== kb) {
    // A matrix times a batch is computed transposed, and torch's error says so.
    if (a.length === 2) throw cannotMultiply([numel(b.slice(0, -2)) * n, kb], [k, m]);
    const rows = numel(broadcastShapes(a.slice(0, -2), b.slice(0, -2)));
    throw new ShapeError(
      `Expected size for first two dimensions of batch2 tensor to be: ${printShape([rows, k])} but got: ` +
        `${printShape([rows, kb])}.`,
      { what: "size", expected: k, got: kb, input: 1, dim: b.length - 2 },
    );
  }
  return [...broadcastShapes(a.slice(0, -2), b.slice(0, -2)), m, n];
}

function dot(a: Shape, b: Shape): Shape {
  if (a[0] === b[0]) return [];
  throw new ShapeError(
    `inconsistent tensor size, expected tensor ${printShape(a)} and src ${printShape(b)} to have the same number of ` +
      `elements, but got ${a[0]} and ${b[0]} elements respectively`,
    { what: "size", expected: a[0]!, got: b[0]!, input: 1, dim: 0 },
  );
}

function matrixVector(a: Shape, b: Shape): Shape {
  if (a[1] === b[0]) return [a[0]!];
  throw new ShapeError(`size mismatch, got ${a[0]}, ${a.join("x")},${b[0]}`, {
    what: "size",
    expected: a[1]!,
    got: b[0]!,
    input: 1,
    dim: 0,
  });
}

function mm(input: Shape, mat2: Shape): Shape {
  if (input.length !== 2) throw runtimeError("self must be a matrix");
  if (mat2.length !== 2) throw runtimeError("mat2 must be a matrix");
  return batched(input, mat2);
}

function bmm(input: Shape, mat2: Shape): Shape {
  if (input.length !== 3) throw runtimeError("batch1 must be a 3D tensor");
  if (mat2.length !== 3) throw runtimeError("batch2 must be a 3D tensor");
  const [b, m, k] = input as [number, number, number];
  if (mat2[0] !== b || mat2[1] !== k) {
    throw new ShapeError(
      `Expected size for first two dimensions of batch2 tensor to be: ${printShape([b, k])} but got: ` +
        `${printShape(mat2.slice(0, 2))}.`,
      { what: "size", expected: k, got: mat2[1]!, input: 1, dim: 1 },
    );
  }
  return [b, m, mat2[2]!];
}

/** What is added to a product must stretch to it, and not the other way round. */
function plus(input: Shape, product: Shape): Shape {
  const lead = product.length - input.length;
  const misfit = input.findLastIndex((size, d) => size !== 1 && size !== product[d + lead]);
  if (lead < 0) {
    throw runtimeError(
      `expand(torch.FloatTensor{${printShape(input)}}, size=${printShape(product)}): the number of sizes provided ` +
        `(${product.length}) must be greater or equal to the number of dimensions in the tensor (${input.length})`,
    );
  }
  if (misfit < 0) return product;
  throw new ShapeError(
    `The expanded size of the tensor (${product[misfit + lead]}) must match the existing size (${input[misfit]}) at ` +
      `non-singleton dimension ${misfit + lead}.  Target sizes: ${printShape(product)}.  Tensor sizes: ` +
      printShape(input),
    { what: "size", expected: product[misfit + lead]!, got: input[misfit]!, input: 0, dim: misfit },
  );
}

export const productShapes = {
  matmul(input, other) {
    if (input.length === 0 || other.length === 0) {
      throw runtimeError(
        `both arguments to matmul need to be at least 1D, but they are ${input.length}D and ${other.length}D`,
      );
    }
    if (input.length === 1 && other.length === 1) return dot(input, other);
    if (input.length === 2 && other.length === 1) return matrixVector(input, other);
    const out = batched(input.length === 1 ? [1, ...input] : input, other.length === 1 ? [...other, 1] : other);
    if (input.length === 1) return [...out.slice(0, -2), out.at(-1)!];
    return other.length === 1 ? out.slice(0, -1) : out;
  },
  mm,
  bmm,
  outer(input, vec2) {
    if (input.length !== 1) throw runtimeError(`outer: Expected 1-D argument self, but got ${input.length}-D`);
    if (vec2.length !== 1) throw runtimeError(`outer: Expected 1-D argument vec2, but got ${vec2.length}-D`);
    return [input[0]!, vec2[0]!];
  },
  addmm: (input, mat1, mat2) => plus(input, mm(mat1, mat2)),
  einsum: equationShape,
  tensordot(a, b, dims = 2) {
    if (dims < 0) throw runtimeError(`tensordot expects dims >= 0, but got dims=${dims}`);
    if (dims > a.length) normalizeDim(-dims, a.length);
    if (dims > b.length) normalizeDim(b.length, b.length);
    const at = a.length - dims;
    for (let i = 0; i < dims; i++) {
      const [size, other] = [a[at + i]!, b[i]!];
      if (size === other || size === 1 || other === 1) continue;
      throw new ShapeError(
        `contracted dimensions need to match, but first has size ${size} in dim ${i - dims} and second has size ${other} in ` +
          `dim ${i}`,
        { what: "size", expected: size, got: other, input: 1, dim: i },
      );
    }
    return [...a.slice(0, at), ...b.slice(dims)];
  },
  cdist(x1, x2, p = 2) {
    for (const [i, x] of [x1, x2].entries()) {
      if (x.length < 2) throw runtimeError(`cdist only supports at least 2D tensors, X${i + 1} got: ${x.length}D`);
    }
    const [columns, others] = [x1.at(-1)!, x2.at(-1)!];
    if (columns !== others) {
      throw new ShapeError(`X1 and X2 must have the same number of columns. X1: ${columns} X2: ${others}`, {
        what: "size",
        expected: columns,
        got: others,
        input: 1,
        dim: x2.length - 1,
      });
    }
    if (!(p >= 0)) throw runtimeError("cdist only supports non-negative p values");
    return [...broadcastShapes(x1.slice(0, -2), x2.slice(0, -2)), x1.at(-2)!, x2.at(-2)!];
  },
  baddbmm: (input, batch1, batch2) => plus(input, bmm(batch1, batch2)),
} satisfies Partial<Functional<Shape>>;
