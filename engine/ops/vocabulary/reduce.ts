// The vocabulary of work along dims: sums, extremes, statistics, running sums and order.
import type { Ints } from "../values.ts";

/** A result, or (with a dim) torch's pair of values and where they were. */
type Found<V> = V | readonly [values: V, indices: V];

/** Torch's functions along dims; without a dim they take all of them together. */
export interface ReduceOps<V> {
  sum(input: V, dim?: Ints | null, keepdim?: boolean): V;
  mean(input: V, dim?: Ints | null, keepdim?: boolean): V;
  prod(input: V, dim?: number | null, keepdim?: boolean): V;
  amax(input: V, dim?: Ints, keepdim?: boolean): V;
  amin(input: V, dim?: Ints, keepdim?: boolean): V;
  max(input: V, dim?: number | null, keepdim?: boolean): Found<V>;
  min(input: V, dim?: number | null, keepdim?: boolean): Found<V>;
  argmax(input: V, dim?: number | null, keepdim?: boolean): V;
  argmin(input: V, dim?: number | null, keepdim?: boolean): V;
  var(input: V, dim?: Ints | null, unbiased?: boolean, keepdim?: boolean): V;
  std(input: V, dim?: Ints | null, unbiased?: boolean, keepdim?: boolean): V;
  norm(input: V, p?: number, dim?: Ints | null, keepdim?: boolean): V;
  logsumexp(input: V, dim: Ints, keepdim?: boolean): V;
  all(input: V, dim?: number | null, keepdim?: boolean): V;
  any(input: V, dim?: number | null, keepdim?: boolean): V;
  cumsum(input: V, dim: number): V;
  cumprod(input: V, dim: number): V;
  sort(input: V, dim?: number, descending?: boolean): readonly [values: V, indices: V];
  argsort(input: V, dim?: number, descending?: boolean): V;
  topk(input: V, k: number, dim?: number, largest?: boolean, sorted?: boolean): readonly [values: V, indices: V];
}
