// Owns the steps that multiply with weights: convolutions, transposed ones, linear maps.
import { numel } from "../../core/shape.ts";
import type { PreparedConv } from "../../kernels/conv/contract.ts";
import type { PreparedTranspose } from "../../kernels/conv_transpose/contract.ts";
import { kernels } from "../../kernels/index.ts";

import { type ConvGeometry, convGeometry } from "../../ops/shapes/conv.ts";
import { convTransposeGeometry } from "../../ops/shapes/conv_transpose.ts";
import { convDims } from "../../tensor/ops/conv.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { type Named, tensorOf } from "../values.ts";
import { Weights } from "../weights.ts";
import { allFloats, type Planner } from "./step.ts";

type Conv = "conv1d" | "conv2d" | "conv3d";
type ConvTranspose = "conv_transpose1d" | "conv_transpose2d" | "conv_transpose3d";

/** Weight and bias of a product, where its kernels can serve: all is float32 and known before the run. */
function known({ args }: Named<Conv | ConvTranspose | "linear">): readonly [Tensor, Tensor | null] | null {
  const { input, weight, bias } = args;
  const [own, added] = [tensorOf(weight), tensorOf(bias)];
  return own && (!bias || added) && allFloats(input, weight, bias) ? [own, added] : null;
}

/** The sizes of a convolution. */
export function geometryOf(dims: number, { args }: Named<Conv>): ConvGeometry {
  const { input, weight, bias, stride, padding, dilation, groups } = args;
  return convGeometry(dims, input.shape, weight.shape, bias?.shape ?? null, stride, padding, dilation, groups);
}

export const conv =
  (dims: number): Planner<Conv> =>
  (op, memory) => {
    const own = known(op);
    if (!own) return null;
    const { input: x, weight: w } = op.args;
    const d = convDims(geometryOf(dims, op));
    const perFilter = numel(w.shape.slice(1));
    const weights = new Weights(...own, op.norm, (i) => Math.floor(i / perFilter));
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    const { activation } = op;
    let prepared: PreparedConv | null = null;
    return {
      bytes: weights.bytes + kernels.preparedConvBytes(d),
      refresh() {
        if (!weights.refresh()) return;
        prepared?.release();
        prepared = null;
        prepared = kernels.prepareConv(weights.weight(), d);
      },
      run: () => kernels.convForward(from(), weights.weight(), weights.bias?.() ?? null, to(), d, activation, prepared),
      release() {
        prepared?.release();
        weights.release();
      },
    };
  };

export const convTranspose =
  (dims: number): Planner<ConvTranspose> =>
  (op, memory) => {
    const own = known(op);
    if (!own) return null;
    const { input: x, weight: w, bias, stride, padding, output_padding, groups, dilation, output_size } = op.args;
    const rest = [stride, padding, output_padding, groups, dilation, output_size] as const;
    const g = convTransposeGeometry(dims, x.shape, w.shape, bias?.shape ?? null, ...rest);
    const d = convDims(g);
    // Weights (C, O / groups, k…): the group of an element's first dim says where its outputs begin.
    const taps = numel(w.shape.slice(2));
    const perGroup = w.shape[1]!;
    const rows = w.shape[0]! / g.groups;
    const channelOf = (i: number): number => {
      const row = Math.floor(i / (taps * perGroup));
      return Math.floor(row / rows) * perGroup + (Math.floor(i / taps) % perGroup);
    };
    const weights = new Weights(...own, op.norm, channelOf);
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    let prepared: PreparedTranspose | null = null;
    return {
      bytes: weights.bytes + kernels.preparedTransposeBytes(d),
      refresh() {
        if (!weights.refresh()) return;
        prepared?.release();
        prepared = null;
        prepared = kernels.prepareTranspose(weights.weight(), d);
      },
      run: () => kernels.convTranspose(from(), weights.weight(), weights.bias?.() ?? null, to(), d, prepared),
      release() {
        prepared?.release();
        weights.release();
      },
    };
  };

export const linear: Planner<"linear"> = (op, memory) => {
  const own = known(op);
  const { input: x, weight: w, bias } = op.args;
  const [outFeatures, inFeatures] = w.shape as [number, number];
  if (!own || (bias && numel(bias.shape) !== outFeatures)) return null;
  const weights = new Weights(...own, op.norm, (i) => Math.floor(i / inFeatures));
  const rows = numel(x.shape.slice(0, -1));
  const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
  const { activation } = op;
  return {
    bytes: weights.bytes,
    refresh: () => void weights.refresh(),
    run: () =>
      kernels.matmulNT(
        from(),
        weights.weight(),
        weights.bias?.() ?? null,
        to(),
        rows,
        outFeatures,
        inFeatures,
        activation,
      ),
    release: () => weights.release(),
  };
};
