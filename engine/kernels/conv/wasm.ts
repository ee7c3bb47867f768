// Convolutions on WebAssembly, forward: which algorithm serves which sizes.

import type { FusedActivation } from "../matmul/contract.ts";
import { activationCode } from "../matmul/epilogue.ts";
import type { MatmulExports } from "../matmul/exports.ts";
import type { Workspace } from "../memory/workspace.ts";
import { suitsBatchBlocks } from "./batch_blocks_plan.ts";
import { isPadded, mendBorders } from "./borders.ts";
import type { ConvAlgorithm, ConvDims, PreparedConv } from "./contract.ts";
import type { ConvExports } from "./exports.ts";
import { convPlan, type TileSide, volume } from "./plan.ts";

import { convolveInBatchBlocks } from "./wasm_batch_blocks.ts";
import { tileSide, winogradByPointers } from "./wasm_winograd.ts";

type Exports = ConvExports & MatmulExports;

const all = (values: readonly number[], value: number): boolean => values.every((v) => v === value);

/** Packed weights of more steps (KC in gemm.ts) come in several blocks, which the kernel by rows cannot follow. */
const stepsPerBlock = 256;

/** How large the tiles are of those algorithms that are Winograd's. */
const sides: Partial<Readonly<Record<ConvAlgorithm, TileSide>>> = { winograd2: 2, winograd4: 4 };

/** The algorithm for these sizes, with weights laid out for it beforehand or by every call. */
export function convAlgorithm(d: ConvDims, prepared = false): ConvAlgorithm {
  const unitSteps = all(d.stride, 1) && all(d.dilation, 1);
  if (all(d.kernel, 1) && unitSteps && all(d.before, 0) && d.input.every((size, i) => size === d.output[i])) {
    return "pointwise";
  }
  if (d.inPerGroup === 1 && d.groups > 1) return "depthwise";
  const side = unitSteps ? tileSide(d, prepared) : null;
  if (side !== null) return `winograd${side}`;
  const ow = d.output[2];
  const wasted = (Math.ceil(ow / 8) * 8) / ow;
  const steps = d.inPerGroup * volume(d.kernel);
  const rows = d.stride[2] === 1 && ow >= 8 && wasted <= 1.3 && d.outPerGroup <= 18 && steps <= stepsPerBlock;
  if (rows) return "rows";
  return "im2col";
}

/** Images whose padded images are kept at once, in bytes: they should stay in the caches. */
const fewPadded = 2 ** 19;

/** out = convolution of x with weights + bias (0: none), then the activation; all by pointers. */
export type ConvForward = (
  x: number,
  weight: number,
  bias: number,
  out: number,
  d: ConvDims,
  activation: FusedActivation,
  prepared?: PreparedConv | null,
) => void;

const packedBytes = (d: ConvDims): number => 4 * (d.outPerGroup + 1) * d.inPerGroup * volume(d.kernel);

/** The algorithm for weights prepared for these sizes, or for others of the same convolution. */
function preparedAlgorithm(d: ConvDims, prepared: PreparedConv | null): ConvAlgorithm {
  const algorithm = convAlgorithm(d);
  if (!prepared) return algorithm;
  if (prepared.algorithm in sides) return prepared.algorithm;
  return algorithm in sides ? "im2col" : algorithm;
}

/** Every group's weights in panels, one after the other. */
function packGroups(kernel: Exports, to: number, weight: number, d: ConvDims): void {
  const k = d.inPerGroup * volume(d.kernel);
  for (let g = 0; g < d.groups; g++) {
    kernel.packWeights(to + g * packedBytes(d), weight + 4 * g * d.outPerGroup * k, d.outPerGroup, k);
  }
}

