// Owns convolutions whose weights are not all finite, where windows reach into padding: 0 · Inf is NaN.

import { functions } from "../elementwise/reference/functions.ts";
import type { FusedActivation } from "../matmul/contract.ts";

import type { ConvDims } from "./contract.ts";
import { volume } from "./plan.ts";

const activations: Readonly<Record<FusedActivation, (x: number) => number>> = {
  none: (x) => x,
  relu: functions.relu,
  relu6: (x) => functions.clamp(x, 0, 6),
};

const dims = [0, 1, 2] as const;

/** Whether any window reaches beyond the image. */
export const isPadded = (d: ConvDims): boolean =>
  dims.some((i) => {
    const last = (d.output[i] - 1) * d.stride[i] - d.before[i] + (d.kernel[i] - 1) * d.dilation[i];
    return d.before[i] > 0 || last >= d.input[i];
  });

/**
 * Whether torch multiplies padding with weights, as its own kernel does; the one of oneDNN skips it. Torch takes its own
 * for one small image without groups, by `ConvParams::use_mkldnn`.
 */
function multipliesPadding({ batch, groups, inPerGroup, input, kernel }: ConvDims): boolean {
  const elements = inPerGroup * (input[0] > 1 ? input[0] * input[1] : input[1] * input[2]);
  return batch === 1 && groups === 1 && !(kernel[1] > 3 && kernel[2] > 3) && elements <= 20480;
}

/** Per output index along a dim, the taps that are inside the image: first and end. */
const tapsInside = (d: ConvDims, dim: 0 | 1 | 2): (readonly [number, number])[] =>
  Array.from({ length: d.output[dim] }, (_, o) => {
    const from = o * d.stride[dim] - d.before[dim];
    const first = Math.min(Math.max(Math.ceil(-from / d.dilation[dim]), 0), d.kernel[dim]);
    const end = Math.min(Math.floor((d.input[dim] - 1 - from) / d.dilation[dim]) + 1, d.kernel[dim]);
    return [first, Math.max(end, first)];
  });

/** Writes those outputs of filters with weights that are not finite whose windows reach into padding, as torch has them. */
export function mendBorders(
  input: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  out: Float32Array,
  d: ConvDims,
  activation: FusedActivation,
): void {
  const [inPlane, outPlane, taps] = [volume(d.input), volume(d.output), volume(d.kernel)];
  const [kd, kh, kw] = d.kernel;
  const [, ih, iw] = d.input;
  const [, oh, ow] = d.output;
  const [slices, rows, columns] = dims.map((dim) => tapsInside(d, dim)) as [
    ReturnType<typeof tapsInside>,
    ReturnType<typeof tapsInside>,
    ReturnType<typeof tapsInside>,
  ];
  const zeros = multipliesPadding(d);
  const filters = d.groups * d.outPerGroup;
  for (let o = 0; o < filters; o++) {
    const own = weight.subarray(o * d.inPerGroup * taps, (o + 1) * d.inPerGroup * taps);
    if (own.every(Number.isFinite)) continue;
    for (let at = 0; at < outPlane; at++) {
      const [z, y, x] = [Math.floor(at / (oh * ow)), Math.floor(at / ow) % oh, at % ow];
      const [[z0, z1], [y0, y1], [x0, x1]] = [slices[z]!, rows[y]!, columns[x]!];
      if ((z1 - z0) * (y1 - y0) * (x1 - x0) === taps) continue;
      const corner =
        ((z * d.stride[0] - d.before[0]) * ih + y * d.stride[1] - d.before[1]) * iw + x * d.stride[2] - d.before[2];
      for (let n = 0; n < d.batch; n++) {
        const image = (n * d.groups + Math.floor(o / d.outPerGroup)) * d.inPerGroup * inPlane + corner;
        let sum = bias ? bias[o]! : 0;
        // NaN stays.
        for (let i = 0; i < own.length && !Number.isNaN(sum); i++) {
          const [c, a, b, e] = [Math.floor(i / taps), Math.floor(i / (kh * kw)) % kd, Math.floor(i / kw) % kh, i % kw];
          const inside = a >= z0 && a < z1 && b >= y0 && b < y1 && e >= x0 && e < x1;
          if (!inside && !zeros) continue;
          const place = c * inPlane + (a * d.dilation[0] * ih + b * d.dilation[1]) * iw + e * d.dilation[2];
          sum += own[i]! * (inside ? input[image + place]! : 0);
        }
        out[(n * filters + o) * outPlane + at] = activations[activation](sum);
      }
    }
  }
}
