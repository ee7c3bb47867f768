// Pooling on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { PoolDims } from "./contract.ts";
import type { PoolExports } from "./exports.ts";
import * as plain from "./reference/pool.ts";

type Exports = PoolExports;
type Size = readonly [number, number, number];
/** Floats, or integers as int64 tensors hold them. */
type Reals = Float32Array | Float64Array;

/** Start, end and size counting padding of every window along a dim, one after another. */
type Windows = readonly [Int32Array, Int32Array, Int32Array];

const eachDim = (windows: (dim: 0 | 1 | 2) => number[][]): Windows => [
  Int32Array.from(windows(0).flat()),
  Int32Array.from(windows(1).flat()),
  Int32Array.from(windows(2).flat()),
];

const slidingWindows = (d: PoolDims): Windows =>
  eachDim((dim) =>
    Array.from({ length: d.output[dim] }, (_, o) => {
      const from = o * d.stride[dim] - d.padding[dim];
      const to = Math.min(from + d.kernel[dim], d.input[dim] + d.padding[dim]);
      return [Math.max(from, 0), Math.min(to, d.input[dim]), to - from];
    }),
  );

const adaptiveWindows = (input: Size, output: Size): Windows =>
  eachDim((dim) =>
    Array.from({ length: output[dim] }, (_, o) => {
      const start = Math.floor((o * input[dim]) / output[dim]);
      const end = Math.ceil(((o + 1) * input[dim]) / output[dim]);
      return [start, end, end - start];
    }),
  );

/** Windows of 2 × 2 side by side, one slice deep. */
const halves = (d: PoolDims): boolean =>
  `${d.kernel} ${d.stride.slice(1)} ${d.padding} ${d.dilation.slice(1)}` === "1,2,2 2,2 0,0,0 1,1";

export function poolKernels(kernel: Exports, space: Workspace) {
  function average(
    direction: "averageForward" | "averageBackward",
    from: Float32Array,
    to: Float32Array,
    planes: number,
    input: Size,
    windows: Windows,
    includePad: boolean,
    divisor: number | null,
  ): void {
    space.with([from, to], 1, (x, out) => {
      const tables = space.scratch(...(windows.map((table) => table.byteLength) as [number, number, number]));
      for (const [dim, table] of windows.entries()) space.putInts(tables[dim]!, table);
      const [zs, ys, xs] = tables;
      const [od, oh, ow] = windows.map((table) => table.length / 3) as [number, number, number];
      kernel[direction](x, out, planes, ...input, zs, od, ys, oh, xs, ow, Number(includePad), divisor ?? 0);
    });
  }

  return {
    /** out and indices (flat within the plane) hold the largest value of each window; NaN wins, as in torch. */
    maxPoolForward(input: Float32Array, out: Float32Array, indices: Float64Array, d: PoolDims): void {
      space.with([input, out, indices], 1, (x, to, at) => {
        const sizes = [...d.input, ...d.output, ...d.kernel, ...d.stride, ...d.padding, ...d.dilation] as const;
        kernel.maxPoolForward(x, to, at, d.planes, ...sizes);
      });
    },

    /** Adds every output's gradient to the input it came from. */
    maxPoolBackward(
      gradOut: Float32Array,
      indices: Float64Array,
      gradInput: Float32Array,
      planes: number,
      inPlane: number,
      outPlane: number,
    ): void {
      space.with([gradOut, indices, gradInput], 2, (g, at, to) => {
        kernel.maxPoolBackward(g, at, to, planes, inPlane, outPlane);
      });
    },

    /** out and, unless null, the tap of each window that has the largest value: at most 255 taps. */
    maxPoolTaps(input: Float32Array, out: Float32Array, taps: Uint8Array | null, d: PoolDims): void {
      space.with([input, out, taps], 1, (x, to, at) => {
        const sizes = [...d.input, ...d.output, ...d.kernel, ...d.stride, ...d.padding, ...d.dilation] as const;
        kernel.maxPoolTaps(x, to, at, d.planes, ...sizes);
      });
    },

    /** The gradient of `maxPoolTaps`; gradInput is overwritten. */
    maxPoolTapsBackward(gradOut: Float32Array, taps: Uint8Array, gradInput: Float32Array, d: PoolDims): void {
      space.with([gradOut, taps, gradInput], 2, (g, at, to) => {
        const table = plain.tapOffsets(d);
        const [offsets] = space.scratch(table.byteLength);
        space.putInts(offsets, table);
        const sizes = [...d.input, ...d.output, ...d.stride, ...d.padding] as const;
        kernel.maxPoolTapsBackward(g, at, to, d.planes, ...sizes, offsets, Number(halves(d)));
      });
    },

    /** Means of sliding windows; `divisor` null counts the values (with padding when `includePad`). */
    avgPoolForward(input: Reals, out: Reals, d: PoolDims, includePad: boolean, divisor: number | null): void {
      if (!(input instanceof Float32Array && out instanceof Float32Array)) {
        plain.avgPoolForward(input, out, d, includePad, divisor);
        return;
      }
      average("averageForward", input, out, d.planes, d.input, slidingWindows(d), includePad, divisor);
    },

    avgPoolBackward(
      gradOut: Float32Array,
      gradInput: Float32Array,
      d: PoolDims,
      includePad: boolean,
      divisor: number | null,
    ): void {
      average("averageBackward", gradOut, gradInput, d.planes, d.input, slidingWindows(d), includePad, divisor);
    },

    /** Means of windows floor(o I / O) … ceil((o + 1) I / O). */
    adaptiveAvgPoolForward(
      input: Float32Array,
      out: Float32Array,
      planes: number,
      inputSize: Size,
      outputSize: Size,
    ): void {
      average("averageForward", input, out, planes, inputSize, adaptiveWindows(inputSize, outputSize), false, null);
    },

    adaptiveAvgPoolBackward(
      gradOut: Float32Array,
      gradInput: Float32Array,
      planes: number,
      inputSize: Size,
      outputSize: Size,
    ): void {
      const windows = adaptiveWindows(inputSize, outputSize);
      average("averageBackward", gradOut, gradInput, planes, inputSize, windows, false, null);
    },
  };
}
