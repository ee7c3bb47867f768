// Owns torch.nn.init: first values of parameters, with torch's formulas and its random stream.
import { valueError } from "../core/errors.ts";
import { pyRepr } from "../core/python.ts";
import {
  defaultGenerator,
  normal_ as fillNormal,
  uniform_ as fillUniform,
  type Generator,
  randperm,
} from "../core/random.ts";
import { numel } from "../core/shape.ts";
import type { Init } from "../modules/define.ts";
import { no_grad } from "../tensor/autograd.ts";
import { empty, tensor as scalar } from "../tensor/create.ts";
import { add, clamp, mul } from "../tensor/math/binary.ts";
import { erfinv, erf as erfOf, sign } from "../tensor/math/elementwise.ts";
import { eye } from "../tensor/math/fill.ts";
import { qr } from "../tensor/math/linalg.ts";
import { diagonal, t } from "../tensor/math/shape.ts";
import { scope } from "../tensor/storage.ts";
import type { Tensor } from "../tensor/tensor.ts";

function write(tensor: Tensor, fill: (values: Float32Array) => void): Tensor {
  no_grad(() => tensor.beforeWrite());
  fill(tensor.floats);
  return tensor;
}

export const constant_ = (tensor: Tensor, value: number): Tensor => no_grad(() => tensor.fill_(value));
export const zeros_ = (tensor: Tensor): Tensor => constant_(tensor, 0);
export const ones_ = (tensor: Tensor): Tensor => constant_(tensor, 1);

export const uniform_ = (tensor: Tensor, a = 0, b = 1, generator: Generator = defaultGenerator): Tensor =>
  write(tensor, (values) => fillUniform(values, a, b, generator));

export const normal_ = (tensor: Tensor, mean = 0, std = 1, generator: Generator = defaultGenerator): Tensor =>
  write(tensor, (values) => fillNormal(values, mean, std, generator));

/** How many inputs feed an output of a weight (O, I, k…), and the other way round. */
function fans({ shape }: Tensor): { fanIn: number; fanOut: number } {
  if (shape.length < 2) {
    throw valueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
  }
  const field = numel(shape.slice(2));
  return { fanIn: shape[1]! * field, fanOut: shape[0]! * field };
}

/** What calculate_gain knows; all convolutions are linear. */
export type Nonlinearity = "linear" | `conv${string}` | "sigmoid" | "tanh" | "relu" | "leaky_relu" | "selu";

const linear = /^(?:linear|sigmoid|conv(?:_transpose)?[123]d)$/;

/** The factor by which a nonlinearity shrinks what passes it; `param` is the slope of a leaky ReLU (0.01 without one). */
export function calculate_gain(nonlinearity: Nonlinearity, param: number | null = null): number {
  if (linear.test(nonlinearity)) return 1;
  if (nonlinearity === "tanh") return 5 / 3;
  if (nonlinearity === "relu") return Math.SQRT2;
  if (nonlinearity === "selu") return 3 / 4;
  if (nonlinearity !== "leaky_relu") throw valueError(`Unsupported nonlinearity ${nonlinearity}`);
  const slope = param ?? 0.01;
  if (typeof slope !== "number") throw valueError(`negative_slope ${pyRepr(slope)} not a valid number`);
  return Math.sqrt(2 / (1 + slope * slope));
}

export type FanMode = "fan_in" | "fan_out";

function kaimingStd(tensor: Tensor, a: number, mode: FanMode, nonlinearity: Nonlinearity): number {
  if (mode !== "fan_in" && mode !== "fan_out") {
    throw valueError(`Mode ${String(mode)} not supported, please use one of ['fan_in', 'fan_out']`);
  }
  const { fanIn, fanOut } = fans(tensor);
  return calculate_gain(nonlinearity, a) / Math.sqrt(mode === "fan_in" ? fanIn : fanOut);
}

/** U(-bound, bound) with bound = √3 gain / √fan (He et al., 2015); a is the slope of a leaky ReLU. */
export function kaiming_uniform_(
  tensor: Tensor,
  a = 0,
  mode: FanMode = "fan_in",
  nonlinearity: Nonlinearity = "leaky_relu",
  generator: Generator = defaultGenerator,
): Tensor {
  if (tensor.numel() === 0) return tensor;
  const bound = Math.sqrt(3) * kaimingStd(tensor, a, mode, nonlinearity);
  return uniform_(tensor, -bound, bound, generator);
}

/** N(0, std²) with std = gain / √fan (He et al., 2015); a is the slope of a leaky ReLU. */
export function kaiming_normal_(
  tensor: Tensor,
  a = 0,
  mode: FanMode = "fan_in",
  nonlinearity: Nonlinearity = "leaky_relu",
  generator: Generator = defaultGenerator,
): Tensor {
  if (tensor.numel() === 0) return tensor;
  return normal_(tensor, 0, kaimingStd(tensor, a, mode, nonlinearity), generator);
}

/** U(-bound, bound) with bound = gain √(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010). */
export function xavier_uniform_(tensor: Tensor, gain = 1, generator: Generator = defaultGenerator): Tensor {
  const { fanIn, fanOut } = fans(tensor);
  const bound = Math.sqrt(3) * gain * Math.sqrt(2 / (fanIn + fanOut));
  return uniform_(tensor, -bound, bound, generator);
}

