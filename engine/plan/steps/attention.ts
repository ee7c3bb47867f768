// Owns the step of what lies between attention's projections.
import { kernels } from "../../kernels/index.ts";
import type { Planner } from "./step.ts";

export const attend: Planner<"attend"> = ({ args, outputs }, memory) => {
  const { dims } = args;
  const [asking, keys, values] = [memory.access(args.query), memory.access(args.key), memory.access(args.value)];
  const to = memory.access(outputs[0]!);
  return { run: () => kernels.attend(dims, asking(), keys(), values(), to()) };
};
