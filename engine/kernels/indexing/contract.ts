// Owns the contract of reading and writing at indices: which kernels there are, what they take and what they do.
import type { Elements } from "../shape/contract.ts";

export interface IndexingKernels {
  /** out (outer, count, inner) = x (outer, size, inner) at the indices along the middle dim. */
  takeRows(x: Elements, indices: ArrayLike<number>, out: Elements, outer: number, size: number, inner: number): void;

  /** The adjoint of takeRows: adds x (outer, count, inner) to out (outer, size, inner) at the indices. */
  addRows(x: Elements, indices: ArrayLike<number>, out: Elements, outer: number, size: number, inner: number): void;

  /** The place of the first index that is below `low`, or not below `end`; -1 where none is. */
  firstOutside(indices: ArrayLike<number>, low: number, end: number): number;

  /** out (outer, count, inner) = x (outer, size, inner) at the indices (outer, count, inner) along the middle dim. */
  gatherAlong(x: Elements, indices: ArrayLike<number>, out: Elements, outer: number, size: number, inner: number): void;

  /** Writes x to the places that gatherAlong would read, or adds it to what stands there. */
  scatterAlong(
    x: Elements,
    indices: ArrayLike<number>,
    out: Elements,
    outer: number,
    size: number,
    inner: number,
    adds: boolean,
  ): void;

  /**
   * Calls `pair` for every element of an index of shape `shape`, with its place in C order and the place it names in an
   * array with `strides`: its own position, but along `dim` the index's value.
   */
  forEachIndexed(
    indices: ArrayLike<number>,
    shape: readonly number[],
    strides: readonly number[],
    dim: number,
    pair: (at: number, named: number) => void,
  ): void;

  /** out = the place of every x in the sorted line of its row; one line serves all rows where there is one only. */
  searchLines(lines: Elements, x: Elements, out: Elements, rows: number, length: number, right: boolean): void;
}
