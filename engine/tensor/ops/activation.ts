// Activations of tensors, with their gradients.
import { runtimeError } from "../../core/errors.ts";
import { defaultGenerator } from "../../core/random.ts";
import * as kernels from "../../kernels/reference/elementwise.ts";
import type { Functional } from "../../ops/functional.ts";
import { activationShapes } from "../../ops/shapes/activation.ts";
import { empty } from "../create.ts";
import { add, binary, clamp, div, mul, sub } from "../math/binary.ts";
import { abs, logsigmoid, neg, sigmoid, tanh, unary } from "../math/elementwise.ts";
import { narrow } from "../math/shape.ts";
import { dtypeName, notImplementedFor, record, type Tensor } from "../tensor.ts";
import { adaptive_log_softmax } from "./adaptive.ts";
import { log_softmax, softmax } from "./softmax.ts";

type GradFromOutput = (grad: Float32Array, y: Float32Array, out: Float32Array) => void;

/** An activation whose slope follows from its output. Integers and bools become float32. */
const fromOutput =
  (name: string, forward: (x: Tensor["data"], out: Float32Array) => void, backward: GradFromOutput) =>
  (input: Tensor): Tensor => {
    const out = empty(input.shape);
    forward(input.data, out.floats);
    return record(
      name,
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        backward(grad.floats, out.floats, gradInput.floats);
        return [gradInput];
      },
      [out],
    );
  };

/** `positive` x above 0, `negative` (e^(rate x) - 1) below: ELU, and by their constants SELU and CELU. */
const exponential = (input: Tensor, positive: number, negative: number, rate: number): Tensor =>
  unary(
    "EluBackward0",
    (x) => (x <= 0 ? negative * Math.expm1(rate * x) : positive * x),
    (x) => (x <= 0 ? negative * rate * Math.exp(rate * x) : positive),
    { kernel: "elu_cpu" },
  )(input);

// Klambauer et al., 2017: mean 0 and variance 1 map to themselves.
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

function leaky(input: Tensor, negative_slope: number): Tensor {
  return unary(
    "LeakyReluBackward0",
    (x) => (x > 0 ? x : x * negative_slope),
    (x) => (x > 0 ? 1 : negative_slope),
    { kernel: "leaky_relu_cpu" },
  )(input);
}

const slopesOf = binary(
  "PreluBackward0",
  (x, w) => (x > 0 ? x : w * x),
  (x, w) => (x > 0 ? 1 : w),
  (x) => (x > 0 ? 0 : x),
);

/** Every element that is not positive has a slope of its own, drawn in order from torch's stream. */
function randomSlopes(input: Tensor, lower: number, upper: number): Tensor {
  if (input.dtype !== "float32") throw notImplementedFor("rrelu_with_noise_out_cpu", input.dtype);
  const slopes = empty(input.shape);
  const out = empty(input.shape);
  const x = input.floats;
  const [noise, y] = [slopes.floats, out.floats];
  for (let i = 0; i < x.length; i++) {
    noise[i] = x[i]! <= 0 ? defaultGenerator.uniform53() * (upper - lower) + lower : 1;
    y[i] = x[i]! * noise[i]!;
  }
  return record("RreluWithNoiseBackward0", out, [input], (grad) => [mul(grad, slopes)], [slopes]);
}

function hardtanh(input: Tensor, min_val = -1, max_val = 1): Tensor {
  if (input.dtype === "bool") throw runtimeError("Bool inputs not supported for hardtanh");
  if (input.dtype === "int64") return clamp(input, min_val, max_val);
  return unary(
    "HardtanhBackward0",
    (x) => (x < min_val ? min_val : x > max_val ? max_val : x),
    (x) => (x <= min_val || x >= max_val ? 0 : 1),
  )(input);
}

const softplusOf = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoidOf = (x: number): number => 1 / (1 + Math.exp(-x));

