// Owns the sizes of losses over classes, and torch's checks of scores, targets and weights.
import { indexError, runtimeError, ShapeError, type TorchError, valueError } from "../../core/errors.ts";
import { numel, printShape, type Shape, sameShape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { reducedShape } from "./reduction.ts";

/** Torch's checks of nll_loss, in torch's order; (N, C, d1, …) goes by those of images when it has 3, 4 or more dims. */
function checkClasses(input: Shape, target: Shape, weight: Shape | null): void {
  if (input.length === 0) throw valueError("Expected 1 or more dimensions (got 0)");
  if (input.length > 1 && target.length === 0) {
    throw valueError(`Expected input batch_size (${input[0]}) to match target batch_size (0).`);
  }
  const [n, classes] = input.length === 1 ? [1, input[0]!] : (input as readonly [number, number]);
  if (input.length > 1 && n !== target[0]) {
    throw new ShapeError(
      `Expected input batch_size (${n}) to match target batch_size (${target[0]}).`,
      { what: "size", expected: n, got: target[0]!, input: 1, dim: 0 },
      "ValueError",
    );
  }
  const places = input.slice(2);
  const dim = places.findIndex((size, d) => size !== target[d + 1]) + 1;
  const wrong = (text: string): TorchError =>
    target.length === input.length - 1
      ? new ShapeError(text, { what: "size", expected: places[dim - 1]!, got: target[dim]!, input: 1, dim })
      : new ShapeError(text, { what: "rank", expected: input.length - 1, got: target.length, input: 1 });
  if (input.length < 3) {
    if (target.length > 1) throw wrong("0D or 1D target tensor expected, multi-target not supported");
    if (input.length === 1 && target.length === 1) {
      throw wrong(`size mismatch (got input: ${printShape(input)}, target: ${printShape(target)})`);
    }
  } else if (input.length === 4) {
    if (target.length !== 3) {
      throw wrong(
        `only batches of spatial targets supported (3D tensors) but got targets of dimension: ${target.length}`,
      );
    }
    // Torch's own text has no closing parenthesis.
    if (dim > 0) throw wrong(`size mismatch (got input: ${printShape(input)} , target: ${printShape(target)}`);
  } else if (!sameShape([n, ...places], target)) {
    throw wrong(`Expected target size ${printShape([n, ...places])}, got ${printShape(target)}`);
  }
  if (!weight) return;
  if (input.length > 2) {
    if (numel(weight) !== classes) throw runtimeError("weight tensor should be defined either for all or no classes");
  } else if (!sameShape(weight, [classes])) throw classWeights("", classes, weight);
}

const classWeights = (op: string, classes: number, weight: Shape): TorchError =>
  runtimeError(
    `${op}weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of ` +
      `shape: ${printShape(weight)}`,
  );

/** Torch's check of the margin losses: a vector or a matrix whose frames have classes. */
function checkFrames(input: Shape): void {
  if (input.length > 2 || (input.length > 0 && input.at(-1) === 0)) {
    throw runtimeError(
      `Expected non-empty vector or matrix with optional 0-dim batch size, but got: ${printShape(input)}`,
    );
  }
}

const nll_loss: Functional<Shape>["nll_loss"] = (input, target, weight, size_average, _ignore, reduce, reduction) => {
  checkClasses(input, target, weight ?? null);
  return reducedShape(target, size_average, reduce, reduction);
};

export const classShapes = {
  nll_loss,
  cross_entropy(
    input,
    target,
    weight = null,
    size_average = null,
    ignore_index = -100,
    reduce = null,
    reduction = "mean",
    label_smoothing = 0,
  ) {
    if (label_smoothing > 1) {
      throw runtimeError(`label_smoothing must be between 0.0 and 1.0. Got: ${label_smoothing}`);
    }
    if (!sameShape(input, target)) {
      return nll_loss(input, target, weight, size_average, ignore_index, reduce, reduction);
    }
    const dim = input.length > 1 ? 1 : 0;
    if (input.length === 0) throw indexError("Dimension specified as 0 but tensor has no dimensions");
    if (weight && !sameShape(weight, [input[dim]!])) throw classWeights("cross_entropy: ", input[dim]!, weight);
    const places = input.filter((_, d) => d !== dim);
    return reducedShape(places, size_average, reduce, reduction);
  },
  multi_margin_loss(
    input,
    target,
    p = 1,
    _margin = 1,
    weight = null,
    size_average = null,
    reduce = null,
    reduction = "mean",
  ) {
    if (p !== 1 && p !== 2) throw valueError("only p == 1 and p == 2 supported");
    if (weight && weight.length !== 1) throw valueError("weight must be one-dimensional");
    checkFrames(input);
    if (target.length > 1 || numel(target) !== frames(input)) {
      throw runtimeError(`inconsistent target size, got: ${printShape(target)}`);
    }
    if (weight && weight[0] !== frameSize(input)) {
      throw runtimeError(`inconsistent weight size, got: ${printShape(weight)}`);
    }
    return reducedShape(target, size_average, reduce, reduction);
  },
  multilabel_margin_loss(input, target, size_average = null, reduce = null, reduction = "mean") {
    checkFrames(input);
    const fits =
      input.length === 2 ? sameShape(input, target) : target.length < 2 && numel(target) === frameSize(input);
    if (!fits) throw runtimeError(`inconsistent size ${printShape(target)} for argument #2 'target'`);
    return reducedShape(input.slice(0, -1), size_average, reduce, reduction);
  },
} satisfies Partial<Functional<Shape>>;

/** How many frames a batch has; a vector is one frame. */
export const frames = (input: Shape): number => (input.length < 2 ? 1 : input[0]!);
/** How many classes a frame has. */
export const frameSize = (input: Shape): number => (input.length < 2 ? numel(input) : input[1]!);
