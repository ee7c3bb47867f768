// Resizing and padding on WebAssembly.
import type { Export } from "../loader.ts";
import type { Workspace } from "../memory/workspace.ts";
import * as pad from "../pad/reference.ts";
import type * as plain from "./reference/resample.ts";
import type { Taps } from "./reference/taps.ts";

export type ResampleExport = "padPlanes" | "padPlanesBack" | "resampleDim" | "resampleDimBack" | "zero";
type Exports = Readonly<Record<ResampleExport, Export>>;

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
  const sizes = [product(inShape.slice(0, -2)), inShape[last - 1] ?? 1, inShape[last]!];
  return { sizes, rows, columns, run: longestRun(columns) };
}

export function resampleKernels(kernel: Exports, space: Workspace) {
  /** One dim after the other, by way of scratch. */
  function throughDims(
    way: "resampleDim" | "resampleDimBack",
    from: Float32Array,
    to: Float32Array,
    passes: readonly { readonly taps: Taps; readonly outer: number; readonly size: number; readonly inner: number }[],
  ): void {
    const back = way === "resampleDimBack";
    const elementsAfter = passes.map(({ taps, outer, size, inner }) => {
      return outer * inner * (back ? size : taps.first.length - 1);
    });
    const most = Math.max(0, ...elementsAfter.slice(0, -1));
    const longest = Math.max(...passes.map(({ taps }) => taps.index.length));
    const outputs = Math.max(...passes.map(({ taps }) => taps.first.length));
    space.with([from, to], 1, (x, out) => {
      const [first, index, weight, one, other] = space.scratch(
        4 * outputs,
        4 * longest,
        4 * longest,
        4 * most,
        passes.length > 2 ? 4 * most : 0,
      );
      let now = x;
      for (const [i, { taps, outer, size, inner }] of passes.entries()) {
        space.putInts(first, taps.first);
        space.putInts(index, taps.index);
        new Float32Array(space.memory.buffer, weight, taps.weight.length).set(taps.weight);
        const next = i === passes.length - 1 ? out : i % 2 === 0 ? one : other;
        if (back) kernel.zero(next, 4 * elementsAfter[i]!);
        kernel[way](now, next, first, index, weight, outer, size, taps.first.length - 1, inner);
        now = next;
      }
    });
  }

  return {
    /** out (planes, outputs…) from x (planes, sizes…); taps per dim. */
    resample(...[x, out, planes, sizes, taps]: Parameters<typeof plain.resample>): void {
      if (out.length === 0) return;
      const shape = [...sizes];
      const passes = taps.map((list, dim) => {
        const size = shape[dim]!;
        shape[dim] = list.first.length - 1;
        return { taps: list, outer: planes * product(shape.slice(0, dim)), size, inner: product(shape.slice(dim + 1)) };
      });
      throughDims("resampleDim", x, out, passes);
    },

    /** gradInput (planes, sizes…) from grad (planes, outputs…). */
    resampleBackward(...[grad, gradInput, planes, sizes, taps]: Parameters<typeof plain.resampleBackward>): void {
      if (gradInput.length === 0) return;
      const shape = taps.map((list) => list.first.length - 1);
      const passes = [...taps.entries()].reverse().map(([dim, list]) => {
        shape[dim] = sizes[dim]!;
        const [outer, inner] = [planes * product(shape.slice(0, dim)), product(shape.slice(dim + 1))];
        return { taps: list, outer, size: sizes[dim]!, inner };
      });
      throughDims("resampleDimBack", grad, gradInput, passes);
    },

    /** out takes input at the mapped indices, and `value` where a map says -1. */
    padForward(...[input, out, inShape, maps, value]: Parameters<typeof pad.padForward>): void {
      const planes = planesOf(inShape, maps);
      if (!planes || out.length === 0 || !(input instanceof Float32Array) || !(out instanceof Float32Array)) {
        pad.padForward(input, out, inShape, maps, value);
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
    padBackward(...[gradOut, gradInput, inShape, maps]: Parameters<typeof pad.padBackward>): void {
      const planes = planesOf(inShape, maps);
      if (!planes || gradInput.length === 0) {
        pad.padBackward(gradOut, gradInput, inShape, maps);
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
