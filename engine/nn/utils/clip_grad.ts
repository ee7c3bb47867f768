// Owns the clipping of gradients: clip_grad_norm_ and clip_grad_value_.
import { runtimeError } from "../../core/errors.ts";
import { pyRepr } from "../../core/python.ts";
import { no_grad } from "../../tensor/autograd.ts";
import { tensor } from "../../tensor/create.ts";
import { add, clamp, div, mul } from "../../tensor/math/binary.ts";
import { in_place } from "../../tensor/math/inplace.ts";
import { stack } from "../../tensor/math/join.ts";
import { norm } from "../../tensor/math/reduce.ts";
import { scope } from "../../tensor/storage.ts";
import { Tensor } from "../../tensor/tensor.ts";

/** One tensor or several. */
export type Parameters = Tensor | Iterable<Tensor>;

export const listed = (parameters: Parameters): Tensor[] =>
  parameters instanceof Tensor ? [parameters] : [...parameters];

const gradsOf = (parameters: Parameters): Tensor[] => listed(parameters).flatMap(({ grad }) => (grad ? [grad] : []));

/**
 * Scales all gradients so that their norm, as if they were one vector, is at most max_norm; returns the norm before.
 * `norm_type` may be Infinity.
 */
export function clip_grad_norm_(
  parameters: Parameters,
  max_norm: number,
  norm_type = 2,
  error_if_nonfinite = false,
): Tensor {
  const grads = gradsOf(parameters);
  return no_grad(() =>
    scope(() => {
      if (grads.length === 0) return tensor(0);
      const total = norm(stack(grads.map((grad) => norm(grad, norm_type))), norm_type);
      if (error_if_nonfinite && !Number.isFinite(total.item())) {
        throw runtimeError(
          `The total norm of order ${pyRepr(norm_type, "float")} for gradients from \`parameters\` is non-finite, so it ` +
            "cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set " +
            "`error_if_nonfinite=False`",
        );
      }
      const factor = clamp(div(max_norm, add(total, 1e-6)), null, 1);
      for (const grad of grads) in_place(grad, (g) => mul(g, factor));
      return total;
    }),
  );
}

/** Holds every element of every gradient within ±clip_value. */
export function clip_grad_value_(parameters: Parameters, clip_value: number): void {
  no_grad(() =>
    scope(() => {
      for (const grad of gradsOf(parameters)) {
        in_place(grad, (g) => clamp(g, -clip_value, clip_value));
      }
    }),
  );
}
