// Convolution kernels, direct form, in three spatial dims (fewer are sizes of 1): forward and both gradients.
import type { ConvDims } from "./contract.ts";

/** First and last + 1 output index whose input index o * stride + shift lies inside [0, size). */
function reach(shift: number, stride: number, size: number, outputs: number): [number, number] {
  const first = shift >= 0 ? 0 : Math.ceil(-shift / stride);
  const last = Math.floor((size - 1 - shift) / stride) + 1;
  return [Math.min(first, outputs), Math.max(Math.min(last, outputs), 0)];
}

/** Calls `row` for every kernel tap and output row it touches: offsets into a plane of output and input, and how many. */
function forEachRow(
  d: ConvDims,
  row: (tap: number, outAt: number, inAt: number, count: number, stride: number) => void,
): void {
  const [kd, kh, kw] = d.kernel;
  const [, ih, iw] = d.input;
  const [, oh, ow] = d.output;
  const [sd, sh, sw] = d.stride;
  for (let a = 0; a < kd; a++) {
    const shiftD = a * d.dilation[0] - d.before[0];
    const [d0, d1] = reach(shiftD, sd, d.input[0], d.output[0]);
    for (let b = 0; b < kh; b++) {
      const shiftH = b * d.dilation[1] - d.before[1];
      const [h0, h1] = reach(shiftH, sh, ih, oh);
      for (let c = 0; c < kw; c++) {
        const shiftW = c * d.dilation[2] - d.before[2];
        const [w0, w1] = reach(shiftW, sw, iw, ow);
        if (w1 <= w0) continue;
        const tap = (a * kh + b) * kw + c;
        for (let z = d0; z < d1; z++) {
          for (let y = h0; y < h1; y++) {
            const inAt = ((z * sd + shiftD) * ih + y * sh + shiftH) * iw + w0 * sw + shiftW;
            row(tap, (z * oh + y) * ow + w0, inAt, w1 - w0, sw);
          }
        }
      }
    }
  }
}

const volume = ([a, b, c]: readonly [number, number, number]): number => a * b * c;

/** out (N, O, …) = input (N, C, …) * weight (O, C / groups, k…) + bias (O). */
export function convForward(
  input: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  out: Float32Array,
  d: ConvDims,
): void {
  const inPlane = volume(d.input);
  const outPlane = volume(d.output);
  const taps = volume(d.kernel);
  const channels = d.groups * d.inPerGroup;
  const filters = d.groups * d.outPerGroup;
  const sum = new Float64Array(outPlane);
  for (let n = 0; n < d.batch; n++) {
    for (let o = 0; o < filters; o++) {
      sum.fill(bias ? bias[o]! : 0);
      const firstChannel = Math.floor(o / d.outPerGroup) * d.inPerGroup;
      for (let c = 0; c < d.inPerGroup; c++) {
        const x = (n * channels + firstChannel + c) * inPlane;
        const w = (o * d.inPerGroup + c) * taps;
        forEachRow(d, (tap, outAt, inAt, count, stride) => {
          const value = weight[w + tap]!;
          for (let i = 0, j = x + inAt; i < count; i++, j += stride) sum[outAt + i]! += value * input[j]!;
        });
      }
      out.set(sum, (n * filters + o) * outPlane);
    }
  }
}

/** gradInput (N, C, …) from gradOut (N, O, …). */
export function convBackwardInput(
  gradOut: Float32Array,
  weight: Float32Array,
  gradInput: Float32Array,
  d: ConvDims,
): void {
  const inPlane = volume(d.input);
  const outPlane = volume(d.output);
  const taps = volume(d.kernel);
  const channels = d.groups * d.inPerGroup;
  const filters = d.groups * d.outPerGroup;
  const sum = new Float64Array(inPlane);
  for (let n = 0; n < d.batch; n++) {
    for (let c = 0; c < channels; c++) {
      sum.fill(0);
      const firstFilter = Math.floor(c / d.inPerGroup) * d.outPerGroup;
      for (let o = firstFilter; o < firstFilter + d.outPerGroup; o++) {
        const g = (n * filters + o) * outPlane;
        const w = (o * d.inPerGroup + (c % d.inPerGroup)) * taps;
        forEachRow(d, (tap, outAt, inAt, count, stride) => {
          const value = weight[w + tap]!;
          for (let i = 0, j = inAt; i < count; i++, j += stride) sum[j]! += value * gradOut[g + outAt + i]!;
        });
      }
      gradInput.set(sum, (n * channels + c) * inPlane);
    }
  }
}

/** gradWeight (O, C / groups, k…) from gradOut (N, O, …) and input (N, C, …). */
export function convBackwardWeight(
  gradOut: Float32Array,
  input: Float32Array,
  gradWeight: Float32Array,
  d: ConvDims,
): void {
  const inPlane = volume(d.input);
  const outPlane = volume(d.output);
  const taps = volume(d.kernel);
  const channels = d.groups * d.inPerGroup;
  const filters = d.groups * d.outPerGroup;
  const sum = new Float64Array(taps);
  for (let o = 0; o < filters; o++) {
    const firstChannel = Math.floor(o / d.outPerGroup) * d.inPerGroup;
    for (let c = 0; c < d.inPerGroup; c++) {
      sum.fill(0);
      for (let n = 0; n < d.batch; n++) {
        const g = (n * filters + o) * outPlane;
        const x = (n * channels + firstChannel + c) * inPlane;
        forEachRow(d, (tap, outAt, inAt, count, stride) => {
          let dot = 0;
          for (let i = 0, j = x + inAt; i < count; i++, j += stride) dot += gradOut[g + outAt + i]! * input[j]!;
          sum[tap]! += dot;
        });
      }
      gradWeight.set(sum, (o * d.inPerGroup + c) * taps);
    }
  }
}
