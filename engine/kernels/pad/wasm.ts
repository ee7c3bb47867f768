// Padding on WebAssembly.
import type { ElementwiseExports } from "../elementwise/exports.ts";
import type { Workspace } from "../memory/workspace.ts";
import type { PadExports } from "./exports.ts";
import * as plain from "./reference.ts";

const product = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);

/** The longest run of columns that follow one another: where it begins, from which column, and how many. */
function longestRun(columns: Int32Array): readonly [left: number, start: number, run: number] {
  let best: readonly [number, number, number] = [0, 0, 0];
  for (let i = 0; i < columns.length; ) {
    let end = i + 1;
    if (columns[i]! < 0) {
      i = end;
      continue;
    }
    while (end < columns.length && columns[end] === columns[end - 1]! + 1) end++;
    if (end - i > best[2]) best = [i, columns[i]!, end - i];
    i = end;
  }
  return best;
}

const isIdentity = (map: Int32Array, size: number): boolean => map.length === size && map.every((at, i) => at === i);

/** Planes of the last two dims, if no dim before them is padded. */
function planesOf(inShape: readonly number[], maps: readonly Int32Array[]) {
  const last = maps.length - 1;
  if (maps.some((map, d) => d < last - 1 && !isIdentity(map, inShape[d]!))) return null;
  const rows = maps[last - 1] ?? Int32Array.of(0);
  const columns = maps[last]!;
  const sizes = [product(inShape.slice(0, -2)), inShape[last - 1] ?? 1, inShape[last]!] as const;
  return { sizes, rows, columns, run: longestRun(columns) };
}

export function padKernels(kernel: ElementwiseExports & PadExports, space: Workspace) {
  return {
    /** out takes input at the mapped indices, and `value` where a map says -1. */
    padForward(...[input, out, inShape, maps, value]: Parameters<typeof plain.padForward>): void {
      const planes = planesOf(inShape, maps);
      if (!planes || out.length === 0 || !(input instanceof Float32Array) || !(out instanceof Float32Array)) {
        plain.padForward(input, out, inShape, maps, value);
        return;
      }
      const { sizes, rows, columns, run } = planes;
      space.with([input, out], 1, (from, to) => {
        const [rowsAt, columnsAt] = space.scratch(rows.byteLength, columns.byteLength);
        space.putInts(rowsAt, rows);
        space.putInts(columnsAt, columns);
        kernel.padPlanes(from, to, ...sizes, rowsAt, rows.length, columnsAt, columns.length, ...run, value);
      });
    },

    /** Every output's gradient goes back to the input it was taken from. */
    padBackward(...[gradOut, gradInput, inShape, maps]: Parameters<typeof plain.padBackward>): void {
      const planes = planesOf(inShape, maps);
      if (!planes || gradInput.length === 0) {
        plain.padBackward(gradOut, gradInput, inShape, maps);
        return;
      }
      const { sizes, rows, columns, run } = planes;
      space.with([gradOut, gradInput], 1, (from, to) => {
        const [rowsAt, columnsAt] = space.scratch(rows.byteLength, columns.byteLength);
        space.putInts(rowsAt, rows);
        space.putInts(columnsAt, columns);
        kernel.zero(to, 4 * gradInput.length);
        kernel.padPlanesBack(from, to, ...sizes, rowsAt, rows.length, columnsAt, columns.length, ...run);
      });
    },
  };
}
