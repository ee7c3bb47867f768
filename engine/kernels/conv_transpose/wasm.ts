// Transposed convolutions of stride 2 on WebAssembly, phase by phase; with them the input's gradients of such convolutions.

import type { ConvDims } from "../conv/contract.ts";
import type { ConvExports } from "../conv/exports.ts";
import { volume } from "../conv/plan.ts";
import type { Workspace } from "../memory/workspace.ts";
import { addChannels } from "../shape/reference/blocks.ts";
import type { PreparedTranspose } from "./contract.ts";
import type { ConvTransposeExports } from "./exports.ts";
import { isPolyphase, type PhaseGroup, polyphasePlan } from "./polyphase_plan.ts";

type Exports = ConvExports & ConvTransposeExports;

/** With fewer channels to put out, adding products up in place is faster. */
const fewChannels = 9;

/** Whether these sizes go by phases. */
export const suitsPolyphase = (d: ConvDims): boolean =>
  isPolyphase(d) && d.inPerGroup >= fewChannels && d.outPerGroup > 0;

/** Filters of a group of phases, for one group of channels. */
const filtersOf = (d: ConvDims, { phases }: PhaseGroup): number => phases.length * d.inPerGroup;
const packedBytes = (d: ConvDims, group: PhaseGroup): number => 4 * (filtersOf(d, group) + 1) * group.taps.length;

/** Bytes of all weights, packed. */
const polyphaseWeightBytes = (d: ConvDims): number =>
  d.groups * polyphasePlan(d).groups.reduce((sum, group) => sum + packedBytes(d, group), 0);

const sumOf = <T>(values: readonly T[], size: (value: T) => number): number =>
  values.reduce((sum, value) => sum + size(value), 0);

/** What is read and written, by pointers; `bias` 0: none. */
export interface Transposed {
  readonly from: number;
  readonly weight: number;
  readonly bias: number;
  readonly to: number;
  /** Weights that `pack` laid out, 0 where there are none. */
  readonly packed: number;
}

/** Transposed convolutions of stride 2, and input gradients, by pointers. */
export function transposedByPolyphase(kernel: Exports, space: Workspace) {
  /** Lays out weights (O, C / groups, k…) for every phase. `temp`: as many bytes as the weights. */
  function pack(to: number, weight: number, d: ConvDims, temp: number): void {
    const [, kh, kw] = d.kernel;
    let at = to;
    for (let g = 0; g < d.groups; g++) {
      const own = weight + 4 * g * d.outPerGroup * d.inPerGroup * kh * kw;
      for (const group of polyphasePlan(d).groups) {
        const k = group.taps.length;
        for (const [i, y] of group.y.entries()) {
          const part = temp + 4 * i * d.inPerGroup * k;
          kernel.polyphaseWeights(part, own, d.outPerGroup, d.inPerGroup, kh, kw, y.first, group.x[i]!.first);
        }
        kernel.packWeights(at, temp, filtersOf(d, group), k);
        at += packedBytes(d, group);
      }
    }
  }

  /** to (N, C, input) from `from` (N, O, output): the transposed convolution, + bias. */
  function run({ from, weight, bias, to, packed }: Transposed, d: ConvDims): void {
    const plan = polyphasePlan(d);
    const { groups } = plan;
    const [, h, w] = d.input;
    const weightBytes = 4 * d.groups * d.outPerGroup * d.inPerGroup * volume(d.kernel);
    const [own, temp, paddedImages, tables, made, scratch] = space.scratch(
      packed ? 0 : polyphaseWeightBytes(d),
      packed ? 0 : weightBytes / d.groups,
      plan.pads ? 4 * d.groups * d.outPerGroup * volume(plan.padded) : 0,
      sumOf(groups, ({ taps, pixels }) => taps.byteLength + pixels.byteLength),
      sumOf(groups, (group) => 4 * d.groups * filtersOf(d, group) * group.pixels.length),
      kernel.convolveScratch(Math.max(0, ...groups.map(({ taps }) => taps.length))),
    );
    if (!packed) pack(own, weight, d, temp);
    /** Where the tables of each group of phases lie. */
    const places: (readonly [number, number])[] = [];
    let at = tables;
    for (const { taps, pixels } of groups) {
      space.putInts(at, taps);
      space.putInts(at + taps.byteLength, pixels);
      places.push([at, at + taps.byteLength]);
      at += taps.byteLength + pixels.byteLength;
    }
    const products = sumOf(groups, (group) => filtersOf(d, group) * group.taps.length * group.pixels.length);
    const image = 4 * d.outPerGroup * (plan.pads ? volume(plan.padded) : volume(d.output));
    const plane = 4 * h * w;
    for (let n = 0; n < d.batch; n++) {
      const read = from + 4 * n * d.groups * d.outPerGroup * volume(d.output);
      if (plan.pads) {
        const planes = [paddedImages, read, d.groups * d.outPerGroup] as const;
        kernel.padImages(...planes, ...d.output, ...plan.padded, ...plan.before, 0, plan.padded[1]);
      }
      /** Where each phase of each group of channels was put. */
      const phaseAt = Array.from({ length: d.groups }, (): [number, number, number, number] => [0, 0, 0, 0]);
      space.parallel(d.groups * products, () => {
        let [weights, put] = [packed || own, made];
        for (let g = 0; g < d.groups; g++) {
          const input = (plan.pads ? paddedImages : read) + g * image;
          for (const [i, group] of groups.entries()) {
            const [m, pixels, k] = [filtersOf(d, group), group.pixels.length, group.taps.length];
            kernel.convolve(weights, input, ...places[i]!, put, m, pixels, k, 0, 0, scratch, 4 * pixels, 0, m);
            for (const [j, phase] of group.phases.entries()) phaseAt[g]![phase] = put + 4 * j * d.inPerGroup * pixels;
            weights += packedBytes(d, group);
            put += 4 * m * pixels;
          }
        }
      });
      for (const [g, phases] of phaseAt.entries()) {
        const out = to + (n * d.groups + g) * d.inPerGroup * plane;
        kernel.interleavePhases(out, ...phases, 0, d.inPerGroup, h, w, bias && bias + 4 * g * d.inPerGroup);
      }
    }
  }

  return { pack, run };
}

