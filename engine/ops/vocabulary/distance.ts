// The vocabulary of distances between vectors, and of their lengths.

/** Distances and lengths. */
export interface DistanceOps<V> {
  cosine_similarity(x1: V, x2: V, dim?: number, eps?: number): V;
  pairwise_distance(x1: V, x2: V, p?: number, eps?: number, keepdim?: boolean): V;
  normalize(input: V, p?: number, dim?: number, eps?: number): V;
}
