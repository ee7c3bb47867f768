// Sums of products over named or listed dims, by way of matrix products: tensordot, inner, outer sums, distances.
import { indexError, runtimeError } from "../../core/errors.ts";
import { broadcastShapes, normalizeDim, numel, printShape } from "../../core/shape.ts";
import { full } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";
import { add, clamp, div, mul, sub, where } from "./binary.ts";
import { sum_to_shape } from "./broadcast.ts";
import { eq } from "./compare.ts";
import { sqrt } from "./elementwise.ts";
import { roll } from "./join.ts";
import { dot, type Factors, factored, matmul, mm, mv, outer } from "./matmul.ts";
import { norm, sum } from "./reduce.ts";
import { expand, permute, reshape, transpose, unsqueeze } from "./shape.ts";

type DimLists = number | readonly [number | readonly number[], number | readonly number[]];

/** The lists of dims to contract: the last of a with the first of b where only their number is given. */
function listsOf(dims: DimLists | Tensor, rank: number): readonly [readonly number[], readonly number[]] {
  if (typeof dims === "number") {
    if (dims < 0) throw runtimeError(`tensordot expects dims >= 0, but got dims=${dims}`);
    const range = Array.from({ length: dims }, (_, i) => i);
    if (dims > rank) normalizeDim(-dims, rank);
    return [range.map((i) => i - dims), range];
  }
  const lists = "tolist" in dims ? (dims.tolist() as unknown as DimLists & readonly unknown[]) : dims;
  return [[lists[0]].flat() as number[], [lists[1]].flat() as number[]];
}

/** Sums of products over pairs of dims; the dims left are a's, then b's. */
export function tensordot(a: Tensor, b: Tensor, dims: DimLists | Tensor = 2): Tensor {
  const [listA, listB] = listsOf(dims, a.ndim);
  if (listA.length !== listB.length) throw runtimeError("both dimension lists should have same length");
  const overA = listA.map((d) => normalizeDim(d, a.ndim));
  const overB = listB.map((d) => normalizeDim(d, b.ndim));
  let [x, y] = [a, b];
  overA.forEach((d, i) => {
    const [m, n] = [a.shape[d]!, b.shape[overB[i]!]!];
    if (n === 1) x = sum(x, d, true);
    else if (m === 1) y = sum(y, overB[i]!, true);
    else if (m !== n) {
      throw runtimeError(
        `contracted dimensions need to match, but first has size ${m} in dim ${listA[i]} and second has size ${n} in dim ` +
          `${listB[i]}`,
      );
    }
  });
  const restA = [...a.shape.keys()].filter((d) => !overA.includes(d));
  const restB = [...b.shape.keys()].filter((d) => !overB.includes(d));
  const depth = numel(overA.map((d) => x.shape[d]!));
  const left = permute(x, [...restA, ...overA]).reshape([numel(restA.map((d) => a.shape[d]!)), depth]);
  const right = permute(y, [...overB, ...restB]).reshape([depth, numel(restB.map((d) => b.shape[d]!))]);
  return mm(left, right).reshape([...restA.map((d) => a.shape[d]!), ...restB.map((d) => b.shape[d]!)]);
}

/** Sums of products over the last dims. */
export function inner(input: Tensor, other: Tensor): Tensor {
  if (input.ndim === 0 || other.ndim === 0) return mul(input, other);
  if (input.shape.at(-1) !== other.shape.at(-1)) {
    throw runtimeError(
      "inner() the last dimension must match on both input tensors but got shapes " +
        `${printShape(input.shape)} and ${printShape(other.shape)}`,
    );
  }
  return tensordot(input, other, [[-1], [-1]]);
}

export const vdot = dot;
export const ger = outer;

/** beta · input + alpha · (mat vec). */
export function addmv(input: Tensor, mat: Tensor, vec: Tensor, { beta = 1, alpha = 1 }: Factors = {}): Tensor {
  if (mat.ndim === 2 && vec.ndim === 1 && mat.shape[1] !== vec.shape[0]) {
    throw runtimeError(`size mismatch, got ${input.shape[0]}, ${mat.shape.join("x")},${vec.shape[0]}`);
  }
  return add(factored(input, beta), factored(mv(mat, vec), alpha));
}

/** beta · input + alpha · (vec1 ⊗ vec2). */
export function addr(input: Tensor, vec1: Tensor, vec2: Tensor, { beta = 1, alpha = 1 }: Factors = {}): Tensor {
  const product = outer(vec1, vec2);
  return add(factored(expand(input, product.shape), beta), factored(product, alpha));
}

/** beta · input + alpha · the sum of the products of two batches: one product whose depth runs over the batch too. */
export function addbmm(input: Tensor, batch1: Tensor, batch2: Tensor, { beta = 1, alpha = 1 }: Factors = {}): Tensor {
  const wrong = [batch1, batch2].find((x) => x.ndim !== 3);
  if (wrong)
    throw indexError(
      `Dimension out of range (expected to be in range of [-${wrong.ndim}, ${wrong.ndim - 1}], but got 2)`,
    );
  const [b, n, m] = batch1.shape as readonly [number, number, number];
  const [batch, depth, p] = batch2.shape as readonly [number, number, number];
  if (batch !== b) throw runtimeError(`batch1 and batch2 must have same number of batches, got ${b} and ${batch}`);
  if (depth !== m) throw runtimeError(`Incompatible matrix sizes for bmm (${n}x${m} and ${depth}x${p})`);
  const product = mm(transpose(batch1, 0, 1).reshape([n, b * m]), batch2.reshape([b * m, p]));
  return add(factored(expand(input, product.shape), beta), factored(product, alpha));
}

