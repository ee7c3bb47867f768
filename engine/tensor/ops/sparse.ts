// Look-ups in tables of tensors, with their gradients.

import { tensorTypeName } from "../../core/dtype.ts";
import { indexError, runtimeError, type TorchError } from "../../core/errors.ts";
import { kernels } from "../../kernels/index.ts";
import type { Bags } from "../../kernels/sparse/contract.ts";
import type { Functional } from "../../ops/functional.ts";
import { paddingRow, sparseShapes } from "../../ops/shapes/sparse.ts";
import { empty } from "../create.ts";
import { one_hot } from "../math/indexing.ts";
import { record, type Tensor } from "../tensor.ts";

function requireLong(input: Tensor, op: string): void {
  if (input.dtype === "int64") return;
  throw runtimeError(
    "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got " +
      `${tensorTypeName[input.dtype]} instead (while checking arguments for ${op})`,
  );
}

function requireInside(
  indices: Tensor["data"],
  rows: number,
  problem: (at: number, index: number) => TorchError,
): void {
  indices.forEach((index, at) => {
    if (!(index >= 0 && index < rows)) throw problem(at, index);
  });
}

/** Torch's embedding_renorm_: in place, without a history. */
function renorm(weight: Tensor, input: Tensor, max_norm: number | null, norm_type: number): void {
  if (max_norm === null) return;
  const table = weight.detach();
  table.beforeWrite();
  kernels.renormRows(table.floats, input.data, weight.shape[1]!, max_norm, norm_type);
}

/** Bags of one entry each, or as the offsets say. */
function bagsOf(
  input: Tensor,
  offsets: Tensor | null,
  bagCount: number,
  mean: boolean,
  padding: number | null,
  weights: Tensor | null,
): Bags {
  const indices = input.data;
  const bag = new Int32Array(indices.length);
  const starts = offsets ? Array.from(offsets.data) : null;
  const perBag = input.ndim === 2 ? input.shape[1]! : 1;
  const counts = new Float64Array(bagCount);
  for (let k = 0, at = 0; k < bag.length; k++) {
    if (starts) while (at + 1 < starts.length && starts[at + 1]! <= k) at++;
    else at = Math.floor(k / perBag);
    // With include_last_offset nothing lies behind the last one.
    bag[k] = indices[k] === padding || at >= bagCount ? -1 : at;
    if (bag[k]! >= 0) counts[at]!++;
  }
  const scale = Float64Array.from(
    bag,
    (at, k) => (mean && at >= 0 ? 1 / counts[at]! : 1) * (weights ? weights.data[k]! : 1),
  );
  return { bag, scale };
}

export const sparseOps = {
  embedding(input, weight, padding_idx = null, max_norm = null, norm_type = 2, scale_grad_by_freq = false) {
    const shape = sparseShapes.embedding(input.shape, weight.shape, padding_idx);
    requireLong(input, "embedding");
    const [rows, width] = weight.shape as [number, number];
    requireInside(input.data, rows, () => indexError("index out of range in self"));
    renorm(weight, input, max_norm, norm_type);
    const out = empty(shape);
    kernels.takeRows(weight.floats, input.data, out.floats, 1, rows, width);
    const padding = paddingRow(padding_idx, rows);
    return record(
      "EmbeddingBackward0",
      out,
      [weight],
      (grad) => {
        const gradWeight = empty(weight.shape);
        if (scale_grad_by_freq) {
          const entries = Float64Array.from(input.data);
          const every = { bag: Int32Array.from(entries, (_, k) => k), scale: new Float64Array(entries.length).fill(1) };
          kernels.addBags(grad.floats, entries, every, kernels.occurrences(entries, rows), gradWeight.floats, width);
        } else kernels.addRows(grad.floats, input.data, gradWeight.floats, 1, rows, width);
        if (padding !== null) gradWeight.floats.fill(0, padding * width, (padding + 1) * width);
        return [gradWeight];
      },
      [input],
    );
  },
  embedding_bag(
    input,
    weight,
    offsets = null,
    max_norm = null,
    norm_type = 2,
    scale_grad_by_freq = false,
    mode = "mean",
    sparse = false,
    per_sample_weights = null,
    include_last_offset = false,
    padding_idx = null,
  ) {
    const shape = sparseShapes.embedding_bag(
      input.shape,
      weight.shape,
      offsets?.shape ?? null,
      max_norm,
      norm_type,
      scale_grad_by_freq,
      mode,
      sparse,
      per_sample_weights?.shape ?? null,
      include_last_offset,
      padding_idx,
    );
    requireLong(input, "embedding_bag");
    if (offsets) checkOffsets(offsets, input.numel());
    if (per_sample_weights && per_sample_weights.dtype !== "float32") {
      throw runtimeError(
        "Expected tensor for argument #1 'weight' to have the same type as tensor for argument #1 " +
          `'per_sample_weights'; but type torch.FloatTensor does not equal ${tensorTypeName[per_sample_weights.dtype]} ` +
          "(while checking arguments for embedding_bag)",
      );
    }
    const [rows, width] = weight.shape as [number, number];
    requireInside(input.data, rows, (at, index) =>
      runtimeError(
        "[enforce fail at embedding_lookup_idx.cc:214] 0 <= idx && idx < data_size. " +
          `Index ${at} is out of bounds: ${index}, range 0 to ${rows}`,
      ),
    );
    renorm(weight, input, max_norm, norm_type);
    const out = empty(shape);
    const entries = Float64Array.from(input.data);
    const padding = paddingRow(padding_idx, rows);
    const bags = bagsOf(input, offsets, shape[0]!, mode === "mean", padding, per_sample_weights);
    const winner = new Int32Array(mode === "max" ? out.numel() : 0);
    if (mode === "max") kernels.maxBags(weight.floats, entries, bags, out.floats, winner, width);
    else kernels.sumBags(weight.floats, entries, bags, out.floats, width);
    return record(
      "EmbeddingBagBackward0",
      out,
      [weight, per_sample_weights],
      (grad) => {
        const gradWeight = weight.requires_grad ? empty(weight.shape) : null;
        if (gradWeight && mode === "max") kernels.addWinners(grad.floats, winner, gradWeight.floats, width);
        else if (gradWeight) {
          const share = scale_grad_by_freq ? kernels.bagShares(entries, rows) : null;
          kernels.addBags(grad.floats, entries, bags, share, gradWeight.floats, width);
        }
        const gradSamples = per_sample_weights?.requires_grad ? empty(per_sample_weights.shape) : null;
        if (gradSamples) kernels.weightGrads(grad.floats, weight.floats, entries, bags, gradSamples.floats, width);
        return [gradWeight, gradSamples];
      },
      per_sample_weights ? [weight] : [],
    );
  },
  one_hot,
} satisfies Partial<Functional<Tensor>>;

function checkOffsets(offsets: Tensor, length: number): void {
  requireLong(offsets, "embedding_bag");
  const starts = offsets.data;
  if (starts.length === 0) return;
  if (starts[0] !== 0) {
    throw runtimeError(
      "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got " +
        `${starts[0]}`,
    );
  }
  const last = starts.at(-1)!;
  if (last > length) {
    throw runtimeError(`offsets[-1] can not be greater than input's length ${length} but got offsets[-1] of ${last}`);
  }
}
