// Statistics of a tensor's values for the edges of the graph: extent, mean, deviation and histogram.
import type { Description, Statistics } from "./contract.ts";

type Elements = Float32Array | Float64Array | Uint8Array;

/** Mean and deviation by Welford's update (1962), in float64. */
function statistics(values: Elements): Statistics {
  let min = Infinity;
  let max = -Infinity;
  let mean = 0;
  let squares = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!Number.isFinite(v)) continue;
    count++;
    if (v < min) min = v;
    if (v > max) max = v;
    const delta = v - mean;
    mean += delta / count;
    squares += delta * (v - mean);
  }
  const nonFinite = values.length - count;
  if (count === 0) return { min: Number.NaN, max: Number.NaN, mean: Number.NaN, std: Number.NaN, nonFinite };
  return { min, max, mean, std: Math.sqrt(squares / count), nonFinite };
}

/** Extent, mean and deviation of the finite values, and how many of them fall in each of `bins` parts of the extent. */
export function describe(values: Elements, bins: number): Description {
  const found = statistics(values);
  const { min, max } = found;
  const histogram = new Uint32Array(bins);
  const scale = max > min ? bins / (max - min) : 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isFinite(v)) histogram[Math.min(Math.floor((v - min) * scale), bins - 1)]!++;
  }
  return { ...found, histogram };
}
