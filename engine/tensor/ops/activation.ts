// Activations of tensors, with their gradients.
import { runtimeError } from "../../core/errors.ts";
import { defaultGenerator } from "../../core/random.ts";
import type { Functional } from "../../ops/functional.ts";
import { activationShapes } from "../../ops/shapes/activation.ts";
import { empty } from "../create.ts";
import { add, binary, clamp, div, mul, sub } from "../math/binary.ts";
import { abs, logsigmoid, neg, ofKernel, relu, sigmoid, tanh } from "../math/elementwise.ts";
import { in_place } from "../math/inplace.ts";
import { narrow } from "../math/shape.ts";
import { dtypeName, notImplementedFor, record, type Tensor } from "../tensor.ts";
import { adaptive_log_softmax } from "./adaptive.ts";
import { log_softmax, softmax } from "./softmax.ts";

/** `positive` x above 0, `negative` (e^(rate x) - 1) below: ELU, and by their constants SELU and CELU. */
const exponential = (input: Tensor, positive: number, negative: number, rate: number): Tensor =>
  ofKernel("EluBackward0", "elu", { kernel: "elu_cpu" }, positive, negative, rate)(input);

// Klambauer et al., 2017: mean 0 and variance 1 map to themselves.
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

const leaky = (input: Tensor, negative_slope: number): Tensor =>
  ofKernel("LeakyReluBackward0", "leakyRelu", { kernel: "leaky_relu_cpu" }, negative_slope)(input);

const slopesOf = binary("PreluBackward0", "prelu", ["preluA", "ab"], ["preluB", "ab"]);

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
  return ofKernel("HardtanhBackward0", "hardtanh", {}, min_val, max_val)(input);
}

const gelu = ofKernel("GeluBackward0", "gelu");
const geluByTanh = ofKernel("GeluBackward0", "geluTanh");

/** An op with torch's `inplace` after its `place` other arguments. */
const overwriting = <A extends readonly unknown[]>(place: number, op: (input: Tensor, ...rest: A) => Tensor) =>
  ((input: Tensor, ...rest: A) =>
    rest[place] === true ? in_place(input, (x) => op(x, ...rest)) : op(input, ...rest)) as typeof op;

export const activationOps = {
  relu: overwriting(0, (input) => {
    if (input.dtype === "bool") throw runtimeError("Boolean inputs not supported for relu");
    return relu(input);
  }),
  sigmoid,
  tanh,
  gelu(input, approximate = "none") {
    activationShapes.gelu(input.shape, approximate);
    if (input.dtype !== "float32") throw notImplementedFor("GeluKernelImpl", input.dtype);
    return (approximate === "tanh" ? geluByTanh : gelu)(input);
  },
  relu6: overwriting(0, (input) => hardtanh(input, 0, 6)),
  elu: overwriting(1, (input, alpha = 1) => exponential(input, 1, alpha, 1)),
  selu: overwriting(0, (input) => exponential(input, SELU_SCALE, SELU_SCALE * SELU_ALPHA, 1)),
  celu: overwriting(1, (input, alpha = 1) => {
    activationShapes.celu(input.shape, alpha);
    return exponential(input, 1, alpha, 1 / alpha);
  }),
  leaky_relu: overwriting(1, (input, negative_slope = 0.01) => leaky(input, negative_slope)),
  prelu(input, weight) {
    activationShapes.prelu(input.shape, weight.shape);
    if (input.dtype !== weight.dtype) {
      throw runtimeError(`Found dtype ${dtypeName(weight.dtype)} but expected ${dtypeName(input.dtype)}`);
    }
    const perChannel = weight.numel() > 1 ? [-1, ...input.shape.slice(2).map(() => 1)] : [];
    return slopesOf(input, weight.reshape(perChannel));
  },
  rrelu: overwriting(3, (input, lower = 1 / 8, upper = 1 / 3, training = false) => {
    activationShapes.rrelu(input.shape, lower, upper);
    return training ? randomSlopes(input, lower, upper) : leaky(input, (lower + upper) / 2);
  }),
  threshold: overwriting(2, (input, threshold: number, value: number) => {
    if (input.dtype === "bool") throw notImplementedFor("threshold_cpu", "bool");
    return ofKernel("ThresholdBackward0", "threshold", { integers: "same" }, threshold, value)(input);
  }),
  hardtanh: overwriting(2, hardtanh),
  hardsigmoid: overwriting(0, ofKernel("HardsigmoidBackward0", "hardsigmoid", { kernel: "hardsigmoid_cpu" })),
  hardswish: overwriting(0, ofKernel("HardswishBackward0", "hardswish", { kernel: "hardswish_cpu" })),
  hardshrink: (input, lambd = 0.5) =>
    ofKernel("HardshrinkBackward0", "hardshrink", { kernel: "hardshrink_cpu" }, lambd)(input),
  softshrink(input, lambd = 0.5) {
    activationShapes.softshrink(input.shape, lambd);
    return ofKernel("SoftshrinkBackward0", "softshrink", { kernel: "softshrink_cpu" }, lambd)(input);
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
    ofKernel("SoftplusBackward0", "softplus", { kernel: "softplus_cpu" }, beta, threshold)(input),
  softsign(input) {
    if (input.dtype === "bool") throw notImplementedFor("abs_cpu", "bool");
    return div(input, add(abs(input), 1));
  },
  silu: overwriting(0, ofKernel("SiluBackward0", "silu", { kernel: "silu_cpu" })),
  mish: overwriting(0, ofKernel("MishBackward0", "mish", { kernel: "mish_cpu" })),
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
