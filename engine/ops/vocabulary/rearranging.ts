// The vocabulary of moving elements: other sizes, another order, parts of a tensor and several as one.
import type { Ints } from "../values.ts";

/** Torch's functions that move elements; a size of -1 is what is left over. */
export interface RearrangingOps<V> {
  reshape(input: V, shape: readonly number[]): V;
  permute(input: V, dims: readonly number[]): V;
  transpose(input: V, dim0: number, dim1: number): V;
  movedim(input: V, source: Ints, destination: Ints): V;
  /** Without `dim` every dim of size 1 goes. */
  squeeze(input: V, dim?: number | null): V;
  unsqueeze(input: V, dim: number): V;
  expand(input: V, size: readonly number[]): V;
  repeat(input: V, repeats: readonly number[]): V;
  tile(input: V, dims: readonly number[]): V;
  repeat_interleave(input: V, repeats: number, dim?: number | null): V;
  flip(input: V, dims: readonly number[]): V;
  roll(input: V, shifts: Ints, dims?: Ints | null): V;
  diagonal(input: V, offset?: number, dim1?: number, dim2?: number): V;
  tril(input: V, diagonal?: number): V;
  triu(input: V, diagonal?: number): V;
  chunk(input: V, chunks: number, dim?: number): readonly V[];
  split(tensor: V, split_size_or_sections: Ints, dim?: number): readonly V[];
  unbind(input: V, dim?: number): readonly V[];
  stack(tensors: readonly V[], dim?: number): V;
}