/** Products of several matrices, from left to right. */
export function chain_matmul(matrices: readonly (Tensor | readonly Tensor[])[]): Tensor {
  const all = matrices.flat() as Tensor[];
  all.slice(1).forEach((b, i) => {
    const a = all[i]!;
    if (a.shape.at(-1) === b.shape[0]) return;
    throw runtimeError(
      `multi_dot(): tensors ${i} and ${i + 1} with shapes ${printShape(a.shape)} and ${printShape(b.shape)} cannot be multiplied`,
    );
  });
  return all.reduce((a, b) => mm(a, b));
}

/** Blocks of other, each times an element of input. */
export function kron(input: Tensor, other: Tensor): Tensor {
  const rank = Math.max(input.ndim, other.ndim);
  const wide = (x: Tensor): number[] => [...new Array<number>(rank - x.ndim).fill(1), ...x.shape];
  const [a, b] = [wide(input), wide(other)];
  const product = mul(
    reshape(
      input,
      a.flatMap((size) => [size, 1]),
    ),
    reshape(
      other,
      b.flatMap((size) => [1, size]),
    ),
  );
  return product.reshape(a.map((size, d) => size * b[d]!));
}

/** Vectors at right angles to both, along a dim of three. */
export function cross(input: Tensor, other: Tensor, dim: number | null = null): Tensor {
  if (input.ndim !== other.ndim) throw runtimeError("linalg.cross: inputs must have the same number of dimensions.");
  const axis = dim === null ? input.shape.indexOf(3) : normalizeDim(dim, input.ndim);
  if (axis < 0) throw runtimeError("no dimension of size 3 in input");
  if (input.shape[axis] !== 3 || other.shape[axis] !== 3) {
    throw runtimeError(
      `linalg.cross: inputs dimension ${axis} must have length 3. Got ${input.shape[axis]} and ${other.shape[axis]}`,
    );
  }
  const shape = broadcastShapes(input.shape, other.shape);
  const [a, b] = [expand(input, shape), expand(other, shape)];
  const turned = (x: Tensor, by: number): Tensor => roll(x, by, axis);
  return sub(mul(turned(a, -1), turned(b, -2)), mul(turned(a, -2), turned(b, -1)));
}

/** Up to so many rows, torch takes the differences of rows themselves, whose digits a product would lose. */
const fewRows = 25;

/** The p-norm distances of every row of x1 (…, P, M) to every row of x2 (…, R, M): (…, P, R). */
export function cdist(x1: Tensor, x2: Tensor, p = 2, compute_mode = "use_mm_for_euclid_dist_if_necessary"): Tensor {
  for (const [i, x] of [x1, x2].entries()) {
    if (x.ndim < 2) throw runtimeError(`cdist only supports at least 2D tensors, X${i + 1} got: ${x.ndim}D`);
  }
  if (x1.shape.at(-1) !== x2.shape.at(-1)) {
    throw runtimeError(`X1 and X2 must have the same number of columns. X1: ${x1.shape.at(-1)} X2: ${x2.shape.at(-1)}`);
  }
  if (!(p >= 0)) throw runtimeError("cdist only supports non-negative p values");
  const many = Math.max(x1.shape.at(-2)!, x2.shape.at(-2)!) > fewRows;
  const product =
    compute_mode === "use_mm_for_euclid_dist" || (compute_mode !== "donot_use_mm_for_euclid_dist" && many);
  if (p === 2 && product) return euclidean(x1, x2);
  return norm(sub(unsqueeze(x1, -2), unsqueeze(x2, -3)), p, -1);
}

/** √(|a|² + |b|² - 2 a·b), by one matrix product; rows that are equal have no slope. */
function euclidean(x1: Tensor, x2: Tensor): Tensor {
  const [a, b] = [x1.detach(), x2.detach()];
  const squares = (x: Tensor): Tensor => sum(mul(x, x), -1, true);
  const both = add(squares(a), transpose(squares(b), -2, -1));
  const out = sqrt(clamp(sub(both, mul(matmul(a, transpose(b, -2, -1)), 2)), 0));
  return record(
    "EuclideanDistBackward0",
    out,
    [x1, x2],
    (grad) => {
      const ratio = where(eq(out, 0), full([], 0), div(grad, out));
      const pull = (r: Tensor, from: Tensor, to: Tensor): Tensor => sub(mul(sum(r, -1, true), from), matmul(r, to));
      return [
        x1.requires_grad ? sum_to_shape(pull(ratio, a, b), x1.shape) : null,
        x2.requires_grad ? sum_to_shape(pull(transpose(ratio, -2, -1), b, a), x2.shape) : null,
      ];
    },
    [x1, x2, out],
  );
}
