// Bags of rows: sums, means and maxima of the rows of a table, and what their gradients add to it.
import type { Bags } from "./contract.ts";

/** out (bags, width) += scale · rows. */
export function sumBags(
  table: Float32Array,
  indices: ArrayLike<number>,
  { bag, scale }: Bags,
  out: Float32Array,
  width: number,
): void {
  for (let k = 0; k < bag.length; k++) {
    const to = bag[k]! * width;
    if (to < 0) continue;
    const from = indices[k]! * width;
    for (let i = 0; i < width; i++) out[to + i]! += scale[k]! * table[from + i]!;
  }
}

/** The largest value of every column in a bag, 0 in an empty one; `winner` gets the row it comes from, or -1. */
export function maxBags(
  table: Float32Array,
  indices: ArrayLike<number>,
  { bag }: Bags,
  out: Float32Array,
  winner: Int32Array,
  width: number,
): void {
  winner.fill(-1);
  for (let k = 0; k < bag.length; k++) {
    const to = bag[k]! * width;
    if (to < 0) continue;
    const row = indices[k]!;
    for (let i = 0; i < width; i++) {
      const value = table[row * width + i]!;
      if (winner[to + i]! >= 0 && !(value > out[to + i]!)) continue;
      out[to + i] = value;
      winner[to + i] = row;
    }
  }
}

/** The adjoint of sumBags with respect to the table; `share` divides each row's part (by how often it occurs). */
export function addBags(
  grad: Float32Array,
  indices: ArrayLike<number>,
  { bag, scale }: Bags,
  share: Float64Array | null,
  out: Float32Array,
  width: number,
): void {
  for (let k = 0; k < bag.length; k++) {
    const from = bag[k]! * width;
    if (from < 0) continue;
    const row = indices[k]!;
    const factor = share ? scale[k]! / share[row]! : scale[k]!;
    for (let i = 0; i < width; i++) out[row * width + i]! += factor * grad[from + i]!;
  }
}

/** The adjoint of maxBags: every gradient goes to the row that won. */
export function addWinners(grad: Float32Array, winner: Int32Array, out: Float32Array, width: number): void {
  for (let k = 0; k < grad.length; k++) if (winner[k]! >= 0) out[winner[k]! * width + (k % width)]! += grad[k]!;
}

/** The gradient of each entry's weight: its row times the gradient of its bag. */
export function weightGrads(
  grad: Float32Array,
  table: Float32Array,
  indices: ArrayLike<number>,
  { bag }: Bags,
  out: Float32Array,
  width: number,
): void {
  for (let k = 0; k < bag.length; k++) {
    const from = bag[k]! * width;
    if (from < 0) continue;
    let sum = 0;
    for (let i = 0; i < width; i++) sum += grad[from + i]! * table[indices[k]! * width + i]!;
    out[k] = sum;
  }
}

/**
 * What torch's EmbeddingBag divides each row's gradient by: not how often the row's own index occurs, but, for the n-th
 * smallest index, how often the n-th of all sorted entries does. Kept as PyTorch computes it on the CPU.
 */
export function bagShares(indices: ArrayLike<number>, rows: number): Float64Array {
  const counts = occurrences(indices, rows);
  const sorted = Float64Array.from(indices).sort();
  const shares = new Float64Array(rows);
  for (let k = 0, n = 0; k < sorted.length; k++) {
    if (k === 0 || sorted[k] !== sorted[k - 1]) shares[sorted[k]!] = counts[sorted[n++]!]!;
  }
  return shares;
}

/** How often every index occurs. */
export function occurrences(indices: ArrayLike<number>, rows: number): Float64Array {
  const counts = new Float64Array(rows);
  for (let k = 0; k < indices.length; k++) counts[indices[k]!]!++;
  return counts;
}

/** Scales the rows named that are longer than `max_norm` down to it, in place. */
export function renormRows(
  table: Float32Array,
  indices: ArrayLike<number>,
  width: number,
  max_norm: number,
  norm_type: number,
): void {
  for (const row of new Set(Array.from(indices))) {
    const values = table.subarray(row * width, (row + 1) * width);
    let norm = 0;
    if (norm_type === Number.POSITIVE_INFINITY) for (const v of values) norm = Math.max(norm, Math.abs(v));
    else norm = values.reduce((sum, v) => sum + Math.abs(v) ** norm_type, 0) ** (1 / norm_type);
    if (norm <= max_norm) continue;
    const factor = max_norm / (norm + 1e-7);
    for (let i = 0; i < width; i++) values[i]! *= factor;
  }
}
