// The last step of every loss: none, mean or sum.
import type { Reduction } from "../../ops/functional.ts";
import { reductionOf } from "../../ops/shapes/reduction.ts";
import { mean, sum } from "../math/reduce.ts";
import type { Tensor } from "../tensor.ts";

/** The losses of a batch, reduced as torch's arguments say. */
export function reduced(
  losses: Tensor,
  size_average?: boolean | null,
  reduce?: boolean | null,
  reduction?: Reduction,
): Tensor {
  const how = reductionOf(size_average, reduce, reduction);
  return how === "none" ? losses : how === "sum" ? sum(losses) : mean(losses);
}
