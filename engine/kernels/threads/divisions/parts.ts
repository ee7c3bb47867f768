// Owns the ways in which a call becomes parts: ranges of elements, rows or planes, bounds, and grids.
import type { Division } from "../team.ts";

/** Work is counted in multiply-adds; an element that is only read and written takes as long as so many. */
export const touched = 8;

/**
 * Calls `body` with the bounds of at most `parts` parts of `total`, as even as multiples of `unit` can be: a thread that
 * takes as many parts as another has as much to do.
 */
export function each(total: number, parts: number, unit: number, body: (first: number, end: number) => void): void {
  const units = Math.ceil(total / unit);
  const count = Math.max(Math.min(Math.floor(parts), units), 1);
  for (let part = 0; part < count && total > 0; part++) {
    const first = Math.floor((part * units) / count) * unit;
    body(first, Math.min(Math.floor(((part + 1) * units) / count) * unit, total));
  }
}

/**
 * Rows and columns of parts of an (m, n) product. Every part packs its share of both matrices anew, which costs least
 * where parts are square.
 */
export function grid(
  m: number,
  n: number,
  parts: number,
  rowUnit: number,
  columnUnit: number,
): readonly [number, number] {
  let best: readonly [number, number] = [1, 1];
  let least = Number.POSITIVE_INFINITY;
  for (let down = 1; down <= Math.min(parts, Math.ceil(m / rowUnit)); down++) {
    const across = Math.min(Math.floor(parts / down), Math.ceil(n / columnUnit));
    // Packing an element takes as long as seven multiply-adds; few parts leave threads without work at the end.
    const cost = (1 + 7 * (down / m + across / n)) * (0.5 + 0.5 / (down * across));
    if (cost < least) {
      least = cost;
      best = [down, across];
    }
  }
  return best;
}

export type Args = readonly number[];

/** The product of some arguments. */
export const product = (args: Args, ...indices: readonly number[]): number =>
  indices.reduce((total, index) => total * args[index]!, 1);

/** Copies of the arguments with some of them replaced. */
export function change(args: Args, changes: Readonly<Record<number, number>>): number[] {
  const copy = [...args];
  for (const [index, value] of Object.entries(changes)) copy[Number(index)] = value;
  return copy;
}

export const at = (pointer: number, offset: number): number => (pointer === 0 ? 0 : pointer + offset);

/**
 * Kernels over as many elements, rows or planes as the argument at `count` says; `steps` are the bytes by which each
 * pointer moves on with one of them. Parts are multiples of `unit`.
 */
export const ranges = (
  count: number,
  steps: (args: Args) => Readonly<Record<number, number>>,
  work: (args: Args) => number,
  unit = 1,
): Division => ({
  work,
  divide(args, parts, emit) {
    const moves = Object.entries(steps(args)).map(([index, bytes]) => [Number(index), bytes] as const);
    each(args[count]!, parts, unit, (first, end) => {
      const part = [...args];
      part[count] = end - first;
      for (const [index, bytes] of moves) part[index] = at(args[index]!, first * bytes);
      emit(...part);
    });
  },
});

/** Kernels of single elements: floats at `pointers`, as many as the argument at `count` says. */
export const floats = (count: number, ...pointers: readonly number[]): Division =>
  ranges(
    count,
    () => Object.fromEntries(pointers.map((index) => [index, 4])),
    (args) => touched * args[count]!,
    4,
  );

/** Kernels that are told the bounds of what they do by two arguments, the first of them at `first`. */
export const bounds = (
  first: number,
  work: (args: Args) => number,
  unit: (args: Args) => number = () => 1,
): Division => ({
  work,
  divide(args, parts, emit) {
    const from = args[first]!;
    each(args[first + 1]! - from, parts, unit(args), (start, end) => {
      emit(...change(args, { [first]: from + start, [first + 1]: from + end }));
    });
  },
});
