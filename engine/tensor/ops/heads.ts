// Attention over heads that stay where the projections left them, with its gradients: one op, nothing is rearranged.

import { contiguousStrides, type Shape } from "../../core/shape.ts";
import type { AttentionDims, HeadLayout } from "../../kernels/attention/contract.ts";

import { kernels } from "../../kernels/index.ts";
import { empty, full } from "../create.ts";
import { stretched, sum_to_shape } from "../math/broadcast.ts";
import { recordAll, type Tensor } from "../tensor.ts";
import { dropoutOps } from "./dropout.ts";

/** A tensor that holds the rows of every head, and where they lie in it. Several may share one tensor. */
export interface Heads {
  readonly tensor: Tensor;
  readonly layout: HeadLayout;
}

/** Rows of all samples' heads side by side in a shape (…, features), from feature `offset` on, `width` for each head. */
export function layoutIn(shape: Shape, width: number, offset: number, batchDim: 0 | 1 | null): HeadLayout {
  const strides = contiguousStrides(shape);
  const rowDim = batchDim === 0 ? 1 : 0;
  return { offset, row: strides[rowDim]!, sample: batchDim === null ? 0 : strides[batchDim]!, head: width };
}

export function headsIn(tensor: Tensor, width: number, offset: number, batchDim: 0 | 1 | null): Heads {
  return { tensor, layout: layoutIn(tensor.shape, width, offset, batchDim) };
}

/** (samples heads, positions, width): every head a matrix of its own. */
export function headsApart(tensor: Tensor, heads: number): Heads {
  const [, rows, width] = tensor.shape as [number, number, number];
  return { tensor, layout: { offset: 0, row: width, sample: heads * rows * width, head: rows * width } };
}

/**
 * softmax(scale Q Kᵀ + mask) V. `mask` (samples heads or 1, l or 1, s) is added to the scores; `place` says where the
 * output's heads lie in a tensor of `outShape`. The weights (samples heads, l, s), after dropout, come with it when
 * `shown`.
 */
export function attendHeads(
  sizes: Pick<AttentionDims, "samples" | "heads" | "l" | "s" | "e" | "ev" | "scale">,
  [q, k, v]: readonly [Heads, Heads, Heads],
  mask: Tensor | null,
  dropout_p: number,
  outShape: Shape,
  place: (out: Tensor) => Heads,
  shown: boolean,
): { readonly out: Tensor; readonly weights: Tensor | null } {
  const table = [sizes.samples * sizes.heads, sizes.l, sizes.s];
  const factors = dropout_p > 0 ? dropoutOps.dropout(full(table, 1), dropout_p, true) : null;
  const weights = empty(table);
  const dropped = factors ? empty(table) : null;
  const out = empty(outShape);
  const d = { ...sizes, q: q.layout, k: k.layout, v: v.layout, out: place(out).layout };
  const [head, row] = mask ? (stretched(mask.shape, table) as [number, number]) : [0, 0];
  const picks = () => ({
    weights: weights.floats,
    factors: factors?.floats ?? null,
    dropped: dropped?.floats ?? null,
  });
  const given = () => [q.tensor.floats, k.tensor.floats, v.tensor.floats] as const;
  kernels.attentionForward(d, ...given(), mask && { values: mask.floats, head, row }, picks(), out.floats);
  const seen = shown ? (dropped ?? weights) : null;
  const parts = [...new Set([q.tensor, k.tensor, v.tensor])];
  recordAll(
    "ScaledDotProductAttentionBackward0",
    seen ? [out, seen] : [out],
    [...parts, mask],
    (gradOut, gradWeights) => {
      const grads = new Map(parts.map((tensor) => [tensor, empty(tensor.shape)]));
      const [toQ, toK, toV] = [q, k, v].map(({ tensor }) => grads.get(tensor)!) as [Tensor, Tensor, Tensor];
      const scores = mask?.requires_grad ? empty(table) : null;
      kernels.attentionBackward(
        d,
        ...given(),
        picks(),
        gradOut!.floats,
        gradWeights?.floats ?? null,
        [toQ.floats, toK.floats, toV.floats],
        scores?.floats ?? null,
      );
      // The mask is added to the scaled products.
      if (scores) kernels.scale(scores.data, 1 / sizes.scale);
      const ofParts = parts.map((tensor) => (tensor.requires_grad ? grads.get(tensor)! : null));
      return [...ofParts, scores && sum_to_shape(scores, mask!.shape)];
    },
    factors ? [...parts, weights, factors] : [...parts, weights],
  );
  return { out, weights: seen };
}
