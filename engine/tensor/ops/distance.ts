// Distances between tensors, put together from differentiable ops.
import { scalarTypeName } from "../../core/dtype.ts";
import { runtimeError } from "../../core/errors.ts";
import { broadcastShapes } from "../../core/shape.ts";
import type { Functional } from "../../ops/functional.ts";
import { distanceShapes } from "../../ops/shapes/distance.ts";
import { add, clamp, div, mul, sub } from "../math/binary.ts";
import { promote } from "../math/broadcast.ts";
import { float } from "../math/cast.ts";
import { norm, sum } from "../math/reduce.ts";
import { expand } from "../math/shape.ts";
import { record, type Tensor } from "../tensor.ts";

/**
 * n = max(‖x‖, eps) along a dim, kept. Torch raises short lengths to eps in place, behind autograd's back: the gradient
 * is x / n with the raised n too.
 */
function raisedNorm(x: Tensor, dim: number, eps: number): Tensor {
  const n = clamp(norm(x.detach(), 2, dim, true), eps);
  return record("LinalgVectorNormBackward0", n, [x], (grad) => [mul(grad, div(x, n))], [x, n]);
}

export const distanceOps = {
  cosine_similarity(x1, x2, dim = 1, eps = 1e-8) {
    const common = promote(x1.dtype, x2.dtype);
    if (common !== "float32") {
      throw runtimeError(`expected common dtype to be floating point, yet common dtype is ${scalarTypeName[common]}`);
    }
    distanceShapes.cosine_similarity(x1.shape, x2.shape, dim);
    const shape = broadcastShapes(x1.shape, x2.shape);
    const [a, b] = [x1, x2].map((x) => expand(float(x), shape)).map((x) => div(x, raisedNorm(x, dim, eps)));
    return sum(mul(a!, b!), dim);
  },
  pairwise_distance(x1, x2, p = 2, eps = 1e-6, keepdim = false) {
    distanceShapes.pairwise_distance(x1.shape, x2.shape, p, eps, keepdim);
    return norm(float(add(sub(x1, x2), eps)), p, -1, keepdim);
  },
  normalize(input, p = 2, dim = 1, eps = 1e-12) {
    distanceShapes.normalize(input.shape, p, dim);
    return div(input, clamp(norm(input, p, dim, true), eps));
  },
} satisfies Partial<Functional<Tensor>>;
