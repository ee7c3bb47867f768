// Chains: kernels that go row by row, one after another on the same rows.
import { add, mul } from "../elementwise/reference/broadcast.ts";
import { unary } from "../elementwise/reference/functions.ts";
import { layerNormForward } from "../layernorm/reference.ts";

import { matmulNT } from "../matmul/reference.ts";
import type { Chain, ChainStep } from "./contract.ts";

function runStep(step: ChainStep, values: readonly Float32Array[], { rows, widths }: Chain): void {
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

/** Runs a chain over arrays, in the order of its first values. */
export function runChain(chain: Chain, arrays: readonly Float32Array[]): void {
  const inside = chain.widths.slice(chain.arrays).map((width) => new Float32Array(chain.rows * width));
  for (const step of chain.steps) runStep(step, [...arrays, ...inside], chain);
}
