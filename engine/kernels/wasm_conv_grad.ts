// Gradients of convolutions on WebAssembly.
import { convPlan, volume } from "./conv_plan.ts";
import type { Export } from "./loader.ts";
import type { ConvDims } from "./reference/conv.ts";
import type { ConvForward } from "./wasm_conv.ts";
import type { Workspace } from "./workspace.ts";

export type ConvGradExport =
  | "gemm"
  | "gemmScratch"
  | "frame"
  | "convolveScratch"
  | "flipWeights"
  | "scatter"
  | "weightGradient"
  | "depthwiseScatter"
  | "depthwiseWeightGradient"
  | "sumChannels"
  | "zero";
type Exports = Readonly<Record<ConvGradExport, Export>>;

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

/** Floats of columns that are computed before they are scattered. */
const columnsAtOnce = 2 ** 18;
/** Steps of a block in gemm.ts (KC). */
const stepsPerBlock = 256;

const negative = (size: Three): Three => three((i) => -size[i]);

export function convGradKernels(kernel: Exports, space: Workspace, forward: ConvForward) {
  function byFlipping(gradOut: number, weight: number, gradInput: number, d: ConvDims): void {
    const taps = volume(d.kernel);
    // Not scratch: the forward kernels use that.
    const weights = space.memory.allocate(4 * d.groups * d.inPerGroup * d.outPerGroup * taps);
    try {
      kernel.flipWeights(weights, weight, d.groups, d.outPerGroup, d.inPerGroup, taps);
      forward(gradOut, weights, 0, gradInput, flipped(d), "none");
    } finally {
      space.memory.release(weights);
    }
  }

  function depthwiseScatter(gradOut: number, weight: number, gradInput: number, d: ConvDims): void {
    const { frame, taps, rows } = convPlan(d);
    const planeBytes = 4 * volume(frame);
    const [plane, tapsAt, rowsAt] = space.scratch(planeBytes, 4 * taps.length, 4 * rows.length);
    space.putInts(tapsAt, taps);
    space.putInts(rowsAt, rows);
    for (let i = 0; i < d.batch * d.groups; i++) {
      kernel.zero(plane, planeBytes);
      for (let o = 0; o < d.outPerGroup; o++) {
        const w = weight + 4 * ((i % d.groups) * d.outPerGroup + o) * taps.length;
        const g = gradOut + 4 * (i * d.outPerGroup + o) * volume(d.output);
        kernel.depthwiseScatter(plane, tapsAt, rowsAt, w, g, rows.length, d.output[2], taps.length, 4 * d.stride[2]);
      }
      kernel.frame(gradInput + 4 * i * volume(d.input), plane, 1, ...frame, ...d.input, ...negative(d.before));
    }
  }

  function byScattering(gradOut: number, weight: number, gradInput: number, d: ConvDims): void {
    const { frame, taps, pixels } = convPlan(d);
    const [m, k, n] = [d.outPerGroup, taps.length, pixels.length];
    const block = Math.min(Math.max(Math.floor(columnsAtOnce / k / 8) * 8, 8), n);
    const groupBytes = 4 * d.inPerGroup * volume(frame);
    const [image, tapsAt, pixelsAt, columns, scratch] = space.scratch(
      d.groups * groupBytes,
      4 * k,
      4 * n,
      4 * k * block,
      kernel.gemmScratch(k, block, m),
    );
    space.putInts(tapsAt, taps);
    space.putInts(pixelsAt, pixels);
    const channels = d.groups * d.inPerGroup;
    for (let i = 0; i < d.batch; i++) {
      kernel.zero(image, d.groups * groupBytes);
      for (let g = 0; g < d.groups; g++) {
        const w = weight + 4 * g * m * k;
        for (let j = 0; j < n; j += block) {
          const count = Math.min(block, n - j);
          const from = gradOut + 4 * ((i * d.groups + g) * m * n + j);
          kernel.gemm(w, 4, 4 * k, from, 4 * n, 4, columns, 4 * count, k, count, m, 0, 0, 0, 0, scratch);
          kernel.scatter(image + g * groupBytes, columns, 4 * count, tapsAt, pixelsAt + 4 * j, count, k);
        }
      }
      const to = gradInput + 4 * i * channels * volume(d.input);
      kernel.frame(to, image, channels, ...frame, ...d.input, ...negative(d.before));
    }
  }

  function depthwiseWeight(gradOut: number, input: number, gradWeight: number, d: ConvDims): void {
    const { framed, frame, taps, rows } = convPlan(d);
    const [plane, tapsAt, rowsAt] = space.scratch(4 * volume(frame), 4 * taps.length, 4 * rows.length);
    space.putInts(tapsAt, taps);
    space.putInts(rowsAt, rows);
    const size = [rows.length, d.output[2], taps.length, 4 * d.stride[2]];
    for (let i = 0; i < d.batch * d.groups; i++) {
      const from = input + 4 * i * volume(d.input);
      if (framed) kernel.frame(plane, from, 1, ...d.input, ...frame, ...d.before);
      for (let o = 0; o < d.outPerGroup; o++) {
        const to = gradWeight + 4 * ((i % d.groups) * d.outPerGroup + o) * taps.length;
        const g = gradOut + 4 * (i * d.outPerGroup + o) * volume(d.output);
        kernel.depthwiseWeightGradient(framed ? plane : from, tapsAt, rowsAt, g, to, ...size, Number(i >= d.groups));
      }
    }
  }

  function generalWeight(gradOut: number, input: number, gradWeight: number, d: ConvDims): void {
    const { framed, frame, taps, pixels } = convPlan(d);
    const [m, k, n] = [d.outPerGroup, taps.length, pixels.length];
    const channels = d.groups * d.inPerGroup;
    const [image, tapsAt, pixelsAt, a, b] = space.scratch(
      framed ? 4 * channels * volume(frame) : 0,
      4 * k,
      4 * n,
      4 * (m + 1) * Math.min(n, stepsPerBlock),
      // The block of B has 256 taps by so many pixels here.
      kernel.convolveScratch(Math.min(n, stepsPerBlock)),
    );
    space.putInts(tapsAt, taps);
    space.putInts(pixelsAt, pixels);
    for (let i = 0; i < d.batch; i++) {
      const from = input + 4 * i * channels * volume(d.input);
      if (framed) kernel.frame(image, from, channels, ...d.input, ...frame, ...d.before);
      for (let g = 0; g < d.groups; g++) {
        const group = (framed ? image : from) + 4 * g * d.inPerGroup * volume(frame);
        const out = gradOut + 4 * (i * d.groups + g) * m * n;
        const to = gradWeight + 4 * g * m * k;
        kernel.weightGradient(out, group, tapsAt, pixelsAt, to, m, n, k, Number(i > 0), a, b);
      }
    }
  }

  const isDepthwise = (d: ConvDims): boolean => d.inPerGroup === 1 && d.groups > 1;

  return {
    /** gradInput (N, C, …) from gradOut (N, O, …): also the transposed convolution of gradOut. */
    convBackwardInput(gradOut: Float32Array, weight: Float32Array, gradInput: Float32Array, d: ConvDims): void {
      if (gradInput.length === 0) return;
      const unitStrides = d.stride.every((stride, i) => stride === 1 || d.output[i] === 1);
      space.with([gradOut, weight, gradInput], 2, (from, w, to) => {
        if (unitStrides) byFlipping(from, w, to, d);
        else if (isDepthwise(d)) depthwiseScatter(from, w, to, d);
        else byScattering(from, w, to, d);
      });
    },

    /** gradWeight (O, C / groups, k…) from gradOut (N, O, …) and input (N, C, …). */
    convBackwardWeight(gradOut: Float32Array, input: Float32Array, gradWeight: Float32Array, d: ConvDims): void {
      space.with([gradOut, input, gradWeight], 2, (from, x, to) => {
        if (gradOut.length === 0 || input.length === 0) kernel.zero(to, gradWeight.byteLength);
        else if (isDepthwise(d)) depthwiseWeight(from, x, to, d);
        else generalWeight(from, x, to, d);
      });
    },

    /** out (channels) = sums of x (outer, channels, inner) over everything else. */
    sumChannels(x: Float32Array, out: Float32Array, outer: number, channels: number, inner: number): void {
      space.with([x, out], 1, (from, to) => kernel.sumChannels(from, to, outer, channels, inner, 0, channels));
    },
  };
}
