// Owns the sizes of distances: one dim less.
import { broadcastShapes, normalizeDim, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

export const distanceShapes = {
  cosine_similarity(x1, x2, dim = 1) {
    const shape = broadcastShapes(x1, x2);
    const axis = normalizeDim(dim, shape.length);
    return shape.filter((_, d) => d !== axis);
  },
  pairwise_distance(x1, x2, _p = 2, _eps = 1e-6, keepdim = false) {
    const shape = broadcastShapes(x1, x2);
    return keepdim ? shape.map((size, d) => (d === shape.length - 1 ? 1 : size)) : shape.slice(0, -1);
  },
  normalize(input, _p = 2, dim = 1) {
    normalizeDim(dim, input.length);
    return input;
  },
} satisfies Partial<Functional<Shape>>;
