// Tests of attention on both builds, against the plain one: layouts, masks, dropout's factors, gradients.

import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type { AttentionDims, AttentionMask, HeadLayout } from "./contract.ts";

/** Rows of all heads of width e, `parts` of them side by side, sequence first or sample first. */
function layout(
  d: { samples: number; heads: number },
  rows: number,
  e: number,
  parts: number,
  part: number,
  first: boolean,
): HeadLayout {
  const width = parts * d.heads * e;
  const [row, sample] = first ? [d.samples * width, width] : [width, rows * width];
  return { offset: part * d.heads * e, row, sample, head: e };
}

function check(b: Bench): void {
  const sizes = { samples: b.integer(1, 3), heads: b.integer(1, 3) };
  const [l, e] = [b.pick([1, 2, 5, 9, 21]), b.pick([1, 3, 4, 8])];
  const packed = b.random() < 0.5;
  const s = packed ? l : b.pick([1, 3, 4, 11]);
  const ev = packed ? e : b.pick([1, 4, 6]);
  const first = b.random() < 0.5;
  const place = (rows: number, width: number, part: number) =>
    layout(sizes, rows, width, packed ? 3 : 1, packed ? part : 0, first);
  const d: AttentionDims = {
    ...sizes,
    l,
    s,
    e,
    ev,
    scale: 0.7,
    q: place(l, e, 0),
    k: place(s, e, 1),
    v: place(s, ev, 2),
    out: layout(sizes, l, ev, 1, 0, first),
  };
  const all = sizes.samples * sizes.heads;
  const q = b.floats(all * l * e * (packed ? 3 : 1), 2);
  const k = packed ? q : b.floats(all * s * e, 2);
  const v = packed ? q : b.floats(all * s * ev, 2);
  const masks: (AttentionMask | null)[] = [
    null,
    { values: b.floats(l * s), head: 0, row: s },
    { values: b.floats(all * l * s), head: l * s, row: s },
    { values: b.floats(all * s), head: s, row: 0 },
  ];
  const mask = b.pick(masks);
  // A mask may hide single positions, but not all of a row.
  if (mask && s > 1) for (let i = 0; i < mask.values.length; i += s) mask.values[i] = Number.NEGATIVE_INFINITY;
  const drops = b.random() < 0.5;
  const factors = drops ? b.floats(all * l * s) : null;
  const made = (): {
    weights: Float32Array;
    factors: Float32Array | null;
    dropped: Float32Array | null;
    out: Float32Array;
  } => ({
    weights: b.empty(all * l * s),
    factors,
    dropped: drops ? b.empty(all * l * s) : null,
    out: b.empty(all * l * ev),
  });
  const [mine, theirs] = [made(), made()];
  b.kernels.attentionForward(d, q, k, v, mask, mine, mine.out);
  reference.attentionForward(d, q, k, v, mask, theirs, theirs.out);
  const what = `${all} heads of ${l} × ${s}, ${e} and ${ev} features${packed ? ", packed" : ""}`;
  expectClose(mine.weights, theirs.weights, `weights, ${what}`);
  expectClose(mine.out, theirs.out, `out, ${what}`);
  if (mask === null && !drops) {
    const alone = b.empty(all * l * ev);
    b.kernels.attend(d, q, k, v, alone);
    expectClose(alone, theirs.out, `alone, ${what}`);
  }

  const gradOut = b.floats(all * l * ev);
  const gradWeights = b.random() < 0.5 ? b.floats(all * l * s) : null;
  const grads = (): [Float32Array, Float32Array, Float32Array] => {
    const toQ = b.empty(q.length);
    return packed ? [toQ, toQ, toQ] : [toQ, b.empty(k.length), b.empty(v.length)];
  };
  const [back, wanted] = [grads(), grads()];
  const [scores, wantedScores] = b.random() < 0.5 ? [b.empty(all * l * s), b.empty(all * l * s)] : [null, null];
  b.kernels.attentionBackward(d, q, k, v, theirs, gradOut, gradWeights, back, scores);
  reference.attentionBackward(d, q, k, v, theirs, gradOut, gradWeights, wanted, wantedScores);
  if (scores) expectClose(scores, wantedScores, `gradient of the scores, ${what}`);
  for (const i of [0, 1, 2] as const) expectClose(back[i], wanted[i], `gradient ${i}, ${what}`);
}

describe.each(builds)("%s SIMD", (build) => {
  test("heads where they lie, masks, dropout, gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) check(b);
  });
});
