// Attention on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { AttentionDims, HeadLayout } from "./contract.ts";
import type { AttentionExports } from "./exports.ts";
import type * as plain from "./reference.ts";

type Exports = AttentionExports;

export function attentionKernels(kernel: Exports, space: Workspace) {
  const sizesOf = (d: AttentionDims) => [0, d.samples * d.heads, d.heads, d.l, d.s, d.e, d.ev] as const;
  /** A pointer and steps in bytes. */
  const placed = (pointer: number, { offset, row, sample, head }: HeadLayout) =>
    [pointer + 4 * offset, 4 * row, 4 * sample, 4 * head] as const;
  const scratchFor = (d: AttentionDims): number => space.scratch(kernel.attentionScratch(d.l, d.s, d.e, d.ev))[0];

  return {
    /** Arguments as in the plain one. */
    attentionForward(...[d, q, k, v, mask, w, out]: Parameters<typeof plain.attentionForward>): void {
      const views = [q, k, v, mask?.values ?? null, w.factors, w.weights, w.dropped, out] as const;
      space.with(views, 5, (q, k, v, added, factors, weights, dropped, out) => {
        const places = [...placed(q, d.q), ...placed(k, d.k), ...placed(v, d.v), ...placed(out, d.out)] as const;
        const steps = mask ? ([4 * mask.head, 4 * mask.row] as const) : ([0, 0] as const);
        const given = [d.scale, added, ...steps, weights, factors, dropped] as const;
        kernel.attentionForward(...sizesOf(d), ...places, ...given, scratchFor(d));
      });
    },

    /** Arguments as in the plain one. */
    attend(...[d, q, k, v, out]: Parameters<typeof plain.attend>): void {
      space.with([q, k, v, out], 3, (q, k, v, out) => {
        const [scratch] = space.scratch(kernel.attendScratch(d.s, d.e, d.ev));
        const places = [...placed(q, d.q), ...placed(k, d.k), ...placed(v, d.v), ...placed(out, d.out)] as const;
        const sizes = [0, d.samples * d.heads, 0, d.l, d.heads, d.s, d.e, d.ev] as const;
        kernel.attend(...sizes, ...places, d.scale, scratch);
      });
    },

    /** Arguments as in the plain one. */
    attentionBackward(...args: Parameters<typeof plain.attentionBackward>): void {
      const [d, q, k, v, w, gradOut, gradWeights, [gradQ, gradK, gradV], gradScores = null] = args;
      // One array for all three where they lie in one another's gaps.
      const [ownK, ownV] = [gradK === gradQ ? null : gradK, gradV === gradQ || gradV === gradK ? null : gradV];
      const views = [
        q,
        k,
        v,
        w.weights,
        w.factors,
        w.dropped,
        gradOut,
        gradWeights,
        gradQ,
        ownK,
        ownV,
        gradScores,
      ] as const;
      space.with(views, 8, (q, k, v, weights, factors, dropped, g, gWeights, toQ, toK, toV, scores) => {
        const places = [...placed(q, d.q), ...placed(k, d.k), ...placed(v, d.v), ...placed(g, d.out)] as const;
        const keys = ownK ? toK : toQ;
        const values = ownV ? toV : gradV === gradQ ? toQ : keys;
        const grads = [toQ + 4 * d.q.offset, keys + 4 * d.k.offset, values + 4 * d.v.offset] as const;
        const given = [d.scale, ...grads, weights, factors, dropped, gWeights, scores] as const;
        kernel.attentionBackward(...sizesOf(d), ...places, ...given, scratchFor(d));
      });
    },
  };
}
