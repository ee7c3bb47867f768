// Gradients of convolutions on WebAssembly.

import { type ByPolyphase, suitsPolyphase } from "../conv_transpose/wasm.ts";
import type { ElementwiseExports } from "../elementwise/exports.ts";
import type { Workspace } from "../memory/workspace.ts";
import type { ReduceExports } from "../reduce/exports.ts";
import { suitsBatchBlockGradient, suitsBatchBlocks, suitsTaps, tapPlan } from "./batch_blocks_plan.ts";
import type { ConvDims } from "./contract.ts";
import type { ConvExports } from "./exports.ts";
import { convPlan, volume } from "./plan.ts";

import { type ConvForward, convAlgorithm } from "./wasm.ts";
import { convolveInBatchBlocks, weightGradientInBatchBlocks } from "./wasm_batch_blocks.ts";

type Exports = ConvExports & ElementwiseExports & ReduceExports;

type Three = readonly [number, number, number];
const three = (make: (dim: 0 | 1 | 2) => number): Three => [make(0), make(1), make(2)];

/** The convolution of the output's gradient with the flipped weights; it is the input's gradient for unit strides. */
const flipped = (d: ConvDims): ConvDims => ({
  batch: d.batch,
  groups: d.groups,
  inPerGroup: d.outPerGroup,
  outPerGroup: d.inPerGroup,
  input: d.output,
  output: d.input,
  kernel: d.kernel,
  stride: [1, 1, 1],
  before: three((i) => d.dilation[i] * (d.kernel[i] - 1) - d.before[i]),
  dilation: d.dilation,
});

/** Up to so many input channels, laying out every pixel's taps costs more than adding up the products in place. */
const fewChannels = 8;

/** Whether the flipped convolution would gather many taps for few filters. */
const scattersBetter = (d: ConvDims): boolean =>
  d.inPerGroup <= fewChannels && d.outPerGroup > 1 && convAlgorithm(flipped(d)) === "im2col";

/** Floats of columns that are computed before they are scattered. */
const columnsAtOnce = 2 ** 18;
/** Bytes of images whose padded images are kept at once. */
const paddedAtOnce = 2 ** 19;

