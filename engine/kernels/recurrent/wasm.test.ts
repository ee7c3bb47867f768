// Tests of recurrent layers on both builds, against the plain ones: every kind, batch, direction and projection.

import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type { RecurrentDims } from "./contract.ts";
import { gateCounts, type PreparedRecurrent } from "./contract.ts";

const copied = <T extends Record<string, Float32Array>>(b: Bench, arrays: T): T =>
  Object.fromEntries(
    Object.entries(arrays).map(([key, array]) => {
      const copy = b.empty(array.length);
      copy.set(array);
      return [key, copy];
    }),
  ) as T;

function same(mine: Record<string, Float32Array>, theirs: Record<string, Float32Array>, what: string): void {
  for (const [key, array] of Object.entries(mine)) {
    expectClose(array, theirs[key]!, `${what}: ${key}`, { absolute: 3e-5, relative: 1e-4 });
  }
}

interface Made {
  readonly gates: Float32Array;
  readonly cells: Float32Array;
  readonly wide: Float32Array;
  readonly projected?: Float32Array;
}

const whole = (made: Made) => ({ ...made, out: made.projected ?? made.wide });

function weightsOf(b: Bench, { kind, input, hidden, real }: RecurrentDims, projects: boolean) {
  const width = gateCounts[kind] * hidden;
  return {
    ih: b.floats(width * input, 0.5),
    hh: b.floats(width * real, 0.5),
    b_ih: b.random() < 0.7 ? b.floats(width) : null,
    b_hh: b.random() < 0.7 ? b.floats(width) : null,
    hr: projects ? b.floats(real * hidden, 0.5) : null,
  };
}

const startOf = (b: Bench, { kind, batch, hidden, real }: RecurrentDims) => ({
  h: b.floats(batch * real),
  c: kind === "lstm" ? b.floats(batch * hidden) : null,
});

const described = (d: RecurrentDims): string =>
  `${d.kind}, ${d.steps} steps of ${d.batch} × ${d.hidden}, x of ${d.input}, h of ${d.real}${d.reverse ? ", reversed" : ""}`;

/** Forward and back, with everything kept, as gradients need it. */
function checkGradients(b: Bench, d: RecurrentDims, projects: boolean): void {
  const { kind, steps, batch, input, hidden, real } = d;
  const width = gateCounts[kind] * hidden;
  const weights = weightsOf(b, d, projects);
  const start = startOf(b, d);
  const hasCells = kind === "lstm" || kind === "gru";
  const x = b.floats(steps * batch * input);
  const made: Made & Record<string, Float32Array> = {
    gates: b.floats(steps * batch * width),
    cells: b.floats(hasCells ? steps * batch * hidden : 0),
    wide: b.floats(steps * batch * hidden),
    ...(projects ? { projected: b.floats(steps * batch * real) } : {}),
  };
  const [mine, theirs] = [copied(b, made), copied(b, made)];
  const layout = { batchFirst: false, outWidth: real, keeps: true };
  b.kernels.recurrentForward(d, layout, x, whole(mine), start, weights);
  reference.recurrentForward(d, layout, x, whole(theirs), start, weights);
  const what = described(d);
  same(mine, theirs, what);

  const gradOut = b.floats(steps * batch * real);
  const grads = {
    dh: b.floats(batch * real),
    dc: b.floats(batch * hidden),
    sums: b.floats(steps * batch * width),
    stateSums: b.floats(kind === "gru" ? steps * batch * width : 0),
    previous: b.floats(steps * batch * real),
    projected: b.floats(steps * batch * real),
  };
  const paired = (g: typeof grads) => ({ ...g, stateSums: kind === "gru" ? g.stateSums : g.sums });
  const [back, wanted] = [copied(b, grads), copied(b, grads)];
  b.kernels.recurrentBackward(d, whole(theirs), start, weights, gradOut, paired(back));
  reference.recurrentBackward(d, whole(theirs), start, weights, gradOut, paired(wanted));
  same(back, wanted, `${what}, back`);
}

/** Forward only, as plans run it: any layout, weights prepared or not, the last cells in place of the first. */
function checkForward(b: Bench, d: RecurrentDims, projects: boolean): void {
  const { kind, steps, batch, input, hidden, real } = d;
  const weights = weightsOf(b, d, projects);
  const start = startOf(b, d);
  const x = b.floats(steps * batch * input);
  const layout = { batchFirst: b.random() < 0.5, outWidth: real + b.integer(0, 3), keeps: false };
  const prepared = b.random() < 0.5 ? b.kernels.prepareRecurrent(d, weights) : null;
  const run = (kernels: Pick<typeof reference, "recurrentForward">, weights_: PreparedRecurrent | null) => {
    const made = {
      gates: b.empty(steps * batch * gateCounts[kind] * hidden),
      cells: b.empty(batch * hidden),
      out: b.floats(steps * batch * layout.outWidth).fill(0.25),
    };
    if (start.c) made.cells.set(start.c);
    const wide = projects ? b.empty(batch * hidden) : made.out;
    const from = { h: start.h, c: start.c && made.cells };
    // The last row of out may be cut off behind what is written of it.
    const results = { ...made, wide, out: made.out.subarray(0, made.out.length - (layout.outWidth - real)) };
    kernels.recurrentForward(d, layout, x, results, from, weights, ...((weights_ ? [weights_] : []) as []));
    if (kind === "rnn_tanh" || kind === "rnn_relu") made.cells.fill(0);
    return made;
  };
  const mine = run(b.kernels, prepared);
  const theirs = run(reference, null);
  prepared?.release();
  const ways = `${layout.batchFirst ? "batch first" : "steps first"}${prepared ? ", prepared" : ""}`;
  same(mine, theirs, `${described(d)}, ${ways}`);
}

const kinds = ["rnn_tanh", "rnn_relu", "gru", "lstm"] as const;

describe.each(builds)("%s SIMD", (build) => {
  test.each([
    ["forward and back", checkGradients],
    ["forward, as plans run it", checkForward],
  ])("layers of all kinds, %s", async (_how, check) => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) {
      b.from(round, () => {
        const kind = b.pick(kinds);
        const projects = kind === "lstm" && b.random() < 0.3;
        const hidden = b.pick([1, 3, 4, 5, 8, 17, 33]);
        const real = projects ? b.integer(1, hidden) : hidden;
        const [steps, batch] = [b.integer(1, 5), b.pick([0, 1, 1, 2, 3, 4, 7, 8, 16, 29])];
        const input = b.pick([0, 1, 3, 4, 9, 16]);
        check(b, { kind, steps, batch, input, hidden, real, reverse: b.random() < 0.5 }, projects);
      });
    }
  });

  test("more than one block of the packed weights, and of the input's rows", async () => {
    const b = await benchOf(build);
    checkGradients(b, { kind: "lstm", steps: 3, batch: 5, input: 3, hidden: 270, real: 270, reverse: false }, false);
    checkGradients(b, { kind: "gru", steps: 4, batch: 4, input: 8, hidden: 100, real: 100, reverse: true }, false);
    checkForward(b, { kind: "lstm", steps: 5, batch: 1, input: 300, hidden: 270, real: 270, reverse: false }, false);
    checkForward(b, { kind: "gru", steps: 60, batch: 3, input: 290, hidden: 12, real: 12, reverse: true }, false);
  });
});
