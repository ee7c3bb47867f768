// Copies of evenly spaced blocks, for concatenation and its gradient; sums of blocks for bias gradients, and biases.

type Elements = Float32Array | Float64Array | Uint8Array;

/** Copies `count` blocks of `block` elements; block i starts at offset + i * stride on either side. */
export function copyBlocks(
  from: Elements,
  to: Elements,
  count: number,
  block: number,
  fromOffset: number,
  fromStride: number,
  toOffset: number,
  toStride: number,
): void {
  for (let i = 0; i < count; i++) {
    const start = fromOffset + i * fromStride;
    to.set(from.subarray(start, start + block), toOffset + i * toStride);
  }
}

/** out (channels) = sums of x (outer, channels, inner) over everything else. */
export function sumChannels(x: Float32Array, out: Float32Array, outer: number, channels: number, inner: number): void {
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let o = 0; o < outer; o++) {
      const from = (o * channels + c) * inner;
      for (let i = from; i < from + inner; i++) sum += x[i]!;
    }
    out[c] = sum;
  }
}

/** Adds one value per channel to x (outer, channels, inner). */
export function addChannels(
  values: Float32Array,
  x: Float32Array,
  outer: number,
  channels: number,
  inner: number,
): void {
  for (let block = 0; block < outer * channels; block++) {
    const value = values[block % channels]!;
    for (let i = block * inner; i < (block + 1) * inner; i++) x[i]! += value;
  }
}
