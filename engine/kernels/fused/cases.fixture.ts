// Owns random fused rows, for tests of their kernels.

import type { Bench } from "../testing/both_builds.fixture.ts";
import type { FusedRows, FusedStep } from "./contract.ts";

/** Fused rows that read two arrays and write two, with values between them that nobody else sees. */
export function randomFused(b: Bench, rows = b.pick([1, 2, 5, 24, 25, 61])) {
  const arrays = 4;
  const wide = (): number => b.pick([1, 3, 8, 12, 40, 300]);
  const widths = [wide(), wide(), 0, 0];
  const steps: FusedStep[] = [];
  const numbers = (length: number) => {
    const values = b.floats(length);
    return () => values;
  };
  /** Where the next step writes: an array when it is one of the last two. */
  const target = (left: number, width: number): number => {
    if (left < 2) widths[2 + left] = width;
    else widths.push(width);
    return left < 2 ? 2 + left : widths.length - 1;
  };
  /** Values that are there. */
  const made = [0, 1];
  for (let left = b.integer(2, 9); left-- > 0; ) {
    const from = b.pick(made);
    const width = widths[from]!;
    const same = made.filter((value) => widths[value] === width);
    const kind = b.pick(["linear", "linear", "unary", "add", "mul", "layerNorm"] as const);
    const to = target(left, kind === "linear" ? wide() : width);
    const maybe = (length: number) => (b.random() < 0.5 ? numbers(length) : null);
    if (kind === "linear") {
      const n = widths[to]!;
      const activation = b.pick(["none", "relu", "relu6"] as const);
      steps.push({ kind, from, to, weight: numbers(n * width), bias: maybe(n), activation });
    } else if (kind === "unary") steps.push({ kind, from, to, op: "hardtanh", settings: [-0.3, 0.4, 0] });
    else if (kind === "layerNorm") steps.push({ kind, from, to, weight: maybe(width), bias: maybe(width), eps: 1e-2 });
    else steps.push({ kind, from, other: b.pick(same), to });
    made.push(to);
  }
  const fused: FusedRows = { rows, widths, arrays, steps };
  const outputs = [2, 3].map((value) => b.empty(rows * widths[value]!));
  return { fused, arrays: [b.floats(rows * widths[0]!), b.floats(rows * widths[1]!), ...outputs], outputs };
}
