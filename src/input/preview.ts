// Owns the arithmetic of the preview: the first sample of an input as RGBA pixels.

export interface PreviewImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** One (channels, height, width) sample, from its minimum (black) to its maximum (white): grey, or red, green, blue. */
export function previewImage(values: ArrayLike<number>, channels: 1 | 3, width: number, height: number): PreviewImage {
  const size = width * height;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < channels * size; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // A constant sample has no contrast to show.
  const scale = high > low ? 255 / (high - low) : 0;
  const rgba = new Uint8ClampedArray(4 * size);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < 3; c++) {
      const value = values[(channels === 3 ? c : 0) * size + i]!;
      rgba[4 * i + c] = Number.isFinite(value) ? (value - low) * scale : 0;
    }
    rgba[4 * i + 3] = 255;
  }
  return { width, height, rgba };
}
