// Owns the training step of cross-entropy between rows of scores and labels.
import { indexError } from "../../../core/errors.ts";
import { numel } from "../../../core/shape.ts";
import { kernels } from "../../../kernels/index.ts";
import { accessTo } from "../../memory.ts";
import type { TrainingPlanner } from "./step.ts";

/** Its mean over labels, without weights or smoothing: the usual one. The op itself serves all others. */
export const crossEntropy: TrainingPlanner<"cross_entropy"> = (op, memory, gradients) => {
  const { input: x, target, weight, size_average, reduce, ignore_index: ignored = -100 } = op.args;
  const { reduction = "mean", label_smoothing = 0 } = op.args;
  const plain = weight == null && size_average == null && reduce == null;
  const usual = plain && reduction === "mean" && label_smoothing === 0;
  if (!usual || x.shape.length !== 2 || target.dtype !== "int64" || numel(x.shape) === 0) return null;
  const [rows, classes] = x.shape as [number, number];
  const labels = memory.tensor(target);
  const [from, to, logits] = [memory.access(x), memory.access(op.outputs[0]!), accessTo(gradients.workspace("logs"))];
  const grad = gradients.of(op.outputs[0]!);
  const toInput = gradients.into("input");
  let counted = 0;
  const backward =
    grad &&
    toInput &&
    (() =>
      toInput((into) => {
        // The slope of the mean of -log softmax: (softmax - 1 at the label) / count.
        const [wanted, share] = [labels.data, grad()[0]! / counted];
        kernels.unary("exp", logits(), into);
        kernels.scale(into, share);
        for (let row = 0; row < rows; row++) {
          const label = wanted[row]!;
          if (label === ignored) into.fill(0, row * classes, (row + 1) * classes);
          else into[row * classes + label]! -= share;
        }
      }));
  return {
    forward() {
      kernels.softmaxForward(from(), logits(), rows, classes, 1, true);
      const [values, wanted] = [logits(), labels.data];
      let sum = 0;
      counted = 0;
      for (let row = 0; row < rows; row++) {
        const label = wanted[row]!;
        if (label === ignored) continue;
        if (!(label >= 0 && label < classes)) throw indexError(`Target ${label} is out of bounds.`);
        sum -= values[row * classes + label]!;
        counted++;
      }
      to()[0] = sum / counted;
    },
    backward,
  };
};
