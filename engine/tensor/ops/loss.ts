// Losses of tensors that compare element by element, or by distances, with their gradients.
import { scalarTypeName } from "../../core/dtype.ts";
import { runtimeError, valueError } from "../../core/errors.ts";
import { broadcastShapes, sameShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { PairOp } from "../../kernels/loss/contract.ts";
import type { Functional } from "../../ops/functional.ts";
import { lossShapes } from "../../ops/shapes/loss.ts";
import { empty } from "../create.ts";
import { add, binary, clamp, div, minimum, mul, refuseBools, type Slope, sub, where } from "../math/binary.ts";
import { promote } from "../math/broadcast.ts";
import { float } from "../math/cast.ts";
import { eq } from "../math/compare.ts";
import { log, logsigmoid, neg, sqrt, square } from "../math/elementwise.ts";
import { sum } from "../math/reduce.ts";
import { expand, unsqueeze } from "../math/shape.ts";
import { dtypeName, notImplementedFor, record, type Tensor } from "../tensor.ts";
import { distanceOps } from "./distance.ts";
import { classLosses } from "./loss_classes.ts";
import { ctc_loss } from "./loss_ctc.ts";
import { reduced } from "./reduction.ts";

/** A loss of every pair of broadcast elements; `kernel`: torch's, where it has none for integers alone. */
function compare(
  input: Tensor,
  target: Tensor,
  kernel: string | null,
  name: string,
  f: (x: number, t: number) => number,
  slopeInput: Slope,
  slopeTarget: Slope,
): Tensor {
  const common = promote(input.dtype, target.dtype);
  if (kernel && common !== "float32") throw notImplementedFor(kernel, common);
  return binary(name, f, slopeInput, slopeTarget)(input, target);
}

/** A loss in the kernels' table; `setting` is what its row calls a. */
function ofPairs(input: Tensor, target: Tensor, kernel: string | null, name: string, op: PairOp, setting = 0): Tensor {
  const common = promote(input.dtype, target.dtype);
  if (kernel && common !== "float32") throw notImplementedFor(kernel, common);
  const shape = broadcastShapes(input.shape, target.shape);
  const [x, t] = [input, target].map((given) => (sameShape(given.shape, shape) ? given : expand(given, shape))) as [
    Tensor,
    Tensor,
  ];
  const out = empty(shape, common);
  kernels.pairForward(op, x.data, t.data, out.data, setting);
  return record(
    name,
    out,
    [x, t],
    (grad) =>
      (["x", "t"] as const).map((of) => {
        if (!(of === "x" ? x : t).requires_grad) return null;
        const part = empty(shape);
        kernels.pairBackward(op, of, grad.data, x.data, t.data, part.data, setting);
        return part;
      }),
    [x, t],
  );
}

const absolute = (input: Tensor, target: Tensor, kernel: string | null, name: string): Tensor => {
  refuseBools(input, target);
  return ofPairs(input, target, kernel, name, "l1");
};

/** |x - t| with the slopes of torch's smooth L1 at beta = 0: -1 where the two are equal, NaN beside NaN. */
function unsmoothed(input: Tensor, target: Tensor): Tensor {
  refuseBools(input, target);
  const slope = (d: number): number => (d <= 0 ? -1 : d > 0 ? 1 : Number.NaN);
  return compare(
    input,
    target,
    null,
    "SmoothL1LossBackward0",
    (x, t) => Math.abs(x - t),
    (x, t) => slope(x - t),
    (x, t) => -slope(x - t),
  );
}

const intoIntegers = (target: Tensor) =>
  runtimeError(`result type Float can't be cast to the desired output type ${dtypeName(target.dtype)}`);

/** A lower bound that gradients do not notice, as torch sets it in place under no_grad. */
function raised(x: Tensor, least: number): Tensor {
  return record("CloneBackward0", clamp(x.detach(), least), [x], (grad) => [grad]);
}

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** max(0, margin + near - far), before its reduction: what the triplet losses share. */
const triplet = (near: Tensor, far: Tensor, margin: number): Tensor => clamp(add(sub(near, far), margin), 0);

export const lossOps = {
  l1_loss(input, target, size_average, reduce, reduction) {
    lossShapes.l1_loss(input.shape, target.shape, size_average, reduce, reduction);
    return reduced(absolute(input, target, null, "AbsBackward0"), size_average, reduce, reduction);
  },
  mse_loss(input, target, size_average, reduce, reduction) {
    lossShapes.mse_loss(input.shape, target.shape, size_average, reduce, reduction);
    const each = ofPairs(input, target, "mse_cpu", "MseLossBackward0", "mse");
    return reduced(each, size_average, reduce, reduction);
  },
  smooth_l1_loss(input, target, size_average, reduce, reduction, beta = 1) {
    lossShapes.smooth_l1_loss(input.shape, target.shape, size_average, reduce, reduction, beta);
    const each =
      beta === 0
        ? unsmoothed(input, target)
        : ofPairs(input, target, "smooth_l1_cpu", "SmoothL1LossBackward0", "smoothL1", beta);
    return reduced(each, size_average, reduce, reduction);
  },
  huber_loss(input, target, reduction, delta = 1) {
    lossShapes.huber_loss(input.shape, target.shape, reduction, delta);
    const each = ofPairs(input, target, "huber_cpu", "HuberLossBackward0", "huber", delta);
    return reduced(each, null, null, reduction);
  },
  soft_margin_loss(input, target, size_average, reduce, reduction) {
    lossShapes.soft_margin_loss(input.shape, target.shape, size_average, reduce, reduction);
    if (input.dtype !== "float32") throw intoIntegers(input);
    const each = ofPairs(input, target, null, "SoftMarginLossBackward0", "softMargin");
    return reduced(each, size_average, reduce, reduction);
  },
  hinge_embedding_loss(input, target, margin = 1, size_average, reduce, reduction) {
    lossShapes.hinge_embedding_loss(input.shape, target.shape, margin, size_average, reduce, reduction);
    const each = compare(
      input,
      target,
      null,
      "HingeEmbeddingLossBackward0",
      (x, t) => (t === 1 ? 0 : Math.max(margin - x, 0)) + (t === -1 ? 0 : x),
      (x, t) => (t !== 1 && margin - x >= 0 ? -1 : 0) + (t === -1 ? 0 : 1),
      0,
    );
    return reduced(each, size_average, reduce, reduction);
  },
  poisson_nll_loss(input, target, log_input = true, full = false, size_average, eps = 1e-8, reduce, reduction) {
    lossShapes.poisson_nll_loss(input.shape, target.shape, log_input, full, size_average, eps, reduce, reduction);
    // Stirling's approximation of log t!, which torch leaves out up to 1.
    const factorial = (t: number): number => (full && t > 1 ? t * Math.log(t) - t + HALF_LOG_2PI + Math.log(t) / 2 : 0);
    const each = compare(
      float(input),
      target,
      null,
      "PoissonNllLossBackward0",
      (x, t) => (log_input ? Math.exp(x) - t * x : x - t * Math.log(x + eps)) + factorial(t),
      (x, t) => (log_input ? Math.exp(x) - t : 1 - t / (x + eps)),
      (x, t) => -(log_input ? x : Math.log(x + eps)) + (full && t > 1 ? Math.log(t) + 0.5 / t : 0),
    );
    return reduced(each, size_average, reduce, reduction);
  },
  gaussian_nll_loss(input, target, var_, full = false, eps = 1e-6, reduction) {
    lossShapes.gaussian_nll_loss(input.shape, target.shape, var_.shape, full, eps, reduction);
    if (var_.data.some((v) => v < 0)) throw valueError("var has negative entry/entries");
    const perRow = var_.ndim === input.ndim - 1 ? unsqueeze(var_, -1) : var_;
    const variance = raised(float(perRow), eps);
    const each = mul(add(log(variance), div(square(sub(input, target)), variance)), 0.5);
    return reduced(full ? add(each, HALF_LOG_2PI) : each, null, null, reduction);
  },
  kl_div(input, target, size_average, reduce, reduction = "mean", log_target = false) {
    lossShapes.kl_div(input.shape, target.shape, size_average, reduce, reduction);
    if (input.dtype !== "float32" || target.dtype !== "float32") {
      throw runtimeError("kl_div: Integral inputs not supported.");
    }
    const each = log_target
      ? compare(
          input,
          target,
          null,
          "KlDivBackward0",
          (x, t) => Math.exp(t) * (t - x),
          (_, t) => -Math.exp(t),
          (x, t) => Math.exp(t) * (t - x + 1),
        )
      : ofPairs(input, target, null, "KlDivBackward0", "klDiv");
    if (reduction !== "batchmean") return reduced(each, size_average, reduce, reduction);
    return div(sum(each), input.shape[0] ?? 1);
  },
  binary_cross_entropy(input, target, weight = null, size_average, reduce, reduction) {
    lossShapes.binary_cross_entropy(input.shape, target.shape, weight?.shape, size_average, reduce, reduction);
    if (input.dtype !== "float32") throw notImplementedFor("binary_cross_entropy", input.dtype);
    if (target.dtype !== "float32") {
      throw runtimeError(`Found dtype ${scalarTypeName[target.dtype]} but expected Float`);
    }
    if (input.data.some((x) => x < 0 || x > 1)) throw runtimeError("all elements of input should be between 0 and 1");
    const each = ofPairs(input, target, null, "BinaryCrossEntropyBackward0", "bce");
    return reduced(weight ? mul(each, weight) : each, size_average, reduce, reduction);
  },
  binary_cross_entropy_with_logits(input, target, weight, size_average, reduce, reduction, pos_weight) {
    const [w, p] = [weight?.shape, pos_weight?.shape];
    lossShapes.binary_cross_entropy_with_logits(input.shape, target.shape, w, size_average, reduce, reduction, p);
    if (target.dtype !== "float32") throw intoIntegers(target);
    const ofPositives = pos_weight ? add(mul(sub(pos_weight, 1), target), 1) : null;
    const log_p = logsigmoid(float(input));
    const each = sub(mul(sub(1, target), input), ofPositives ? mul(ofPositives, log_p) : log_p);
    return reduced(weight ? mul(each, weight) : each, size_average, reduce, reduction);
  },
  multilabel_soft_margin_loss(input, target, weight, size_average, reduce, reduction) {
    const { shape } = input;
    lossShapes.multilabel_soft_margin_loss(shape, target.shape, weight?.shape, size_average, reduce, reduction);
    const each = neg(add(mul(target, logsigmoid(input)), mul(sub(1, target), logsigmoid(neg(input)))));
    const summed = sum(weight ? mul(each, weight) : each, input.ndim - 1);
    return reduced(div(summed, shape.at(-1)!), size_average, reduce, reduction);
  },
  margin_ranking_loss(input1, input2, target, margin = 0, size_average, reduce, reduction) {
    const shapes = [input1.shape, input2.shape, target.shape] as const;
    lossShapes.margin_ranking_loss(...shapes, margin, size_average, reduce, reduction);
    const each = clamp(add(mul(neg(target), sub(input1, input2)), margin), 0);
    return reduced(each, size_average, reduce, reduction);
  },
  cosine_embedding_loss(input1, input2, target, margin = 0, size_average, reduce, reduction) {
    const shapes = [input1.shape, input2.shape, target.shape] as const;
    lossShapes.cosine_embedding_loss(...shapes, margin, size_average, reduce, reduction);
    const dim = target.ndim;
    const length = (x: Tensor): Tensor => add(sum(square(x), dim), 1e-12);
    const cos = div(sum(mul(input1, input2), dim), sqrt(mul(length(input1), length(input2))));
    const only = (label: number, loss: Tensor): Tensor => where(eq(target, label), loss, 0);
    const each = add(only(1, sub(1, cos)), only(-1, clamp(sub(cos, margin), 0)));
    return reduced(each, size_average, reduce, reduction);
  },
  triplet_margin_loss(anchor, positive, negative, margin = 1, p = 2, eps = 1e-6, swap = false, ...reduction) {
    const shapes = [anchor.shape, positive.shape, negative.shape] as const;
    lossShapes.triplet_margin_loss(...shapes, margin, p, eps, swap, ...reduction);
    const distance = (a: Tensor, b: Tensor): Tensor => distanceOps.pairwise_distance(a, b, p, eps);
    const far = distance(anchor, negative);
    const nearest = swap ? minimum(far, distance(positive, negative)) : far;
    return reduced(triplet(distance(anchor, positive), nearest, margin), ...reduction);
  },
  triplet_margin_with_distance_loss(
    anchor,
    positive,
    negative,
    distance_function = null,
    margin = 1,
    swap = false,
    reduction = "mean",
  ) {
    const distance = distance_function ?? ((a: Tensor, b: Tensor): Tensor => distanceOps.pairwise_distance(a, b));
    const near = distance(anchor, positive);
    const far = distance(anchor, negative);
    const nearest = swap ? minimum(far, distance(positive, negative)) : far;
    return reduced(triplet(near, nearest, margin), null, null, reduction);
  },
  ...classLosses,
  ctc_loss,
} satisfies Partial<Functional<Tensor>>;
