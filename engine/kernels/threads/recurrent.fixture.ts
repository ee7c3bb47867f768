// Owns the recurrent layers that tests of threads run.
import { gateCounts, type PreparedRecurrent } from "../recurrent/contract.ts";

import type { Bench } from "../testing/both_builds.fixture.ts";

/** Layers forward, prepared and not, and back, of sizes at which a step is worth dividing, and others. */
export function recurrent(b: Bench): readonly Float32Array[] {
  const kind = b.pick(["rnn_tanh", "gru", "lstm"] as const);
  const projects = kind === "lstm" && b.random() < 0.5;
  const [steps, batch, input] = [b.integer(1, 6), b.pick([1, 1, 2, 3, 5, 16, 40]), b.pick([3, 16, 65])];
  const hidden = b.pick([5, 96, 130, 161]);
  const real = projects ? b.integer(hidden >> 1, hidden) : hidden;
  const gates = gateCounts[kind] * hidden;
  const weights = {
    ih: b.floats(gates * input, 0.2),
    hh: b.floats(gates * real, 0.2),
    b_ih: b.floats(gates),
    b_hh: b.floats(gates),
    hr: projects ? b.floats(real * hidden, 0.2) : null,
  };
  const d = { kind, steps, batch, input, hidden, real, reverse: b.random() < 0.5 };
  const layout = { batchFirst: b.random() < 0.5, outWidth: real, keeps: true };
  const start = { h: b.floats(batch * real), c: kind === "lstm" ? b.floats(batch * hidden) : null };
  const x = b.floats(steps * batch * input);
  const run = (prepared: PreparedRecurrent | null) => {
    const out = b.empty(steps * batch * real);
    const cells = b.empty(steps * batch * hidden).fill(0);
    const wide = projects ? b.empty(steps * batch * hidden) : out;
    const results = { gates: b.empty(steps * batch * gates), cells, wide, out };
    b.kernels.recurrentForward(d, layout, x, results, start, weights, prepared);
    prepared?.release();
    return results;
  };
  const prepared = run(b.kernels.prepareRecurrent(d, weights));
  const results = run(null);
  const [sums, previous] = [steps * batch * gates, steps * batch * real];
  const grads = {
    dh: b.floats(batch * real),
    dc: b.floats(batch * hidden),
    sums: b.empty(sums),
    stateSums: b.empty(sums).fill(0),
    previous: b.empty(previous),
    projected: b.empty(previous),
  };
  const paired = kind === "gru" ? grads : { ...grads, stateSums: grads.sums };
  b.kernels.recurrentBackward(d, results, start, weights, b.floats(previous), paired);
  return [...Object.values(prepared), ...Object.values(results), ...Object.values(grads)];
}
