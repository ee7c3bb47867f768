// Owns how normalisations, softmax and reductions are divided among threads.
import { bounds, floats, product, ranges, touched } from "./parts.ts";
import type { Table } from "./table.ts";

/** Lines that lie side by side are divided where cache lines end, mostly; `inner` is how many lie so. */
const lineUnit =
  (inner: number) =>
  (args: readonly number[]): number =>
    args[inner] === 1 ? 1 : 16;

/** Normalisations, softmax, sums by channel, and reductions. */
export const norms: Table = {
  // (x, out, outer, size, inner, …), (g, y, out, outer, size, inner, …)
  softmaxForward: ranges(
    2,
    (args) => ({ 0: 4 * product(args, 3, 4), 1: 4 * product(args, 3, 4) }),
    (args) => 8 * touched * product(args, 2, 3, 4),
  ),
  softmaxBackward: ranges(
    3,
    (args) => ({ 0: 4 * product(args, 4, 5), 1: 4 * product(args, 4, 5), 2: 4 * product(args, 4, 5) }),
    (args) => 4 * touched * product(args, 3, 4, 5),
  ),
  // (x, mean, variance, batch, channels, spatial, first, end)
  channelStatistics: bounds(6, (args) => touched * product(args, 3, 4, 5)),
  // (x, out, mean, invstd, weight, bias, channels, spatial, first, end)
  batchNormForward: bounds(8, (args) => touched * (args[9]! - args[8]!) * args[7]!),
  // (grad, x, mean, invstd, sumGrad, sumNormed, batch, channels, spatial, first, end)
  batchNormSums: bounds(9, (args) => touched * product(args, 6, 7, 8)),
  // (grad, x, out, mean, invstd, weight, sumGrad, sumNormed, training, batch, channels, spatial, first, end)
  batchNormBackwardInput: bounds(12, (args) => touched * product(args, 9, 10, 11)),
  // (x, out, outer, channels, inner, first, end)
  sumChannels: bounds(
    5,
    (args) => touched * product(args, 2, 3, 4),
    () => 4,
  ),
  // (x, out, weight, bias, mean, invstd, rows, size, eps)
  layerNormForward: ranges(
    6,
    (args) => ({ 0: 4 * args[7]!, 1: 4 * args[7]!, 4: 8, 5: 8 }),
    (args) => 4 * touched * product(args, 6, 7),
  ),
  // (x, out, weight, invstd, rows, size, eps)
  rmsNormForward: ranges(
    4,
    (args) => ({ 0: 4 * args[5]!, 1: 4 * args[5]!, 3: 8 }),
    (args) => 3 * touched * product(args, 4, 5),
  ),
  // (grad, x, weight, mean, invstd, gradX, rows, size)
  rowNormBackward: ranges(
    6,
    (args) => ({ 0: 4 * args[7]!, 1: 4 * args[7]!, 3: 8, 4: 8, 5: 4 * args[7]! }),
    (args) => 4 * touched * product(args, 6, 7),
  ),
  // (grad, x, mean, invstd, gradWeight, gradBias, rows, size, first, end): by columns, so that no sum is cut
  rowNormParameters: bounds(
    8,
    (args) => 2 * touched * product(args, 6, 7),
    () => 16,
  ),
  // (x, out, weight, bias, mean, invstd, groups, per, spatial, eps, first, end)
  groupNormForward: bounds(10, (args) => 3 * touched * (args[11]! - args[10]!) * product(args, 7, 8)),
  // (grad, x, weight, mean, invstd, gradX, sums, normed, groups, per, spatial, first, end)
  groupNormBackward: bounds(11, (args) => 4 * touched * (args[12]! - args[11]!) * product(args, 9, 10)),
  // (x, out, base, channels, spatial, size, factor, beta, k, first, end)
  localResponseForward: bounds(9, (args) => (3 * touched + args[5]!) * (args[10]! - args[9]!) * args[4]!),
  // (grad, y, base, out, n)
  localResponseProducts: floats(4, 0, 1, 2, 3),
  // (grad, x, base, products, gradX, channels, spatial, size, slope, beta, first, end)
  localResponseBackward: bounds(10, (args) => (3 * touched + args[7]!) * (args[11]! - args[10]!) * args[6]!),
  // (op, x, out, size, inner, s, first, end), (x, out, size, inner, largest, absolute, first, end),
  // (x, out, size, inner, largest, first, end), (x, out, size, inner, reverse, first, end): by lines
  reduceLines: bounds(6, (args) => touched * (args[7]! - args[6]!) * args[3]!, lineUnit(4)),
  extremeDim: bounds(6, (args) => touched * (args[7]! - args[6]!) * args[2]!, lineUnit(3)),
  placeDim: bounds(5, (args) => touched * (args[6]! - args[5]!) * args[2]!, lineUnit(3)),
  cumulate: bounds(5, (args) => 2 * touched * (args[6]! - args[5]!) * args[2]!, lineUnit(3)),
};
