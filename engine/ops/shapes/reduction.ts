// Owns how the losses of a batch become one: torch's `reduction` and the arguments it replaced.
import { valueError } from "../../core/errors.ts";
import type { Shape } from "../../core/shape.ts";
import type { Reduction } from "../values.ts";

type Former = boolean | null | undefined;

/** The reduction meant: `size_average` and `reduce`, deprecated, win when either is given. */
export function reductionOf(size_average: Former, reduce: Former, reduction: Reduction = "mean"): Reduction {
  const former = (size_average ?? null) !== null || (reduce ?? null) !== null;
  if (former) return reduce === false ? "none" : size_average === false ? "sum" : "mean";
  if (reduction === "none" || reduction === "mean" || reduction === "sum") return reduction;
  throw valueError(`${String(reduction)} is not a valid value for reduction`);
}

/** The shape of a loss after its reduction. */
export const reducedShape = (shape: Shape, size_average: Former, reduce: Former, reduction?: Reduction): Shape =>
  reductionOf(size_average, reduce, reduction) === "none" ? shape : [];
