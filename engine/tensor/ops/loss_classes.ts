// Losses of tensors over classes, with their gradients.
import { scalarTypeName } from "../../core/dtype.ts";
import { indexError, runtimeError } from "../../core/errors.ts";
import { numel, sameShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { classShapes, frameSize } from "../../ops/shapes/loss_classes.ts";
import { reductionOf } from "../../ops/shapes/reduction.ts";
import { no_grad } from "../autograd.ts";
import { empty } from "../create.ts";
import { add, div, mul } from "../math/binary.ts";
import { eq } from "../math/compare.ts";
import { neg } from "../math/elementwise.ts";
import { masked_fill } from "../math/indexing.ts";
import { sum } from "../math/reduce.ts";
import { dtypeName, notImplementedFor, record, type Tensor } from "../tensor.ts";
import { reduced } from "./reduction.ts";
import { log_softmax } from "./softmax.ts";

function requireLabels(target: Tensor): void {
  if (target.dtype === "int64") return;
  throw runtimeError(`expected scalar type Long but found ${scalarTypeName[target.dtype]}`);
}

/**
 * The losses before their reduction, and the sum of the weights of the labels that count. `input` is the logarithms of
 * probabilities, or (`raw`) scores that log-softmax makes such.
 */
function nll(input: Tensor, target: Tensor, weight: Tensor | null, ignore: number, raw = false): [Tensor, number] {
  requireLabels(target);
  if (input.dtype !== "float32") throw notImplementedFor("nll_loss_out_frame", input.dtype);
  if (weight && weight.dtype !== "float32") {
    throw runtimeError(`expected scalar type Float but found ${dtypeName(weight.dtype)}`);
  }
  const { shape } = input;
  const dims = {
    outer: shape.length > 1 ? shape[0]! : 1,
    classes: frameSize(shape),
    inner: numel(shape.slice(2)),
  };
  const stray = target.data.find((label) => label !== ignore && (label < 0 || label >= dims.classes));
  if (stray !== undefined) throw indexError(`Target ${stray} is out of bounds.`);
  const logs = raw ? no_grad(() => log_softmax(input, Math.min(1, input.ndim - 1))) : input;
  const out = empty(target.shape);
  const labels = (): Float64Array => target.data as Float64Array;
  const weights = (): Float32Array | null => weight?.floats ?? null;
  const total = kernels.nllForward(logs.floats, labels(), weights(), out.floats, dims, ignore);
  const losses = record(
    "NllLossBackward0",
    out,
    [input],
    (grad) => {
      const gradInput = empty(shape);
      const to = gradInput.floats;
      if (raw) kernels.crossEntropyBackward(grad.floats, logs.floats, labels(), weights(), to, dims, ignore);
      else kernels.nllBackward(grad.floats, labels(), weights(), to, dims, ignore);
      return [gradInput];
    },
    weight ? [target, weight] : [target],
  );
  return [losses, total];
}

/** Class weights as (1, C, 1, …), to lie beside the scores; (C) for scores without a batch. */
const beside = (weight: Tensor, input: Tensor): Tensor =>
  weight.reshape(input.shape.map((_, d) => (d === Math.min(1, input.ndim - 1) ? -1 : 1)));

/** -Σ over the classes of the weighted log-probabilities times `shares` (1 without). */
function overClasses(logs: Tensor, weight: Tensor | null, shares: Tensor | null): Tensor {
  const shared = shares ? mul(logs, shares) : logs;
  return neg(sum(weight ? mul(shared, beside(weight, logs)) : shared, Math.min(1, logs.ndim - 1)));
}

/** Cross-entropy with class probabilities as targets. */
function withProbabilities(logs: Tensor, target: Tensor, weight: Tensor | null, smoothing: number): Tensor {
  const smoothed = smoothing > 0 ? add(mul(target, 1 - smoothing), smoothing / frameSize(logs.shape)) : target;
  return overClasses(logs, weight, smoothed);
}

/** The label's loss, mixed with the mean of the losses of all labels; reduced over what is not ignored. */
function smoothedLoss(
  logs: Tensor,
  target: Tensor,
  weight: Tensor | null,
  ignore: number,
  how: "none" | "mean" | "sum",
  smoothing: number,
): Tensor {
  const [own, total] = nll(logs, target, weight, ignore);
  const all = masked_fill(overClasses(logs, weight, null), eq(target, ignore), 0);
  const mixed = add(mul(own, 1 - smoothing), mul(all, smoothing / frameSize(logs.shape)));
  if (how === "none") return mixed;
  return how === "sum" ? sum(mixed) : div(sum(mixed), scalar(total));
}

/** A divisor in float32: 0 gives NaN, as torch's does. */
const scalar = (value: number): Tensor => empty([]).fill_(value);

const nll_loss: Functional<Tensor>["nll_loss"] = (
  input,
  target,
  weight = null,
  size_average,
  ignore_index = -100,
  reduce,
  reduction,
) => {
  const { shape } = input;
  classShapes.nll_loss(shape, target.shape, weight?.shape, size_average, ignore_index, reduce, reduction);
  const how = reductionOf(size_average, reduce, reduction);
  return settled(nll(input, target, weight, ignore_index), how);
};

/** A mean counts the labels' weights. */
const settled = ([losses, total]: readonly [Tensor, number], how: "none" | "mean" | "sum"): Tensor =>
  how === "mean" ? div(sum(losses), scalar(total)) : reduced(losses, null, null, how);

export const classLosses = {
  nll_loss,
  cross_entropy(
    input,
    target,
    weight = null,
    size_average,
    ignore_index = -100,
    reduce,
    reduction,
    label_smoothing = 0,
  ) {
    const how = reductionOf(size_average, reduce, reduction);
    const { shape } = input;
    const probabilities = sameShape(shape, target.shape);
    if (probabilities && target.dtype !== "float32") {
      throw runtimeError(
        `Expected floating point type for target with class probabilities, got ${dtypeName(target.dtype)}`,
      );
    }
    classShapes.cross_entropy(shape, target.shape, weight?.shape, null, ignore_index, null, how, label_smoothing);
    if (probabilities && ignore_index >= 0) {
      throw runtimeError("ignore_index is not supported for floating point target");
    }
    if (!probabilities && label_smoothing === 0 && input.dtype === "float32") {
      return settled(nll(input, target, weight, ignore_index, true), how);
    }
    const logs = log_softmax(input, Math.min(1, input.ndim - 1));
    if (probabilities) {
      const losses = withProbabilities(logs, target, weight, label_smoothing);
      // By the number of places, whatever the weights.
      return reduced(losses, null, null, how);
    }
    return smoothedLoss(logs, target, weight, ignore_index, how, label_smoothing);
  },
  multi_margin_loss(input, target, p = 1, margin = 1, weight = null, size_average, reduce, reduction) {
    const { shape } = input;
    classShapes.multi_margin_loss(shape, target.shape, p, margin, weight?.shape, size_average, reduce, reduction);
    if (input.dtype !== "float32") throw notImplementedFor("multi_margin_loss", input.dtype);
    requireLabels(target);
    const classes = frameSize(shape);
    if (target.data.some((label) => label < 0 || label >= classes)) throw runtimeError("target out of range");
    const out = empty(target.shape);
    const weights = weight?.data ?? null;
    kernels.multiMarginForward(input.data, target.data, weights, out.floats, classes, p, margin);
    const losses = record(
      "MultiMarginLossBackward0",
      out,
      [input],
      (grad) => {
        const gradInput = empty(shape);
        const [x, labels, to] = [input.data, target.data, gradInput.floats];
        kernels.multiMarginBackward(grad.data, x, labels, weight?.data ?? null, to, classes, p, margin);
        return [gradInput];
      },
      weight ? [input, target, weight] : [input, target],
    );
    return reduced(losses, size_average, reduce, reduction);
  },
  multilabel_margin_loss(input, target, size_average, reduce, reduction) {
    const { shape } = input;
    classShapes.multilabel_margin_loss(shape, target.shape, size_average, reduce, reduction);
    if (input.dtype !== "float32") {
      throw notImplementedFor("multilabel_margin_loss_forward_out_frame", input.dtype);
    }
    requireLabels(target);
    const classes = frameSize(shape);
    if (target.data.some((label) => label < -1 || label >= classes)) {
      throw runtimeError("argument #2 'target' is out of range");
    }
    const out = empty(shape.slice(0, -1));
    kernels.multilabelMarginForward(input.data, target.data, out.floats, classes);
    const losses = record(
      "MultilabelMarginLossBackward0",
      out,
      [input],
      (grad) => {
        const gradInput = empty(shape);
        kernels.multilabelMarginBackward(grad.data, input.data, target.data, gradInput.floats, classes);
        return [gradInput];
      },
      [input, target],
    );
    return reduced(losses, size_average, reduce, reduction);
  },
} satisfies Partial<Functional<Tensor>>;
