// Tests of recurrent layers on both builds, against the plain ones: every kind, batch, direction and projection.
import { describe, test } from "vitest";
import { type Bench, benchOf, builds, expectClose } from "./both_builds.fixture.ts";
import { gateCounts, type RecurrentDims } from "./reference/recurrent.ts";
import { referenceKernels as reference } from "./reference_kernels.ts";

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

function check(b: Bench, d: RecurrentDims, projects: boolean): void {
  const { kind, steps, batch, hidden, real } = d;
  const width = gateCounts[kind] * hidden;
  const weights = {
    hh: b.floats(width * real, 0.5),
    b_hh: b.random() < 0.7 ? b.floats(width) : null,
    hr: projects ? b.floats(real * hidden, 0.5) : null,
  };
  const start = { h: b.floats(batch * real), c: kind === "lstm" ? b.floats(batch * hidden) : null };
  const hasCells = kind === "lstm" || kind === "gru";
  const made = {
    gates: b.floats(steps * batch * width),
    cells: b.floats(hasCells ? steps * batch * hidden : 0),
    wide: b.floats(steps * batch * hidden),
    projected: b.floats(projects ? steps * batch * real : 0),
  };
  const whole = (s: typeof made) => ({ ...s, out: projects ? s.projected : s.wide });
  const [mine, theirs] = [copied(b, made), copied(b, made)];
  b.kernels.recurrentForward(d, whole(mine), start, weights);
  reference.recurrentForward(d, whole(theirs), start, weights);
  const what = `${kind}, ${steps} steps of ${batch} × ${hidden}, h of ${real}${d.reverse ? ", reversed" : ""}`;
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

describe.each(builds)("%s SIMD", (build) => {
  test("layers of all kinds, forward and back", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 120; round++) {
      const kind = b.pick(["rnn_tanh", "rnn_relu", "gru", "lstm"] as const);
      const projects = kind === "lstm" && b.random() < 0.3;
      const hidden = b.pick([1, 3, 4, 5, 8, 17]);
      const real = projects ? b.integer(1, hidden) : hidden;
      const [steps, batch] = [b.integer(1, 5), b.pick([1, 1, 2, 3, 4, 7, 16])];
      check(b, { kind, steps, batch, hidden, real, reverse: b.random() < 0.5 }, projects);
    }
  });

  test("more than one block of the packed weights", async () => {
    const b = await benchOf(build);
    check(b, { kind: "lstm", steps: 3, batch: 5, hidden: 270, real: 270, reverse: false }, false);
    check(b, { kind: "gru", steps: 4, batch: 4, hidden: 100, real: 100, reverse: true }, false);
  });
});
