// Which input positions, with which weights, make every output position of a resized dim: torch's interpolation modes.
import type { Taps } from "../contract.ts";

type Kind = "nearest" | "nearest-exact" | "linear" | "cubic" | "area";
type Tap = readonly [index: number, weight: number];

function collect(outputs: number, tapsOf: (output: number) => readonly Tap[]): Taps {
  const first = new Int32Array(outputs + 1);
  const index: number[] = [];
  const weight: number[] = [];
  for (let o = 0; o < outputs; o++) {
    for (const [i, w] of tapsOf(o)) {
      index.push(i);
      weight.push(w);
    }
    first[o + 1] = index.length;
  }
  return { first, index: Int32Array.from(index), weight: Float64Array.from(weight) };
}

/** Input positions per output position; from the factor where one was given. */
function step(size: number, outputs: number, factor: number | null, alignCorners: boolean): number {
  if (alignCorners) return outputs > 1 ? Math.fround((size - 1) / (outputs - 1)) : 0;
  return Math.fround(factor !== null && factor > 0 ? 1 / factor : size / outputs);
}

/** The piecewise cubic of Keys (1981), which is 1 at 0 and 0 at every other whole number. */
function cubic(distance: number, a: number): number {
  const x = Math.abs(distance);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

/** Weights of the four positions around a point `t` after the second of them. */
export const cubicWeights = (t: number): readonly [number, number, number, number] => [
  cubic(t + 1, -0.75),
  cubic(t, -0.75),
  cubic(1 - t, -0.75),
  cubic(2 - t, -0.75),
];

/** The slopes of cubicWeights. */
export function cubicSlopes(t: number): readonly [number, number, number, number] {
  const a = -0.75;
  const inner = (x: number): number => (3 * (a + 2) * x - 2 * (a + 3)) * x;
  const outer = (x: number): number => (3 * a * x - 10 * a) * x + 8 * a;
  return [outer(t + 1), inner(t), -inner(1 - t), -outer(2 - t)];
}

/**
 * The taps of one dim from `size` to `outputs` positions (torch.nn.Upsample). `factor` is the scale factor asked for, if
 * the positions are to be computed from it.
 */
export function resizeTaps(
  kind: Kind,
  size: number,
  outputs: number,
  factor: number | null,
  alignCorners: boolean,
): Taps {
  const scale = step(size, outputs, factor, alignCorners);
  const inside = (i: number): number => Math.min(Math.max(i, 0), size - 1);
  // As in torch a float32: its rounding decides which weights are 0, and so what Infinity beside them becomes.
  const source = (o: number): number => Math.fround(alignCorners ? scale * o : scale * (o + 0.5) - 0.5);
  switch (kind) {
    // Torch counts nearest positions in float32, and a rounding decides between neighbours.
    case "nearest":
      return collect(outputs, (o) => [[inside(Math.floor(Math.fround(o * Math.fround(scale)))), 1]]);
    case "nearest-exact":
      return collect(outputs, (o) => [[inside(Math.floor(Math.fround((o + 0.5) * Math.fround(scale)))), 1]]);
    case "linear":
      return collect(outputs, (o) => {
        if (outputs === size) return [[o, 1]];
        const at = Math.max(source(o), 0);
        const i = inside(Math.floor(at));
        const t = Math.min(at - i, 1);
        return [
          [i, 1 - t],
          [inside(i + 1), t],
        ];
      });
    case "cubic":
      return collect(outputs, (o) => {
        const at = source(o);
        const i = Math.floor(at);
        return cubicWeights(at - i).map((w, k) => [inside(i - 1 + k), w] as const);
      });
    case "area":
      return collect(outputs, (o) => {
        const start = Math.floor((o * size) / outputs);
        const end = Math.ceil(((o + 1) * size) / outputs);
        return Array.from({ length: end - start }, (_, k) => [start + k, 1 / (end - start)] as const);
      });
    default:
      return kind satisfies never;
  }
}

/** The same for shrinking without aliasing: the filter is as wide as an output position, its weights add up to 1. */
export function antialiasTaps(
  kind: "linear" | "cubic",
  size: number,
  outputs: number,
  factor: number | null,
  alignCorners: boolean,
): Taps {
  const scale = step(size, outputs, factor, alignCorners);
  const stretch = Math.max(scale, 1);
  const support = (kind === "linear" ? 1 : 2) * stretch;
  const filter = kind === "linear" ? (x: number) => Math.max(1 - Math.abs(x), 0) : (x: number) => cubic(x, -0.5);
  return collect(outputs, (o) => {
    const center = scale * (o + 0.5);
    const start = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), size);
    const weights = Array.from({ length: end - start }, (_, k) => filter((start + k - center + 0.5) / stretch));
    const total = weights.reduce((sum, w) => sum + w, 0);
    return weights.map((w, k) => [start + k, total === 0 ? w : w / total] as const);
  });
}
