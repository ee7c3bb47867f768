// The vocabulary of transposed convolutions, and of the windows a convolution sees.
import type { Ints } from "../values.ts";

type ConvTranspose<V> = (
  input: V,
  weight: V,
  bias?: V | null,
  stride?: Ints,
  padding?: Ints,
  output_padding?: Ints,
  groups?: number,
  dilation?: Ints,
  output_size?: readonly number[] | null,
) => V;

/**
 * Transposed convolution: input (N, C, L|H, W|D, H, W) or unbatched, weight (C, O / groups, k…). `output_size` is what
 * torch's modules make of their argument of that name: it replaces `output_padding`.
 */
export interface ConvTransposeOps<V> {
  conv_transpose1d(...args: Parameters<ConvTranspose<V>>): V;
  conv_transpose2d(...args: Parameters<ConvTranspose<V>>): V;
  conv_transpose3d(...args: Parameters<ConvTranspose<V>>): V;
}
