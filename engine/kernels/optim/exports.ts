// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type f32 = number;
type i32 = number;
type usize = number;

export type OptimExports = {
  adam(
    p: usize, g: usize, moment: usize, square: usize, most: usize, n: i32, size: f32, shrink: f32, decay: f32,
    sign: f32, beta1: f32, fresh1: f32, beta2: f32, fresh2: f32, root: f32, eps: f32,
  ): void;
  sgd(
    p: usize, g: usize, buffer: usize, n: i32, lr: f32, decay: f32, sign: f32, momentum: f32, fresh: f32,
    nesterov: bool, first: bool,
  ): void;
  adadelta(
    p: usize, g: usize, square: usize, moved: usize, n: i32, lr: f32, sign: f32, decay: f32, rho: f32, fresh: f32,
    eps: f32,
  ): void;
  adagrad(p: usize, g: usize, sum: usize, n: i32, lr: f32, sign: f32, decay: f32, eps: f32): void;
  adamax(
    p: usize, g: usize, moment: usize, largest: usize, n: i32, size: f32, sign: f32, decay: f32, beta1: f32,
    fresh1: f32, beta2: f32, eps: f32,
  ): void;
  asgd(p: usize, g: usize, ax: usize, n: i32, sign: f32, decay: f32, shrink: f32, eta: f32, mu: f32): void;
  momentStep(
    p: usize, g: usize, moment: usize, square: usize, n: i32, gradRate: f32, momentRate: f32, root: f32, decay: f32,
    beta1: f32, fresh1: f32, beta2: f32, fresh2: f32, eps: f32, plain: bool,
  ): void;
  rmsprop(
    p: usize, g: usize, square: usize, buffer: usize, mean: usize, n: i32, lr: f32, sign: f32, decay: f32, alpha: f32,
    fresh: f32, eps: f32, momentum: f32,
  ): void;
  rprop(
    p: usize, g: usize, previous: usize, stepSize: usize, n: i32, sign: f32, shrink: f32, grow: f32, smallest: f32,
    largest: f32,
  ): void;
};

export const optimParameters = {
  adam: [
    "p", "g", "moment", "square", "most", "n", "size", "shrink", "decay", "sign", "beta1", "fresh1", "beta2", "fresh2",
    "root", "eps",
  ],
  sgd: ["p", "g", "buffer", "n", "lr", "decay", "sign", "momentum", "fresh", "nesterov", "first"],
  adadelta: ["p", "g", "square", "moved", "n", "lr", "sign", "decay", "rho", "fresh", "eps"],
  adagrad: ["p", "g", "sum", "n", "lr", "sign", "decay", "eps"],
  adamax: ["p", "g", "moment", "largest", "n", "size", "sign", "decay", "beta1", "fresh1", "beta2", "eps"],
  asgd: ["p", "g", "ax", "n", "sign", "decay", "shrink", "eta", "mu"],
  momentStep: [
    "p", "g", "moment", "square", "n", "gradRate", "momentRate", "root", "decay", "beta1", "fresh1", "beta2", "fresh2",
    "eps", "plain",
  ],
  rmsprop: ["p", "g", "square", "buffer", "mean", "n", "lr", "sign", "decay", "alpha", "fresh", "eps", "momentum"],
  rprop: ["p", "g", "previous", "stepSize", "n", "sign", "shrink", "grow", "smallest", "largest"],
} as const;
