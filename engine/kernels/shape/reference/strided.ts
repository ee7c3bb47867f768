// Walks over strided arrays: copies and their adjoint.
import type { Elements } from "../contract.ts";

type Sizes = readonly number[];

/** Joins dims that every stride list steps through evenly, so that runs along the last dim are as long as possible. */
export function collapse(shape: Sizes, strides: readonly Sizes[]): { shape: number[]; strides: number[][] } {
  const sizes: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (let dim = 0; dim < shape.length; dim++) {
    const size = shape[dim]!;
    if (size === 1) continue;
    const last = sizes.length - 1;
    const joins = last >= 0 && strides.every((list, s) => steps[s]![last] === list[dim]! * size);
    if (joins) sizes[last]! *= size;
    else sizes.push(size);
    for (let s = 0; s < strides.length; s++) steps[s]![sizes.length - 1] = strides[s]![dim]!;
  }
  return { shape: sizes, strides: steps };
}

/** Calls `row` for every run along the last dim of `shape`: where it starts in C order, and under each stride list. */
export function forEachRun(
  shape: Sizes,
  strides: readonly Sizes[],
  row: (at: number, offsets: readonly number[]) => void,
): void {
  const last = shape.length - 1;
  const counter = new Array<number>(Math.max(last, 0)).fill(0);
  const offsets = strides.map(() => 0);
  const run = last < 0 ? 1 : shape[last]!;
  const total = shape.reduce((n, size) => n * size, 1);
  for (let at = 0; at < total; at += run) {
    row(at, offsets);
    for (let dim = last - 1; dim >= 0; dim--) {
      counter[dim]!++;
      for (let s = 0; s < strides.length; s++) offsets[s]! += strides[s]![dim]!;
      if (counter[dim]! < shape[dim]!) break;
      for (let s = 0; s < strides.length; s++) offsets[s]! -= strides[s]![dim]! * shape[dim]!;
      counter[dim] = 0;
    }
  }
}

/** out (shape, C order) = x read with `strides` from `offset`; strides may be 0 or negative. */
export function copyStrided(x: Elements, out: Elements, shape: Sizes, strides: Sizes, offset: number): void {
  const plan = collapse(shape, [strides]);
  const [outer, inner] = plan.strides[0]!.slice(-2);
  if (outer === 1 && inner !== undefined && inner !== 1) {
    transposeTiles(x, out, plan.shape, plan.strides[0]!, offset);
    return;
  }
  const run = plan.shape.at(-1) ?? 1;
  const step = plan.strides[0]!.at(-1) ?? 0;
  forEachRun(plan.shape, plan.strides, (at, [start]) => {
    let from = offset + start!;
    if (step === 1) for (let i = 0; i < run; i++) out[at + i] = x[from + i]!;
    else for (let i = 0; i < run; i++, from += step) out[at + i] = x[from]!;
  });
}

const TILE = 32;

/** copyStrided where the dim before the last is the one that lies together in x: tile by tile, to stay in the cache. */
function transposeTiles(x: Elements, out: Elements, shape: Sizes, strides: Sizes, offset: number): void {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const step = strides.at(-1)!;
  const matrix = rows * columns;
  forEachRun([...shape.slice(0, -2), 1], [[...strides.slice(0, -2), 0]], (count, [start]) => {
    const to = count * matrix;
    const from = offset + start!;
    for (let row = 0; row < rows; row += TILE) {
      for (let column = 0; column < columns; column += TILE) {
        const lastRow = Math.min(row + TILE, rows);
        const lastColumn = Math.min(column + TILE, columns);
        for (let i = row; i < lastRow; i++) {
          for (let j = column; j < lastColumn; j++) out[to + i * columns + j] = x[from + i + j * step]!;
        }
      }
    }
  });
}

/** The adjoint of copyStrided: adds every element of x (shape, C order) to the place in out it would be read from. */
export function addStrided(x: Elements, out: Elements, shape: Sizes, strides: Sizes, offset: number): void {
  const plan = collapse(shape, [strides]);
  const run = plan.shape.at(-1) ?? 1;
  const step = plan.strides[0]!.at(-1) ?? 0;
  // Many elements meet in one place where a stride is 0: add those in float64.
  const sums = plan.strides[0]!.includes(0) ? Float64Array.from(out) : out;
  forEachRun(plan.shape, plan.strides, (at, [start]) => {
    let to = offset + start!;
    for (let i = 0; i < run; i++, to += step) sums[to]! += x[at + i]!;
  });
  if (sums !== out) out.set(sums);
}
