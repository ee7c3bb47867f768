// Owns the sizes of activations: those of the input.
import { runtimeError, ShapeError, type TorchError } from "../../core/errors.ts";
import { printSize } from "../../core/python.ts";
import { normalizeDim, numel, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

/** The dim softmax takes when none is given: torch's deprecated rule, 0 for 0, 1 and 3 dims, else 1. */
export const softmaxDim = (dim: number | null | undefined, rank: number): number =>
  normalizeDim(dim ?? (rank === 0 || rank === 1 || rank === 3 ? 0 : 1), rank);

const same = (input: Shape): Shape => input;

function alongDim(input: Shape, dim?: number | null): Shape {
  softmaxDim(dim, input.length);
  return input;
}

export const activationShapes = {
  relu: same,
  relu6: same,
  elu: same,
  selu: same,
  celu(input, alpha = 1) {
    if (alpha === 0) throw runtimeError("ZeroDivisionError: alpha cannot be 0 for CELU");
    return input;
  },
  leaky_relu: same,
  prelu(input, weight) {
    if (weight.length > 1) {
      throw runtimeError(`prelu: Expected \`weight\` to be a scalar or 1D tensor, but got ndim = ${weight.length}`);
    }
    const slopes = numel(weight);
    if (slopes === 1) return input;
    if (input.length === 0) throw runtimeError("Not allow zero-dim input tensor.");
    const channels = input.length > 1 ? input[1]! : 1;
    if (channels !== slopes) {
      throw new ShapeError(
        "Mismatch of parameter numbers and input channel size. Found parameter numbers = " +
          `${slopes} and channel size = ${channels}.`,
        { what: "channels", expected: slopes, got: channels, input: 0, dim: 1, arg: "num_parameters" },
      );
    }
    return input;
  },
  rrelu(input, lower = 1 / 8, upper = 1 / 3) {
    if (!(lower <= upper)) throw runtimeError("Lower bound should be less than or equal to the upper bound");
    return input;
  },
  threshold: same,
  hardtanh: same,
  hardsigmoid: same,
  hardswish: same,
  hardshrink: same,
  softshrink(input, lambd = 0.5) {
    if (!(lambd >= 0)) {
      throw runtimeError(`lambda must be greater or equal to 0, but found to be ${lambd}.`);
    }
    return input;
  },
  tanhshrink: same,
  sigmoid: same,
  logsigmoid: same,
  tanh: same,
  softplus: same,
  softsign: same,
  silu: same,
  mish: same,
  gelu(input, approximate = "none") {
    if (approximate !== "none" && approximate !== "tanh") {
      throw runtimeError("approximate argument must be either none or tanh.");
    }
    return input;
  },
  glu(input, dim = -1) {
    if (input.length === 0) throw runtimeError("glu does not support scalars because halving size must be even");
    const axis = normalizeDim(dim, input.length);
    const size = input[axis]!;
    if (size % 2 !== 0) {
      throw new ShapeError(`Halving dimension must be even, but dimension ${axis} is size ${size}`, {
        what: "size",
        expected: size + 1,
        got: size,
        input: 0,
        dim: axis,
      });
    }
    return input.map((n, d) => (d === axis ? n / 2 : n));
  },
  softmax: alongDim,
  softmin: alongDim,
  log_softmax: alongDim,
  softmax2d(input) {
    if (input.length === 3 || input.length === 4) return input;
    throw new ShapeError(
      "Softmax2d requires a 3D or 4D tensor as input",
      { what: "rank", expected: 4, got: input.length, input: 0 },
      "AssertionError",
    );
  },
  adaptive_log_softmax(input, target) {
    const wrong = (text: string): TorchError => runtimeError(`('${text}', ${printSize(input)})`);
    if (target.length > 1) throw runtimeError("0D or 1D target tensor expected, multi-target not supported");
    if (target.length === 1) {
      if (input[0] !== target[0]) {
        throw runtimeError("Input and target should have the same size in the batch dimension.");
      }
      if (input.length !== 2) throw wrong("1D target tensor expects 2D input tensors, but found inputs with size");
    } else if (input.length !== 1) {
      throw wrong("0D target tensor expects 1D input tensors, but found inputs with size");
    }
    return [target, []];
  },
} satisfies Partial<Functional<Shape>>;