export function convGradKernels(kernel: Exports, space: Workspace, forward: ConvForward, byPolyphase: ByPolyphase) {
  function byFlipping(gradOut: number, weight: number, gradInput: number, d: ConvDims): void {
    const taps = volume(d.kernel);
    // Not scratch: the forward kernels use that.
    const weights = space.memory.allocate(4 * d.groups * d.inPerGroup * d.outPerGroup * taps);
    try {
      kernel.flipWeights(weights, weight, d.groups, d.outPerGroup, d.inPerGroup, taps, 0, d.inPerGroup);
      forward(gradOut, weights, 0, gradInput, flipped(d), "none");
    } finally {
      space.memory.release(weights);
    }
  }

  function depthwiseInput(gradOut: number, weight: number, gradInput: number, d: ConvDims): void {
    const { padded, taps, rows } = convPlan(d);
    const [plane, tapsAt, rowsAt] = space.scratch(4 * volume(padded), 4 * taps.length, 4 * rows.length);
    space.putInts(tapsAt, taps);
    space.putInts(rowsAt, rows);
    const planes = [0, d.batch * d.groups, d.groups, d.outPerGroup] as const;
    const tables = [tapsAt, rowsAt, rows.length, d.output[2], taps.length, 4 * d.stride[2]] as const;
    const edges = [...padded, ...d.input, ...d.before] as const;
    kernel.depthwiseInputGradient(gradOut, weight, gradInput, ...planes, ...tables, ...edges, plane);
  }

  function byScattering(gradOut: number, weight: number, gradInput: number, d: ConvDims): void {
    const { padded, taps, pixels } = convPlan(d);
    const [m, c, k, n] = [d.outPerGroup, d.inPerGroup, taps.length, pixels.length];
    const block = Math.min(Math.max(Math.floor(columnsAtOnce / k / 8) * 8, 8), n);
    const positions = volume(d.kernel);
    const [tapsAt, pixelsAt, scratch] = space.scratch(
      4 * k,
      4 * n,
      kernel.inputGradientScratch(c, volume(padded), positions, block, m),
    );
    space.putInts(tapsAt, taps);
    space.putInts(pixelsAt, pixels);
    const sizes = [0, c, c, positions, m, n, tapsAt, pixelsAt, block, ...padded, ...d.input, ...d.before] as const;
    space.parallel(d.batch * d.groups * m * k * n, () => {
      for (let i = 0; i < d.batch * d.groups; i++) {
        const w = weight + 4 * (i % d.groups) * m * k;
        kernel.inputGradient(gradOut + 4 * i * m * n, w, gradInput + 4 * i * c * volume(d.input), ...sizes, scratch);
      }
    });
  }

  function depthwiseWeight(gradOut: number, input: number, gradWeight: number, d: ConvDims): void {
    const { pads, padded, taps, rows } = convPlan(d);
    const [plane, tapsAt, rowsAt] = space.scratch(4 * volume(padded), 4 * taps.length, 4 * rows.length);
    space.putInts(tapsAt, taps);
    space.putInts(rowsAt, rows);
    const sizes = [0, d.groups, d.batch, d.groups, d.outPerGroup] as const;
    const tables = [tapsAt, rowsAt, rows.length, d.output[2], taps.length, 4 * d.stride[2]] as const;
    const edges = [...d.input, ...padded, ...d.before] as const;
    kernel.depthwiseWeights(gradOut, input, gradWeight, ...sizes, ...tables, ...edges, pads ? plane : 0);
  }

  function generalWeight(gradOut: number, input: number, gradWeight: number, d: ConvDims): void {
    const { pads, padded, taps, pixels } = convPlan(d);
    const [m, k, n] = [d.outPerGroup, taps.length, pixels.length];
    const channels = d.groups * d.inPerGroup;
    const imageBytes = 4 * channels * volume(padded);
    const atOnce = pads ? Math.max(1, Math.min(Math.floor(paddedAtOnce / imageBytes), d.batch)) : d.batch;
    const [paddedImages, tapsAt, pixelsAt, scratch] = space.scratch(
      pads ? atOnce * imageBytes : 0,
      4 * k,
      4 * n,
      kernel.weightGradientScratch(m, n),
    );
    space.putInts(tapsAt, taps);
    space.putInts(pixelsAt, pixels);
    const gradBytes = 4 * d.groups * m * n;
    for (let i = 0; i < d.batch; i += atOnce) {
      const images = Math.min(atOnce, d.batch - i);
      const from = input + 4 * i * channels * volume(d.input);
      if (pads)
        kernel.padImages(
          paddedImages,
          from,
          images * channels,
          ...d.input,
          ...padded,
          ...d.before,
          0,
          padded[0] * padded[1],
        );
      space.parallel(images * d.groups * m * n * k, () => {
        for (let g = 0; g < d.groups; g++) {
          const group = (pads ? paddedImages : from) + 4 * g * d.inPerGroup * volume(padded);
          const places = [
            gradOut + i * gradBytes + 4 * g * m * n,
            group,
            tapsAt,
            pixelsAt,
            gradWeight + 4 * g * m * k,
          ] as const;
          const strides = [4 * k, images, gradBytes, imageBytes] as const;
          kernel.weightGradient(...places, m, n, k, ...strides, Number(i > 0), scratch);
        }
      });
    }
  }

  function tapByTap(gradOut: number, input: number, gradWeight: number, d: ConvDims): void {
    const { places, starts, runs } = tapPlan(d);
    const [m, c] = [d.outPerGroup, d.inPerGroup];
    const [from, to] = [volume(d.output), volume(d.input)];
    const [grads, values, placesAt, startsAt, runsAt] = space.scratch(
      4 * (m + 6) * d.batch * from,
      4 * (c + 8) * d.batch * to,
      places.byteLength,
      starts.byteLength,
      runs.byteLength,
    );
    space.putInts(placesAt, places);
    space.putInts(startsAt, starts);
    space.putInts(runsAt, runs);
    space.parallel(d.batch * (m * from + c * to), () => {
      kernel.packChannels(grads, gradOut, d.batch, m, from, 6, 0, m);
      kernel.packChannels(values, input, d.batch, c, to, 8, 0, c);
    });
    const panels = [grads, d.batch * from, values, d.batch * to] as const;
    const tables = [volume(d.kernel), placesAt, places.length, startsAt, runsAt] as const;
    kernel.tapGradient(...panels, gradWeight, m, c, ...tables, 0, m);
  }

  const inBatchBlocks = convolveInBatchBlocks(kernel, space);
  const gradientInBatchBlocks = weightGradientInBatchBlocks(kernel, space);
  const isDepthwise = (d: ConvDims): boolean => d.inPerGroup === 1 && d.groups > 1;

  return {
    /** gradInput (N, C, …) from gradOut (N, O, …). */
    convBackwardInput(gradOut: Float32Array, weight: Float32Array, gradInput: Float32Array, d: ConvDims): void {
      if (gradInput.length === 0) return;
      const unitStrides = d.stride.every((stride, i) => stride === 1 || d.output[i] === 1);
      space.with([gradOut, weight, gradInput], 2, (from, w, to) => {
        // Zeros of the padding would make NaN of Inf.
        if (!kernel.allFinite(w, weight.length)) {
          byScattering(from, w, to, d);
          return;
        }
        const gathers = !unitStrides || convAlgorithm(flipped(d)) === "im2col";
        if (suitsBatchBlocks(d, d.input, d.inPerGroup, gathers)) {
          inBatchBlocks(d, true, { from, weight: w, bias: 0, to, activation: "none" });
        } else if (unitStrides && !scattersBetter(d)) byFlipping(from, w, to, d);
        else if (isDepthwise(d)) depthwiseInput(from, w, to, d);
        else if (suitsPolyphase(d)) byPolyphase.run({ from, weight: w, bias: 0, to, packed: 0 }, d);
        else byScattering(from, w, to, d);
      });
    },

    /** gradWeight (O, C / groups, k…) from gradOut (N, O, …) and input (N, C, …). */
    convBackwardWeight(gradOut: Float32Array, input: Float32Array, gradWeight: Float32Array, d: ConvDims): void {
      space.with([gradOut, input, gradWeight], 2, (from, x, to) => {
        if (gradOut.length === 0 || input.length === 0) kernel.zero(to, gradWeight.byteLength);
        else if (isDepthwise(d)) depthwiseWeight(from, x, to, d);
        else if (suitsTaps(d)) tapByTap(from, x, to, d);
        else if (suitsBatchBlockGradient(d)) gradientInBatchBlocks(from, x, to, d);
        else generalWeight(from, x, to, d);
      });
    },

    /** out (channels) = sums of x (outer, channels, inner) over everything else. */
    sumChannels(x: Float32Array, out: Float32Array, outer: number, channels: number, inner: number): void {
      space.with([x, out], 1, (from, to) => kernel.sumChannels(from, to, outer, channels, inner, 0, channels));
    },
  };
}
