// Factorizations of matrices, without gradients.

import { runtimeError } from "../../core/errors.ts";
import { kernels } from "../../kernels/index.ts";
import { empty } from "../create.ts";
import type { Tensor } from "../tensor.ts";

/** torch.linalg.qr of a matrix (m, n), reduced: q (m, k) and r (k, n) with k = min(m, n). */
export function qr(input: Tensor): readonly [q: Tensor, r: Tensor] {
  const [m, n, ...rest] = input.shape;
  if (m === undefined || n === undefined || rest.length > 0) {
    throw runtimeError(`linalg.qr: expected a matrix, got a tensor of ${input.ndim} dims`);
  }
  const k = Math.min(m, n);
  const [q, r] = [empty([m, k]), empty([k, n])];
  kernels.qrFactors(input.floats, q.floats, r.floats, m, n);
  return [q, r];
}