/** N(0, std²) with std = gain √(2 / (fan_in + fan_out)) (Glorot and Bengio, 2010). */
export function xavier_normal_(tensor: Tensor, gain = 1, generator: Generator = defaultGenerator): Tensor {
  const { fanIn, fanOut } = fans(tensor);
  return normal_(tensor, 0, gain * Math.sqrt(2 / (fanIn + fanOut)), generator);
}

/** Writes what `make` computes, without a history and without leaving anything behind. */
function overwrite(tensor: Tensor, make: () => Tensor): Tensor {
  no_grad(() => scope(() => void tensor.copy_(make())));
  return tensor;
}

/** N(mean, std²) held within [a, b]: the inverse of its distribution function at uniform numbers. */
export function trunc_normal_(
  tensor: Tensor,
  mean = 0,
  std = 1,
  a = -2,
  b = 2,
  generator: Generator = defaultGenerator,
): Tensor {
  // Twice the normal distribution function less one: erf.
  const twice = (x: number): number => erfOf(scalar((x - mean) / (std * Math.SQRT2))).item();
  return overwrite(tensor, () => {
    const uniform = uniform_(empty(tensor.shape), twice(a), twice(b), generator);
    return clamp(add(mul(erfinv(uniform), std * Math.SQRT2), mean), a, b);
  });
}

function requireMatrix(tensor: Tensor): readonly [number, number] {
  const [rows, columns, ...rest] = tensor.shape;
  if (rows === undefined || columns === undefined || rest.length > 0) {
    throw valueError("Only tensors with 2 dimensions are supported");
  }
  return [rows, columns];
}

/** Ones on the diagonal of a matrix. */
export function eye_(tensor: Tensor): Tensor {
  const [rows, columns] = requireMatrix(tensor);
  return overwrite(tensor, () => eye(rows, columns));
}

/** A convolution's weight (O, I, k…) that passes as many channels on as there are, in each of `groups`. */
export function dirac_(tensor: Tensor, groups = 1): Tensor {
  const [outs, ins, ...kernel] = tensor.shape;
  if (outs === undefined || ins === undefined || kernel.length < 1 || kernel.length > 3) {
    throw valueError("Only tensors with 3, 4, or 5 dimensions are supported");
  }
  if (outs % groups !== 0) throw valueError("dim 0 must be divisible by groups");
  const centre = kernel.reduce((at, size) => at * size + Math.floor(size / 2), 0);
  const field = numel(kernel);
  const perGroup = outs / groups;
  return write(zeros_(tensor), (values) => {
    for (let o = 0; o < outs; o++) {
      const channel = o % perGroup;
      if (channel < ins) values[(o * ins + channel) * field + centre] = 1;
    }
  });
}

/** A (semi-)orthogonal matrix times gain, dims after the first being one (Saxe et al., 2014). */
export function orthogonal_(tensor: Tensor, gain = 1, generator: Generator = defaultGenerator): Tensor {
  if (tensor.ndim < 2) throw valueError("Only tensors with 2 or more dimensions are supported");
  if (tensor.numel() === 0) return tensor;
  const rows = tensor.shape[0]!;
  const columns = tensor.numel() / rows;
  return overwrite(tensor, () => {
    const random = normal_(empty([rows, columns]), 0, 1, generator);
    const [q, r] = qr(rows < columns ? t(random) : random);
    // Signs that make the result uniform among all orthogonal matrices (Mezzadri, 2007).
    const uniform = mul(mul(q, sign(diagonal(r))), gain);
    return rows < columns ? t(uniform) : uniform;
  });
}

/** N(0, std²) with the given part of every column zero (Martens, 2010). */
export function sparse_(tensor: Tensor, sparsity: number, std = 0.01, generator: Generator = defaultGenerator): Tensor {
  const [rows, columns] = requireMatrix(tensor);
  const count = Math.ceil(sparsity * rows);
  return write(normal_(tensor, 0, std, generator), (values) => {
    for (let column = 0; column < columns; column++) {
      for (const row of randperm(rows, generator).subarray(0, count)) values[row * columns + column] = 0;
    }
  });
}

/** Fills a parameter or buffer as its declaration says. An empty one draws nothing. */
export function initialize(tensor: Tensor, init: Init, generator: Generator): Tensor {
  if (tensor.numel() === 0) return tensor;
  switch (init.kind) {
    case "zeros":
      return zeros_(tensor);
    case "ones":
      return ones_(tensor);
    case "constant":
      return constant_(tensor, init.value);
    case "uniform":
      return uniform_(tensor, -init.bound, init.bound, generator);
    case "normal":
      return normal_(tensor, 0, init.std, generator);
    case "kaiming_uniform":
      return kaiming_uniform_(tensor, Math.sqrt(5), "fan_in", "leaky_relu", generator);
    case "xavier_uniform":
      return xavier_uniform_(tensor, 1, generator);
    case "xavier_normal":
      return xavier_normal_(tensor, 1, generator);
    case "normal_rows": {
      normal_(tensor, 0, 1, generator);
      const { zero } = init;
      const width = numel(tensor.shape.slice(1));
      return zero === null ? tensor : write(tensor, (values) => values.fill(0, zero * width, (zero + 1) * width));
    }
    case "value":
      return write(tensor, (values) => values.set(init.value.data));
    default:
      return init satisfies never;
  }
}