export type ByPolyphase = ReturnType<typeof transposedByPolyphase>;

export function transposeKernels(
  kernel: Exports,
  space: Workspace,
  byPolyphase: ByPolyphase,
  convBackwardInput: (gradOut: Float32Array, weight: Float32Array, gradInput: Float32Array, d: ConvDims) => void,
) {
  return {
    /**
     * out (N, C, …) = the transposed convolution of input (N, O, …) with weight (O, C / groups, k…), + bias (C);
     * `d` are the sizes of the convolution whose input `out` is. `prepared`: what `prepareTranspose` made of the weight.
     */
    convTranspose(
      input: Float32Array,
      weight: Float32Array,
      bias: Float32Array | null,
      out: Float32Array,
      d: ConvDims,
      prepared: PreparedTranspose | null = null,
    ): void {
      if (input.length > 0 && weight.length > 0 && suitsPolyphase(d)) {
        let finite = prepared?.finite ?? true;
        space.with([input, weight, bias, out], 3, (from, w, bias, to) => {
          if (!prepared) finite = kernel.allFinite(w, weight.length) !== 0;
          if (finite) byPolyphase.run({ from, weight: w, bias, to, packed: prepared?.pointer ?? 0 }, d);
        });
        // Zeros of the padding would make NaN of Inf.
        if (finite) return;
      }
      convBackwardInput(input, weight, out, d);
      if (bias) addChannels(bias, out, d.batch, d.groups * d.inPerGroup, volume(d.input));
    },

    /** Bytes that `prepareTranspose` takes for these sizes. */
    preparedTransposeBytes: (d: ConvDims): number => (suitsPolyphase(d) ? polyphaseWeightBytes(d) : 0),

    /**
     * Lays the weights out once for many calls of `convTranspose`, with any batch; null where the kernel reads them as
     * they are.
     * @throws RangeError when there is no memory for them
     */
    prepareTranspose(weight: Float32Array, d: ConvDims): PreparedTranspose | null {
      if (weight.length === 0 || !suitsPolyphase(d)) return null;
      const { memory } = space;
      // Known before anything is allocated: growth detaches views.
      const tempBytes = weight.byteLength / d.groups;
      let prepared: PreparedTranspose | null = null;
      space.with([weight], 1, (from) => {
        const pointer = memory.allocate(polyphaseWeightBytes(d));
        const [temp] = space.scratch(tempBytes);
        byPolyphase.pack(pointer, from, d, temp);
        const finite = kernel.allFinite(from, weight.length) !== 0;
        prepared = { pointer, finite, release: () => memory.release(pointer) };
      });
      return prepared;
    },
  };
}
