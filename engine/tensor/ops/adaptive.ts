// The adaptive softmax of tensors: frequent classes in the head, rare ones in clusters behind it.
import { runtimeError } from "../../core/errors.ts";
import type { Functional } from "../../ops/functional.ts";
import { activationShapes } from "../../ops/shapes/activation.ts";
import { empty } from "../create.ts";
import { add, sub } from "../math/binary.ts";
import { neg } from "../math/elementwise.ts";
import { gather, masked_fill } from "../math/indexing.ts";
import { logsumexp, mean } from "../math/reduce.ts";
import { squeeze, unsqueeze } from "../math/shape.ts";
import type { Tensor } from "../tensor.ts";

/** The log-probability of one class per row of scores (N, classes). */
const chosen = (scores: Tensor, classes: Tensor): Tensor =>
  sub(squeeze(gather(scores, 1, unsqueeze(classes, 1)), 1), logsumexp(scores, 1));

export const adaptive_log_softmax: Functional<Tensor>["adaptive_log_softmax"] = (
  input,
  target,
  head,
  tails,
  cutoffs,
) => {
  activationShapes.adaptive_log_softmax(input.shape, target.shape);
  if (target.dtype !== "int64") throw runtimeError("gather(): Expected dtype int64 for index");
  const classes = cutoffs.at(-1)!;
  const labels = Array.from(target.data);
  if (labels.some((label) => label < 0 || label >= classes)) {
    throw runtimeError(
      `Target values should be in [0, ${classes - 1}], but values in range [${Math.min(...labels)}, ` +
        `${Math.max(...labels)}] were found. `,
    );
  }
  const rows = [labels.length];
  const batched = (scores: Tensor): Tensor => (target.ndim === 0 ? unsqueeze(scores, 0) : scores);
  /** A tensor of one value per row, from the row's label. */
  const perRow = (dtype: "int64" | "bool", value: (label: number) => number): Tensor => {
    const out = empty(rows, dtype);
    labels.forEach((label, i) => {
      out.data[i] = value(label);
    });
    return out;
  };
  const cluster = (label: number): number => cutoffs.findIndex((end) => label < end);
  const inHead = (label: number): number => (label < cutoffs[0]! ? label : cutoffs[0]! + cluster(label) - 1);
  let output = chosen(batched(head), perRow("int64", inHead));
  for (const [i, scores] of tails.entries()) {
    const inside = (label: number): boolean => cluster(label) === i + 1;
    if (!labels.some(inside)) continue;
    const own = perRow("int64", (label) => (inside(label) ? label - cutoffs[i]! : 0));
    const others = perRow("bool", (label) => Number(!inside(label)));
    output = add(output, masked_fill(chosen(batched(scores), own), others, 0));
  }
  return [target.ndim === 0 ? squeeze(output, 0) : output, mean(neg(output))];
};
