// Reading and writing at indices: rows, and elements along one dim.
import type { Elements } from "../../shape/contract.ts";

/** out (outer, count, inner) = x (outer, size, inner) at the indices along the middle dim. */
export function takeRows(
  x: Elements,
  indices: ArrayLike<number>,
  out: Elements,
  outer: number,
  size: number,
  inner: number,
): void {
  for (let o = 0, to = 0; o < outer; o++) {
    for (let k = 0; k < indices.length; k++, to += inner) {
      const from = (o * size + indices[k]!) * inner;
      for (let i = 0; i < inner; i++) out[to + i] = x[from + i]!;
    }
  }
}

/** The adjoint of takeRows: adds x (outer, count, inner) to out (outer, size, inner) at the indices. */
export function addRows(
  x: Elements,
  indices: ArrayLike<number>,
  out: Elements,
  outer: number,
  size: number,
  inner: number,
): void {
  for (let o = 0, from = 0; o < outer; o++) {
    for (let k = 0; k < indices.length; k++, from += inner) {
      const to = (o * size + indices[k]!) * inner;
      for (let i = 0; i < inner; i++) out[to + i]! += x[from + i]!;
    }
  }
}

/** The place of the first index that is below `low`, or not below `end`; -1 where none is. */
export function firstOutside(indices: ArrayLike<number>, low: number, end: number): number {
  for (let at = 0; at < indices.length; at++) if (indices[at]! < low || indices[at]! >= end) return at;
  return -1;
}

/** out (outer, count, inner) = x (outer, size, inner) at the indices (outer, count, inner) along the middle dim. */
export function gatherAlong(
  x: Elements,
  indices: ArrayLike<number>,
  out: Elements,
  outer: number,
  size: number,
  inner: number,
): void {
  const each = out.length / outer;
  for (let at = 0; at < out.length; at++) {
    out[at] = x[(Math.floor(at / each) * size + indices[at]!) * inner + (at % inner)]!;
  }
}

/** Writes x to the places that gatherAlong would read, or adds it to what stands there. */
export function scatterAlong(
  x: Elements,
  indices: ArrayLike<number>,
  out: Elements,
  outer: number,
  size: number,
  inner: number,
  adds: boolean,
): void {
  const each = x.length / outer;
  for (let at = 0; at < x.length; at++) {
    const to = (Math.floor(at / each) * size + indices[at]!) * inner + (at % inner);
    out[to] = adds ? out[to]! + x[at]! : x[at]!;
  }
}

/**
 * Calls `pair` for every element of an index of shape `shape`, with its place in C order and the place it names in an
 * array with `strides`: its own position, but along `dim` the index's value.
 */
export function forEachIndexed(
  indices: ArrayLike<number>,
  shape: readonly number[],
  strides: readonly number[],
  dim: number,
  pair: (at: number, named: number) => void,
): void {
  const counter = new Array<number>(shape.length).fill(0);
  let base = 0;
  for (let at = 0; at < indices.length; at++) {
    pair(at, base + indices[at]! * (strides[dim] ?? 0));
    for (let d = shape.length - 1; d >= 0; d--) {
      const step = d === dim ? 0 : strides[d]!;
      counter[d]!++;
      base += step;
      if (counter[d]! < shape[d]!) break;
      base -= step * shape[d]!;
      counter[d] = 0;
    }
  }
}
