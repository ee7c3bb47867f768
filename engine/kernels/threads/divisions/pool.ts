// Owns how pooling, windows and reading at indices are divided among threads.
import { bounds, product, ranges, touched } from "./parts.ts";
import type { Table } from "./table.ts";

/** Maxima and averages of windows, windows as columns, elements at indices. */
export const pools: Table = {
  // (x, out, indices, planes, id, ih, iw, od, oh, ow, kd, kh, kw, …)
  maxPoolForward: ranges(
    3,
    (args) => ({ 0: 4 * product(args, 4, 5, 6), 1: 4 * product(args, 7, 8, 9), 2: 8 * product(args, 7, 8, 9) }),
    (args) => 8 * product(args, 3, 7, 8, 9, 10, 11, 12),
  ),
  // The same with a byte for each window, or nothing
  maxPoolTaps: ranges(
    3,
    (args) => ({ 0: 4 * product(args, 4, 5, 6), 1: 4 * product(args, 7, 8, 9), 2: product(args, 7, 8, 9) }),
    (args) => 4 * product(args, 3, 7, 8, 9, 10, 11, 12),
  ),
  // (g, taps, gradInput, planes, id, ih, iw, od, oh, ow, …)
  maxPoolTapsBackward: ranges(
    3,
    (args) => ({ 0: 4 * product(args, 7, 8, 9), 1: product(args, 7, 8, 9), 2: 4 * product(args, 4, 5, 6) }),
    (args) => touched * args[3]! * product(args, 7, 8, 9),
  ),
  // (g, indices, gradInput, planes, inPlane, outPlane)
  maxPoolBackward: ranges(
    3,
    (args) => ({ 0: 4 * args[5]!, 1: 8 * args[5]!, 2: 4 * args[4]! }),
    (args) => touched * args[3]! * (args[4]! + args[5]!),
  ),
  // (from, to, planes, id, ih, iw, zs, od, ys, oh, xs, ow, …), from is the input forward and the output backward
  averageForward: ranges(
    2,
    (args) => ({ 0: 4 * product(args, 3, 4, 5), 1: 4 * product(args, 7, 9, 11) }),
    (args) => touched * args[2]! * (product(args, 3, 4, 5) + product(args, 7, 9, 11)),
  ),
  averageBackward: ranges(
    2,
    (args) => ({ 0: 4 * product(args, 7, 9, 11), 1: 4 * product(args, 3, 4, 5) }),
    (args) => touched * args[2]! * (product(args, 3, 4, 5) + product(args, 7, 9, 11)),
  ),
  // (from, to, height, width, kh, kw, dilation, dilation, padding, padding, stride, stride, blocks, blocks, first, end)
  unfoldPlanes: bounds(14, (args) => touched * product(args, 4, 5, 12, 13) * (args[15]! - args[14]!)),
  foldPlanes: bounds(14, (args) => touched * product(args, 4, 5, 12, 13) * (args[15]! - args[14]!)),
  // (x, indices, out, count, size, inner, first, end), (x, indices, out, count, size, inner, adds, first, end)
  gatherAlong: bounds(6, (args) => touched * product(args, 3, 5) * (args[7]! - args[6]!)),
  scatterAlong: bounds(7, (args) => touched * product(args, 3, 5) * (args[8]! - args[7]!)),
};
