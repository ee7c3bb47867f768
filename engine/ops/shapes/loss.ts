// Owns the sizes of losses: one number, or what a loss has before it is reduced; and torch's checks of their shapes.
import { runtimeError, ShapeError, TorchError, valueError } from "../../core/errors.ts";
import { printShape, printSize } from "../../core/python.ts";
import { broadcastShapes, type Shape, sameShape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { classShapes } from "./loss_classes.ts";
import { sequenceShapes } from "./loss_sequences.ts";
import { reducedShape } from "./reduction.ts";

/** The broadcast of target and input where torch names the target first; the target is what does not fit. */
function fromTarget(input: Shape, target: Shape): Shape {
  try {
    return broadcastShapes(target, input);
  } catch (error) {
    if (!(error instanceof ShapeError) || !error.mismatch) throw error;
    const { expected, got, dim = 0 } = error.mismatch;
    throw new ShapeError(error.message, {
      what: "size",
      expected: got,
      got: expected,
      input: 1,
      dim: dim + target.length - input.length,
    });
  }
}

function sameSize(input: Shape, target: Shape, message: string): void {
  if (sameShape(input, target)) return;
  const dim = input.length === target.length ? target.findIndex((size, d) => size !== input[d]) : -1;
  throw new ShapeError(
    message,
    dim < 0
      ? { what: "rank", expected: input.length, got: target.length, input: 1 }
      : { what: "size", expected: input[dim]!, got: target[dim]!, input: 1, dim },
    "ValueError",
  );
}

const pointwise: Functional<Shape>["l1_loss"] = (input, target, size_average, reduce, reduction) =>
  reducedShape(broadcastShapes(input, target), size_average, reduce, reduction);

export const lossShapes = {
  l1_loss: pointwise,
  mse_loss: pointwise,
  smooth_l1_loss(input, target, size_average, reduce, reduction, beta = 1) {
    if (beta < 0) throw runtimeError("smooth_l1_loss does not support negative values for beta.");
    return pointwise(input, target, size_average, reduce, reduction);
  },
  huber_loss(input, target, reduction, delta = 1) {
    if (!(delta > 0)) throw runtimeError("huber_loss does not support non-positive values for delta.");
    return pointwise(input, target, null, null, reduction);
  },
  soft_margin_loss(input, target, size_average, reduce, reduction) {
    const shape = broadcastShapes(input, target);
    if (!sameShape(shape, input)) {
      throw runtimeError(
        `output with shape ${printShape(input)} doesn't match the broadcast shape ${printShape(shape)}`,
      );
    }
    return reducedShape(shape, size_average, reduce, reduction);
  },
  hinge_embedding_loss: (input, target, _margin, size_average, reduce, reduction) =>
    reducedShape(fromTarget(input, target), size_average, reduce, reduction),
  poisson_nll_loss: (input, target, _log_input, _full, size_average, _eps, reduce, reduction) =>
    reducedShape(fromTarget(input, target), size_average, reduce, reduction),
  gaussian_nll_loss(input, target, var_, _full, _eps, reduction) {
    const lead = input.slice(0, -1);
    const perRow = sameShape(lead, var_) || (sameShape(lead, var_.slice(0, -1)) && var_.at(-1) === 1);
    if (!sameShape(input, var_) && !(input.length > 0 && perRow)) throw valueError("var is of incorrect size");
    return reducedShape(broadcastShapes(input, target), null, null, reduction);
  },
  kl_div(input, target, size_average, reduce, reduction) {
    const shape = fromTarget(input, target);
    return reducedShape(shape, size_average, reduce, reduction === "batchmean" ? "sum" : reduction);
  },
  binary_cross_entropy(input, target, weight, size_average, reduce, reduction) {
    sameSize(
      input,
      target,
      `Using a target size (${printSize(target)}) that is different to the input size (${printSize(input)}) is ` +
        "deprecated. Please ensure they have the same size.",
    );
    if (weight) broadcastShapes(target, weight);
    return reducedShape(input, size_average, reduce, reduction);
  },
  binary_cross_entropy_with_logits(input, target, weight, size_average, reduce, reduction, pos_weight) {
    sameSize(input, target, `Target size (${printSize(target)}) must be the same as input size (${printSize(input)})`);
    const shape = pos_weight ? broadcastShapes(pos_weight, target) : input;
    return reducedShape(weight ? broadcastShapes(shape, weight) : shape, size_average, reduce, reduction);
  },
  multilabel_soft_margin_loss(input, target, weight, size_average, reduce, reduction) {
    const each = fromTarget(input, target);
    const shape = weight ? broadcastShapes(each, weight) : each;
    if (input.length === 0) {
      throw new TorchError("IndexError", "Dimension specified as -1 but tensor has no dimensions");
    }
    return reducedShape(
      shape.filter((_, d) => d !== input.length - 1),
      size_average,
      reduce,
      reduction,
    );
  },
  margin_ranking_loss(input1, input2, target, _margin, size_average, reduce, reduction) {
    if (input1.length !== input2.length || input1.length !== target.length) {
      throw runtimeError(
        "margin_ranking_loss : All input tensors should have same dimension but got sizes: " +
          `input1: ${printSize(input1)}, input2: ${printSize(input2)}, target: ${printSize(target)} `,
      );
    }
    return reducedShape(broadcastShapes(target, broadcastShapes(input1, input2)), size_average, reduce, reduction);
  },
  cosine_embedding_loss(input1, input2, target, _margin, size_average, reduce, reduction) {
    const rank = target.length;
    if (rank > 1) throw runtimeError("0D or 1D target tensor expected, multi-target not supported");
    if (input1.length !== rank + 1 || input2.length !== rank + 1) {
      throw runtimeError(
        `${rank}D target tensor expects ${rank + 1}D input tensors, but found inputs with sizes ` +
          `${printShape(input1)} and ${printShape(input2)}.`,
      );
    }
    const similarity = broadcastShapes(input1, input2).slice(0, -1);
    return reducedShape(broadcastShapes(target, similarity), size_average, reduce, reduction);
  },
  triplet_margin_loss(anchor, positive, negative, _margin, _p, _eps, _swap, size_average, reduce, reduction) {
    if (anchor.length !== positive.length || anchor.length !== negative.length) {
      throw runtimeError(
        "All inputs should have same dimension but got " +
          `${anchor.length}D, ${positive.length}D and ${negative.length}D inputs.`,
      );
    }
    const near = broadcastShapes(anchor, positive).slice(0, -1);
    const far = broadcastShapes(anchor, negative).slice(0, -1);
    return reducedShape(broadcastShapes(near, far), size_average, reduce, reduction);
  },
  triplet_margin_with_distance_loss(anchor, positive, negative, distance_function, _margin, _swap, reduction) {
    const distance = distance_function ?? ((a: Shape, b: Shape): Shape => broadcastShapes(a, b).slice(0, -1));
    const shape = broadcastShapes(distance(anchor, positive), distance(anchor, negative));
    return reducedShape(shape, null, null, reduction);
  },
  ...classShapes,
  ...sequenceShapes,
} satisfies Partial<Functional<Shape>>;
