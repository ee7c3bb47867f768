// Owns the contract of look-ups in tables and bags of rows: which kernels there are, what they take and what they do.

/**
 * Which entries belong to which bag: entry k lies in bag `bag[k]` unless it is padding (-1). `scale` is what an entry's
 * row counts: 1 in a sum, 1 / entries of the bag in a mean, times its own weight where there is one.
 */
export interface Bags {
  readonly bag: Int32Array;
  readonly scale: Float64Array;
}

export interface SparseKernels {
  /** out (bags, width) += scale · rows. */
  sumBags(table: Float32Array, indices: ArrayLike<number>, bags: Bags, out: Float32Array, width: number): void;

  /** The largest value of every column in a bag, 0 in an empty one; `winner` gets the row it comes from, or -1. */
  maxBags(
    table: Float32Array,
    indices: ArrayLike<number>,
    bags: Bags,
    out: Float32Array,
    winner: Int32Array,
    width: number,
  ): void;

  /** The adjoint of sumBags with respect to the table; `share` divides each row's part (by how often it occurs). */
  addBags(
    grad: Float32Array,
    indices: ArrayLike<number>,
    bags: Bags,
    share: Float64Array | null,
    out: Float32Array,
    width: number,
  ): void;

  /** The adjoint of maxBags: every gradient goes to the row that won. */
  addWinners(grad: Float32Array, winner: Int32Array, out: Float32Array, width: number): void;

  /** The gradient of each entry's weight: its row times the gradient of its bag. */
  weightGrads(
    grad: Float32Array,
    table: Float32Array,
    indices: ArrayLike<number>,
    bags: Bags,
    out: Float32Array,
    width: number,
  ): void;

  /**
   * What torch's EmbeddingBag divides each row's gradient by: not how often the row's own index occurs, but, for the n-th
   * smallest index, how often the n-th of all sorted entries does. Kept as PyTorch computes it on the CPU.
   */
  bagShares(indices: ArrayLike<number>, rows: number): Float64Array;

  /** How often every index occurs. */
  occurrences(indices: ArrayLike<number>, rows: number): Float64Array;

  /** Scales the rows named that are longer than `max_norm` down to it, in place. */
  renormRows(table: Float32Array, indices: ArrayLike<number>, width: number, max_norm: number, norm_type: number): void;
}
