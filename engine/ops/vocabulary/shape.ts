// The vocabulary of changes of shape.

/** Changes of shape. */
export interface ReshapingOps<V> {
  flatten(input: V, start_dim?: number, end_dim?: number): V;
  unflatten(input: V, dim: number, sizes: readonly number[]): V;
  pixel_shuffle(input: V, upscale_factor: number): V;
  pixel_unshuffle(input: V, downscale_factor: number): V;
  channel_shuffle(input: V, groups: number): V;
}
