// Owns what threads are compared on with one another: statistics, reductions, normalisations of samples, indices.
import type { Bench } from "../testing/both_builds.fixture.ts";

export type View = Float32Array | Float64Array;

export const wide = (b: Bench, length: number): Float64Array => {
  const floats = b.empty(2 * length + 2);
  return new Float64Array(floats.buffer as ArrayBuffer, Math.ceil(floats.byteOffset / 8) * 8, length).fill(0.5);
};

export const side = (b: Bench): number => b.pick([0, 1, 1, 2, 3, 5, 7, 8, 13, 16, 31, 64, 97]);

export function statistics(b: Bench): readonly View[] {
  const x = b.floats(b.integer(1, 500_000), 3);
  if (b.random() < 0.5) x[b.integer(0, x.length - 1)] = Number.NaN;
  const { histogram, ...figures } = b.kernels.describe(x, 64);
  return [Float64Array.from(Object.values(figures)), Float64Array.from(histogram)];
}

export function reductions(b: Bench): readonly View[] {
  const dims = [b.integer(0, 40), b.integer(1, 40), b.pick([1, 3, 8, 40])] as const;
  const x = b.floats(dims[0] * dims[1] * dims[2], 3);
  const hows = ["sum", "variance", "norm", "logsumexp", "max", "min"] as const;
  const reduced = hows.map((how) => {
    const out = b.empty(dims[0] * dims[2]);
    b.kernels.reduce(how, x, out, ...dims, 2);
    return out;
  });
  const places = wide(b, dims[0] * dims[2]);
  b.kernels.reduce("argmax", x, places, ...dims);
  const sums = b.empty(x.length);
  b.kernels.cumsumLines(x, sums, ...dims, b.random() < 0.5);
  const [products, slopes] = [b.empty(x.length), b.empty(x.length)];
  b.kernels.cumprodLines(x, products, ...dims);
  b.kernels.cumprodBackward(x, x, products, slopes, ...dims);
  return [...reduced, places, sums, products, slopes];
}

export function places(b: Bench): readonly View[] {
  const [planes, height, width, outer, size] = [b.integer(0, 9), b.integer(2, 9), b.integer(2, 9), side(b), 7];
  const pair = [2, 2] as const;
  const one = [1, 1] as const;
  const blocks = [height + 1, width + 1] as const;
  const d = { image: [height, width] as const, kernel: pair, dilation: one, padding: one, stride: one, blocks };
  const images = b.floats(planes * height * width);
  const [columns, sums] = [b.empty(4 * planes * blocks[0] * blocks[1]), b.empty(images.length)];
  b.kernels.imageToColumns(images, columns, planes, d);
  b.kernels.columnsToImage(columns, sums, planes, d);
  const [x, out] = [b.floats(outer * size * 3), b.empty(outer * 15)];
  const indices = wide(b, outer * 15).map(() => b.integer(0, size - 1));
  b.kernels.gatherAlong(x, indices, out, outer, size, 3);
  b.kernels.scatterAlong(out, indices, x, outer, size, 3, true);
  return [columns, sums, out, x];
}

export function samples(b: Bench): readonly View[] {
  const groups = b.integer(1, 6);
  const d = { samples: b.integer(0, 4), channels: groups * b.integer(1, 4), groups, spatial: side(b) };
  const size = d.samples * d.channels * d.spatial;
  const [x, grad, weight, bias] = [b.floats(size), b.floats(size), b.floats(d.channels), b.floats(d.channels)];
  const [mean, invstd] = [wide(b, d.samples * groups), wide(b, d.samples * groups)];
  const [grouped, gradGrouped, w, v] = [b.empty(size), b.empty(size), wide(b, d.channels), wide(b, d.channels)];
  b.kernels.groupNormForward(x, grouped, weight, bias, mean, invstd, d, 1e-5);
  b.kernels.groupNormBackward(grad, x, weight, mean, invstd, gradGrouped, w, v, d);
  const [scales, rooted, gradRooted, scale] = [
    wide(b, d.samples * d.channels),
    b.empty(size),
    b.empty(size),
    wide(b, d.spatial),
  ];
  const factors = b.floats(d.spatial);
  b.kernels.rmsNormForward(x, rooted, factors, scales, d.spatial, 1e-5);
  b.kernels.rmsNormBackward(grad, x, factors, scales, gradRooted, scale, d.spatial);
  const r = { ...d, size: b.integer(1, 5), alpha: 0.1, beta: 0.75, k: 1 };
  const [responses, base, products, gradient] = [b.empty(size), b.empty(size), b.empty(size), b.empty(size)];
  b.kernels.localResponseForward(x, responses, base, r);
  b.kernels.localResponseBackward(grad, x, responses, base, products, gradient, r);
  const normed = [mean, invstd, grouped, gradGrouped, w, v, scales, rooted, gradRooted, scale];
  return [...normed, responses, base, products, gradient];
}