export const activationOps = {
  relu(input) {
    if (input.dtype === "bool") throw runtimeError("Boolean inputs not supported for relu");
    const out = empty(input.shape, input.dtype);
    kernels.relu(input.data, out.data);
    return record(
      "ReluBackward0",
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        kernels.reluBackward(grad.floats, out.floats, gradInput.floats);
        return [gradInput];
      },
      [out],
    );
  },
  sigmoid: fromOutput("SigmoidBackward0", kernels.sigmoid, kernels.sigmoidBackward),
  tanh: fromOutput("TanhBackward0", kernels.tanh, kernels.tanhBackward),
  gelu(input, approximate = "none") {
    activationShapes.gelu(input.shape, approximate);
    if (input.dtype !== "float32") throw notImplementedFor("GeluKernelImpl", input.dtype);
    const byTanh = approximate === "tanh";
    const out = empty(input.shape);
    kernels.gelu(input.floats, out.floats, byTanh);
    return record(
      "GeluBackward0",
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        kernels.geluBackward(grad.floats, input.floats, gradInput.floats, byTanh);
        return [gradInput];
      },
      [input],
    );
  },
  relu6: (input) => hardtanh(input, 0, 6),
  elu: (input, alpha = 1) => exponential(input, 1, alpha, 1),
  selu: (input) => exponential(input, SELU_SCALE, SELU_SCALE * SELU_ALPHA, 1),
  celu(input, alpha = 1) {
    activationShapes.celu(input.shape, alpha);
    return exponential(input, 1, alpha, 1 / alpha);
  },
  leaky_relu: (input, negative_slope = 0.01) => leaky(input, negative_slope),
  prelu(input, weight) {
    activationShapes.prelu(input.shape, weight.shape);
    if (input.dtype !== weight.dtype) {
      throw runtimeError(`Found dtype ${dtypeName(weight.dtype)} but expected ${dtypeName(input.dtype)}`);
    }
    const perChannel = weight.numel() > 1 ? [-1, ...input.shape.slice(2).map(() => 1)] : [];
    return slopesOf(input, weight.reshape(perChannel));
  },
  rrelu(input, lower = 1 / 8, upper = 1 / 3, training = false) {
    activationShapes.rrelu(input.shape, lower, upper);
    return training ? randomSlopes(input, lower, upper) : leaky(input, (lower + upper) / 2);
  },
  threshold(input, threshold, value) {
    if (input.dtype === "bool") throw notImplementedFor("threshold_cpu", "bool");
    return unary(
      "ThresholdBackward0",
      (x) => (x <= threshold ? value : x),
      (x) => (x <= threshold ? 0 : 1),
      { integers: "same" },
    )(input);
  },
  hardtanh,
  hardsigmoid: unary(
    "HardsigmoidBackward0",
    (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
    (x) => (x > -3 && x < 3 ? 1 / 6 : 0),
    { kernel: "hardsigmoid_cpu" },
  ),
  hardswish: unary(
    "HardswishBackward0",
    (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
    (x) => (x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1),
    { kernel: "hardswish_cpu" },
  ),
  hardshrink: (input, lambd = 0.5) =>
    unary(
      "HardshrinkBackward0",
      (x) => (x >= -lambd && x <= lambd ? 0 : x),
      (x) => (x >= -lambd && x <= lambd ? 0 : 1),
      { kernel: "hardshrink_cpu" },
    )(input),
  softshrink(input, lambd = 0.5) {
    activationShapes.softshrink(input.shape, lambd);
    return unary(
      "SoftshrinkBackward0",
      (x) => (x > lambd ? x - lambd : x < -lambd ? x + lambd : 0 * x),
      (x) => (x >= -lambd && x <= lambd ? 0 : 1),
      { kernel: "softshrink_cpu" },
    )(input);
  },
  tanhshrink(input) {
    if (input.dtype === "bool") {
      throw runtimeError(
        "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use " +
          "the `~` or `logical_not()` operator instead.",
      );
    }
    return sub(input, tanh(input));
  },
  logsigmoid,
  softplus: (input, beta = 1, threshold = 20) =>
    unary(
      "SoftplusBackward0",
      (x) => (x * beta > threshold ? x : softplusOf(x * beta) / beta),
      (x) => (x * beta > threshold ? 1 : sigmoidOf(x * beta)),
      { kernel: "softplus_cpu" },
    )(input),
  softsign(input) {
    if (input.dtype === "bool") throw notImplementedFor("abs_cpu", "bool");
    return div(input, add(abs(input), 1));
  },
  silu: unary(
    "SiluBackward0",
    (x) => x * sigmoidOf(x),
    (x) => sigmoidOf(x) * (1 + x * (1 - sigmoidOf(x))),
    { kernel: "silu_cpu" },
  ),
  mish: unary(
    "MishBackward0",
    (x) => x * Math.tanh(softplusOf(x)),
    (x) => {
      const t = Math.tanh(softplusOf(x));
      return t + x * sigmoidOf(x) * (1 - t * t);
    },
    { kernel: "mish_cpu" },
  ),
  glu(input, dim = -1) {
    const half = activationShapes.glu(input.shape, dim);
    if (input.dtype !== "float32") throw notImplementedFor("glu_cpu", input.dtype);
    const axis = dim < 0 ? dim + input.ndim : dim;
    const size = half[axis]!;
    return mul(narrow(input, axis, 0, size), sigmoid(narrow(input, axis, size, size)));
  },
  softmax,
  softmin: (input, dim = null) => softmax(neg(input), dim),
  log_softmax,
  softmax2d: (input) => softmax(input, activationShapes.softmax2d(input.shape).length - 3),
  adaptive_log_softmax,
} satisfies Partial<Functional<Tensor>>;
