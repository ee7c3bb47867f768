// The CTC loss of tensors, with its gradient.

import { runtimeError } from "../../core/errors.ts";
import { kernels } from "../../kernels/index.ts";
import type { CtcSequence } from "../../kernels/loss/contract.ts";
import type { Functional } from "../../ops/functional.ts";
import { sequenceShapes } from "../../ops/shapes/loss_sequences.ts";
import { empty } from "../create.ts";
import { div } from "../math/binary.ts";
import { notImplementedFor, record, Tensor } from "../tensor.ts";
import { reduced } from "./reduction.ts";

function lengthsOf(name: string, lengths: Tensor | readonly number[], batch: number): number[] {
  if (lengths instanceof Tensor && lengths.dtype !== "int64") throw runtimeError(`${name} must be integral`);
  const values = Array.from(lengths instanceof Tensor ? lengths.data : lengths);
  if (values.length !== batch) throw runtimeError(`${name} must be of size batch_size`);
  return values;
}

/** Where the labels of each sequence start: rows of a matrix, or one after another. */
function starts(targets: Tensor, lengths: readonly number[]): number[] {
  const wrong = (dim: number, atLeast: string, expected: number): Error =>
    runtimeError(
      `Expected tensor to have size ${atLeast}${expected} at dimension ${dim}, but got size ${targets.shape[dim]} for ` +
        "argument #2 'targets' (while checking arguments for ctc_loss_cpu)",
    );
  if (targets.ndim === 2) {
    const longest = Math.max(0, ...lengths);
    const width = targets.shape[1]!;
    if (width < longest) throw wrong(1, "at least ", longest);
    return lengths.map((_, n) => n * width);
  }
  const total = lengths.reduce((a, b) => a + b, 0);
  if (targets.numel() !== total) throw wrong(0, "", total);
  return lengths.map((_, n) => lengths.slice(0, n).reduce((a, b) => a + b, 0));
}

export const ctc_loss: Functional<Tensor>["ctc_loss"] = (
  log_probs,
  targets,
  input_lengths,
  target_lengths,
  blank = 0,
  reduction = "mean",
  zero_infinity = false,
) => {
  const shape = sequenceShapes.ctc_loss(log_probs.shape, targets.shape, [], [], blank, "none");
  if (log_probs.dtype !== "float32") throw notImplementedFor("ctc_loss_cpu", log_probs.dtype);
  const [steps, classes] = [log_probs.shape[0]!, log_probs.shape.at(-1)!];
  const batch = shape[0] ?? 1;
  const inputLengths = lengthsOf("input_lengths", input_lengths, batch);
  const lengths = lengthsOf("target_lengths", target_lengths, batch);
  const from = starts(targets, lengths);
  const beyond = inputLengths.find((length) => length > steps);
  if (beyond !== undefined) {
    throw runtimeError(
      `Expected input_lengths to have value at most ${steps}, but got value ${beyond} (while checking arguments for ` +
        "ctc_loss_cpu)",
    );
  }
  const sequences = lengths.map((length, n): CtcSequence => {
    const labels = Array.from(targets.data.subarray(from[n]!, from[n]! + Math.max(length, 0)));
    if (labels.some((label) => label < 0 || label >= classes)) throw runtimeError("targets must be in label range");
    return { offset: n * classes, step: batch * classes, steps: Math.max(inputLengths[n]!, 0), classes, labels, blank };
  });
  const likelihoods = empty(shape);
  const out = empty(shape);
  sequences.forEach((sequence, n) => {
    const loss = kernels.ctcForward(log_probs.floats, sequence);
    likelihoods.data[n] = loss;
    out.data[n] = zero_infinity && loss === Number.POSITIVE_INFINITY ? 0 : loss;
  });
  const losses = record(
    "CtcLossBackward0",
    out,
    [log_probs],
    (grad) => {
      const gradInput = empty(log_probs.shape);
      sequences.forEach((sequence, n) => {
        if (zero_infinity && likelihoods.data[n] === Number.POSITIVE_INFINITY) return;
        kernels.ctcBackward(log_probs.floats, sequence, grad.data[n]!, gradInput.floats);
      });
      return [gradInput];
    },
    [log_probs, likelihoods],
  );
  if (reduction !== "mean") return reduced(losses, null, null, reduction);
  const each = empty(shape);
  lengths.forEach((length, n) => {
    each.data[n] = Math.max(length, 1);
  });
  return reduced(div(losses, each), null, null, "mean");
};
