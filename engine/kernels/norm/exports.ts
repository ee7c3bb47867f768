// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type f32 = number;
type f64 = number;
type i32 = number;
type usize = number;

export type NormExports = {
  batchNormBackwardInput(
    g: usize, x: usize, out: usize, mean: usize, invstd: usize, weight: usize, sumGrad: usize, sumNormed: usize,
    training: bool, batch: i32, channels: i32, spatial: i32, first: i32, end: i32,
  ): void;
  batchNormForward(
    x: usize, out: usize, mean: usize, invstd: usize, weight: usize, bias: usize, channels: i32, spatial: i32,
    first: i32, end: i32,
  ): void;
  batchNormSums(
    g: usize, x: usize, mean: usize, invstd: usize, sumGrad: usize, sumNormed: usize, batch: i32, channels: i32,
    spatial: i32, first: i32, end: i32,
  ): void;
  channelStatistics(
    x: usize, mean: usize, variance: usize, batch: i32, channels: i32, spatial: i32, first: i32, end: i32,
  ): void;
  groupNormBackward(
    g: usize, x: usize, weight: usize, mean: usize, invstd: usize, gradX: usize, sums: usize, normed: usize,
    groups: i32, per: i32, spatial: i32, first: i32, end: i32,
  ): void;
  groupNormForward(
    x: usize, out: usize, weight: usize, bias: usize, mean: usize, invstd: usize, groups: i32, per: i32, spatial: i32,
    eps: f64, first: i32, end: i32,
  ): void;
  sumSamples(planes: usize, out: usize, samples: i32, channels: i32): void;
  localResponseBackward(
    g: usize, x: usize, base: usize, products: usize, gradX: usize, channels: i32, spatial: i32, size: i32, slope: f32,
    beta: f32, first: i32, end: i32,
  ): void;
  localResponseForward(
    x: usize, out: usize, base: usize, channels: i32, spatial: i32, size: i32, alpha: f32, beta: f32, k: f32,
    first: i32, end: i32,
  ): void;
  localResponseProducts(g: usize, y: usize, base: usize, out: usize, n: i32): void;
};

export const normParameters = {
  batchNormBackwardInput: [
    "g", "x", "out", "mean", "invstd", "weight", "sumGrad", "sumNormed", "training", "batch", "channels", "spatial",
    "first", "end",
  ],
  batchNormForward: ["x", "out", "mean", "invstd", "weight", "bias", "channels", "spatial", "first", "end"],
  batchNormSums: ["g", "x", "mean", "invstd", "sumGrad", "sumNormed", "batch", "channels", "spatial", "first", "end"],
  channelStatistics: ["x", "mean", "variance", "batch", "channels", "spatial", "first", "end"],
  groupNormBackward: [
    "g", "x", "weight", "mean", "invstd", "gradX", "sums", "normed", "groups", "per", "spatial", "first", "end",
  ],
  groupNormForward: ["x", "out", "weight", "bias", "mean", "invstd", "groups", "per", "spatial", "eps", "first", "end"],
  sumSamples: ["planes", "out", "samples", "channels"],
  localResponseBackward: [
    "g", "x", "base", "products", "gradX", "channels", "spatial", "size", "slope", "beta", "first", "end",
  ],
  localResponseForward: ["x", "out", "base", "channels", "spatial", "size", "alpha", "beta", "k", "first", "end"],
  localResponseProducts: ["g", "y", "base", "out", "n"],
} as const;
