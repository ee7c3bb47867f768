// Fused rows: kernels that go row by row, one after another on the same rows.
import { add, mul } from "../elementwise/reference/broadcast.ts";
import { unary } from "../elementwise/reference/functions.ts";
import { layerNormForward } from "../layernorm/reference.ts";

import { matmulNT } from "../matmul/reference.ts";
import type { FusedRows, FusedStep } from "./contract.ts";

function runStep(step: FusedStep, values: readonly Float32Array[], { rows, widths }: FusedRows): void {
  const [from, to] = [values[step.from]!, values[step.to]!];
  const width = widths[step.to]!;
  switch (step.kind) {
    case "linear":
      matmulNT(from, step.weight(), step.bias?.() ?? null, to, rows, width, widths[step.from]!);
      if (step.activation === "relu") unary("relu", to, to);
      else if (step.activation === "relu6") unary("clamp", to, to, 0, 6);
      break;
    case "unary":
      unary(step.op, from, to, ...step.settings);
      break;
    case "layerNorm": {
      const statistics = [new Float64Array(rows), new Float64Array(rows)] as const;
      layerNormForward(from, to, step.weight?.() ?? null, step.bias?.() ?? null, ...statistics, width, step.eps);
      break;
    }
    default: {
      const other = values[step.other]!;
      (step.kind === "add" ? add : mul)(from, other, to, [to.length], [1], [1]);
    }
  }
}

/** Runs fused rows over arrays, in the order of their first values. */
export function runFused(fused: FusedRows, arrays: readonly Float32Array[]): void {
  const inside = fused.widths.slice(fused.arrays).map((width) => new Float32Array(fused.rows * width));
  for (const step of fused.steps) runStep(step, [...arrays, ...inside], fused);
}