/** The forward convolution by pointers, by the algorithm that suits the sizes. */
export function convByPointers(kernel: Exports, space: Workspace): ConvForward {
  function pointwise(
    x: number,
    weight: number,
    bias: number,
    out: number,
    d: ConvDims,
    activation: FusedActivation,
  ): void {
    const pixels = volume(d.output);
    const { inPerGroup: c, outPerGroup: m } = d;
    const [scratch] = space.scratch(kernel.gemmScratch(m, pixels, c));
    const code = activationCode[activation];
    space.parallel(d.batch * d.groups * m * c * pixels, () => {
      for (let i = 0; i < d.batch * d.groups; i++) {
        const g = i % d.groups;
        const w = weight + 4 * g * m * c;
        const from = x + 4 * i * c * pixels;
        const to = out + 4 * i * m * pixels;
        const b = bias && bias + 4 * g * m;
        const row = 4 * pixels;
        if (pixels === 1) kernel.gemmDot(from, 4 * c, w, 4 * c, to, 4 * m, 1, m, c, b, code);
        else kernel.gemm(w, 4 * c, 4, from, row, 4, to, row, m, pixels, c, 0, b, 0, code, scratch);
      }
    });
  }

  function depthwise(
    x: number,
    weight: number,
    bias: number,
    out: number,
    d: ConvDims,
    activation: FusedActivation,
  ): void {
    const { pads, padded, taps, rows } = convPlan(d);
    const [plane, tapsAt, rowsAt] = space.scratch(4 * volume(padded), 4 * taps.length, 4 * rows.length);
    space.putInts(tapsAt, taps);
    space.putInts(rowsAt, rows);
    const planes = [0, d.batch * d.groups * d.outPerGroup, d.groups, d.outPerGroup] as const;
    const edges = [...d.input, ...padded, ...d.before] as const;
    const tables = [tapsAt, rowsAt, rows.length, d.output[2], taps.length, 4 * d.stride[2]] as const;
    const last = [activationCode[activation], pads ? plane : 0] as const;
    kernel.depthwisePlanes(x, weight, bias, out, ...planes, ...edges, ...tables, ...last);
  }

  function throughTaps(
    x: number,
    weight: number,
    bias: number,
    out: number,
    d: ConvDims,
    activation: FusedActivation,
    prepared: PreparedConv | null,
  ): void {
    const { pads, padded, taps, pixels, rows } = convPlan(d);
    const { outPerGroup: m } = d;
    const k = taps.length;
    const channels = d.groups * d.inPerGroup;
    const byRows = convAlgorithm(d) === "rows";
    const table = byRows ? rows : pixels;
    const paddedBytes = pads ? 4 * channels * volume(padded) : 0;
    const atOnce = Math.max(1, Math.min(Math.floor(fewPadded / Math.max(paddedBytes, 1)), d.batch));
    const [own, paddedImages, tapsAt, tableAt, scratch] = space.scratch(
      prepared ? 0 : d.groups * packedBytes(d),
      atOnce * paddedBytes,
      4 * k,
      4 * table.length,
      kernel.convolveScratch(k),
    );
    space.putInts(tapsAt, taps);
    space.putInts(tableAt, table);
    const packed = prepared?.pointer ?? own;
    if (!prepared) packGroups(kernel, packed, weight, d);
    const code = activationCode[activation];
    const [n, plane] = [pixels.length, 4 * pixels.length];
    const [inGroup, outGroup] = [4 * d.inPerGroup * volume(padded), m * plane];
    for (let image = 0; image < d.batch; image += atOnce) {
      const images = Math.min(atOnce, d.batch - image);
      const from = x + 4 * image * channels * volume(d.input);
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
        for (let i = 0; i < images * d.groups; i++) {
          const g = i % d.groups;
          const to = out + (image * d.groups + i) * outGroup;
          const places = [
            packed + g * packedBytes(d),
            (pads ? paddedImages : from) + i * inGroup,
            tapsAt,
            tableAt,
            to,
          ] as const;
          const b = bias && bias + 4 * g * m;
          if (byRows) kernel.convolveRows(...places, m, rows.length, d.output[2], k, b, code, plane);
          else kernel.convolve(...places, m, n, k, b, code, scratch, plane, 0, m);
        }
      });
    }
  }

  const inBatchBlocks = convolveInBatchBlocks(kernel, space);
  const [winograd2, winograd4] = [winogradByPointers(kernel, space, 2), winogradByPointers(kernel, space, 4)];
  const algorithms = { pointwise, depthwise, winograd2, winograd4, rows: throughTaps, im2col: throughTaps };
  return (x, weight, bias, out, d, activation, prepared = null) => {
    if (!prepared && suitsBatchBlocks(d, d.output, d.outPerGroup, convAlgorithm(d) === "im2col")) {
      inBatchBlocks(d, false, { from: x, weight, bias, to: out, activation });
      return;
    }
    algorithms[preparedAlgorithm(d, prepared)](x, weight, bias, out, d, activation, prepared);
  };
}

export function convKernels(kernel: Exports, space: Workspace, forward: ConvForward) {
  /** How weights are laid out once for many calls, and what that takes; null where they are read as they are. */
  function layout(d: ConvDims): { readonly algorithm: ConvAlgorithm; readonly bytes: number } | null {
    const algorithm = convAlgorithm(d, true);
    if (algorithm === "pointwise" || algorithm === "depthwise" || d.groups * packedBytes(d) === 0) return null;
    const side = sides[algorithm];
    const bytes = side ? kernel.winogradWeightBytes(d.outPerGroup, d.inPerGroup, side) : d.groups * packedBytes(d);
    return { algorithm, bytes };
  }

  return {
    /**
     * out (N, O, …) = input (N, C, …) * weight (O, C / groups, k…) + bias (O), then the activation. `prepared`:
     * what `prepareConv` made of the same weights.
     */
    convForward(
      input: Float32Array,
      weight: Float32Array,
      bias: Float32Array | null,
      out: Float32Array,
      d: ConvDims,
      activation: FusedActivation = "none",
      prepared: PreparedConv | null = null,
    ): void {
      if (out.length === 0) return;
      let finite = true;
      space.with([input, weight, bias, out], 3, (x, w, b, to) => {
        forward(x, w, b, to, d, activation, prepared);
        if (isPadded(d)) finite = prepared?.finite ?? kernel.allFinite(w, weight.length) !== 0;
      });
      if (!finite) mendBorders(input, weight, bias, out, d, activation);
    },

    /** Bytes that `prepareConv` takes for these sizes. */
    preparedConvBytes: (d: ConvDims): number => layout(d)?.bytes ?? 0,

    /**
     * Lays the weights out once for many calls of `convForward`, with any batch and image size; null where the kernel
     * reads them as they are.
     * @throws RangeError when there is no memory for them
     */
    prepareConv(weight: Float32Array, d: ConvDims): PreparedConv | null {
      const wanted = layout(d);
      if (!wanted || weight.length === 0) return null;
      const { algorithm, bytes } = wanted;
      const { outPerGroup: m, inPerGroup: c } = d;
      const { memory } = space;
      // Taken before anything is allocated: growth detaches views.
      let prepared: PreparedConv | null = null;
      space.with([weight], 1, (from) => {
        const side = sides[algorithm];
        const pointer = memory.allocate(bytes);
        const [scratch] = space.scratch(1024);
        if (side) kernel.winogradWeights(pointer, from, m, c, scratch, side);
        else packGroups(kernel, pointer, from, d);
        const finite = kernel.allFinite(from, weight.length) !== 0;
        prepared = { algorithm, pointer, finite, release: () => memory.release(pointer) };
      });
      return prepared;
    },
  };
}
