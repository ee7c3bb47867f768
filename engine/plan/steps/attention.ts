// Owns the step of what lies between attention's projections.
import { kernels } from "../../kernels/index.ts";
import type { AttentionDims } from "../../kernels/reference/attention.ts";
import type { Value } from "../values.ts";
import type { Planner } from "./step.ts";

export const attend: Planner = (op, memory) => {
  const [q, k, v, dims] = op.args as [Value, Value, Value, AttentionDims];
  const [asking, keys, values] = [memory.access(q), memory.access(k), memory.access(v)];
  const to = memory.access(op.outputs[0]!);
  return { run: () => kernels.attend(dims, asking(), keys(), values(), to()) };
};
