// Layer normalization over rows, with its gradients.
import { rowScale } from "../norm/reference/variance.ts";

/**
 * y = (x - mean) / √(var + eps) · weight + bias of every row of x (rows, size); Ba, Kiros and Hinton (2016). Writes the
 * mean and 1 / √(var + eps) of each row.
 */
export function layerNormForward(
  x: Float32Array,
  out: Float32Array,
  weight: Float32Array | null,
  bias: Float32Array | null,
  mean: Float64Array,
  invstd: Float64Array,
  size: number,
  eps: number,
): void {
  for (let r = 0, from = 0; r < mean.length; r++, from += size) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += x[from + i]!;
    const m = sum / size;
    let squares = 0;
    for (let i = 0; i < size; i++) squares += (x[from + i]! - m) ** 2;
    const scale = rowScale(squares / size, eps);
    mean[r] = m;
    invstd[r] = scale;
    for (let i = 0; i < size; i++) {
      const normed = (x[from + i]! - m) * scale;
      out[from + i] = normed * (weight ? weight[i]! : 1) + (bias ? bias[i]! : 0);
    }
  }
}

/** Gradients of x (where wanted); adds the sums over the rows to those of weight and bias (where wanted). */
export function layerNormBackward(
  grad: Float32Array,
  x: Float32Array,
  weight: Float32Array | null,
  mean: Float64Array,
  invstd: Float64Array,
  gradX: Float32Array | null,
  gradWeight: Float64Array | null,
  gradBias: Float64Array | null,
  size: number,
): void {
  for (let r = 0, from = 0; r < mean.length; r++, from += size) {
    const m = mean[r]!;
    const scale = invstd[r]!;
    let sum = 0;
    let sumNormed = 0;
    for (let i = 0; i < size; i++) {
      const normed = (x[from + i]! - m) * scale;
      const g = grad[from + i]!;
      if (gradWeight) gradWeight[i]! += g * normed;
      if (gradBias) gradBias[i]! += g;
      const weighted = g * (weight ? weight[i]! : 1);
      sum += weighted;
      sumNormed += weighted * normed;
    }
    if (!gradX) continue;
    for (let i = 0; i < size; i++) {
      const normed = (x[from + i]! - m) * scale;
      const weighted = grad[from + i]! * (weight ? weight[i]! : 1);
      gradX[from + i] = scale * (weighted - sum / size - (normed * sumNormed) / size);
    }
  }
}
