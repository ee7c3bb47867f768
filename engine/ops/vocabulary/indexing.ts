// The vocabulary of reading and writing at indices and where a mask holds.

/** Torch's functions of indices and masks. */
export interface IndexingOps<V> {
  select(input: V, dim: number, index: number): V;
  narrow(input: V, dim: number, start: number, length: number): V;
  /** `input[…]`, by the text of the brackets: `[:, -1]`. */
  getitem(input: V, index: string): V;
  gather(input: V, dim: number, index: V): V;
  index_select(input: V, dim: number, index: V): V;
  take_along_dim(input: V, indices: V, dim?: number | null): V;
  masked_fill(input: V, mask: V, value: V | number): V;
  where(condition: V, input: V | number, other: V | number): V;
  scatter(input: V, dim: number, index: V, src: V | number): V;
  scatter_add(input: V, dim: number, index: V, src: V): V;
}
