// Owns the steps that multiply with weights: convolutions, transposed ones, linear maps.
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { PreparedConv } from "../../kernels/wasm_conv.ts";
import type { PreparedTranspose } from "../../kernels/wasm_phases.ts";
import type { Ints, Padding } from "../../ops/functional.ts";
import { convGeometry } from "../../ops/shapes/conv.ts";
import { convTransposeGeometry } from "../../ops/shapes/conv_transpose.ts";
import { convDims } from "../../tensor/ops/conv.ts";
import type { Value } from "../values.ts";
import { Weights } from "../weights.ts";
import { allFloats, type Planner } from "./step.ts";

type Rest = [Ints | undefined, Padding | undefined, Ints | undefined, number | undefined];

export const conv =
  (dims: number): Planner =>
  (op, memory) => {
    const [x, w, b, ...rest] = op.args as [Value, Value, Value | null | undefined, ...Rest];
    if (!allFloats(x, w, b) || !w.tensor || (b && !b.tensor)) return null;
    const d = convDims(convGeometry(dims, x.shape, w.shape, b?.shape ?? null, ...rest));
    const perFilter = numel(w.shape.slice(1));
    const weights = new Weights(w.tensor, b?.tensor ?? null, op.norm, (i) => Math.floor(i / perFilter));
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

type Transposed = Parameters<typeof convTransposeGeometry>;
type TransposeRest = Transposed extends [unknown, unknown, unknown, unknown?, ...infer Rest] ? Rest : never;

export const convTranspose =
  (dims: number): Planner =>
  (op, memory) => {
    const [x, w, b, ...rest] = op.args as [Value, Value, Value | null | undefined, ...TransposeRest];
    if (!allFloats(x, w, b) || !w.tensor || (b && !b.tensor)) return null;
    const g = convTransposeGeometry(dims, x.shape, w.shape, b?.shape ?? null, ...rest);
    const d = convDims(g);
    // Weights (C, O / groups, k…): the group of an element's first dim says where its outputs begin.
    const taps = numel(w.shape.slice(2));
    const perGroup = w.shape[1]!;
    const rows = w.shape[0]! / g.groups;
    const channelOf = (i: number): number => {
      const row = Math.floor(i / (taps * perGroup));
      return Math.floor(row / rows) * perGroup + (Math.floor(i / taps) % perGroup);
    };
    const weights = new Weights(w.tensor, b?.tensor ?? null, op.norm, channelOf);
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

export const linear: Planner = (op, memory) => {
  const [x, w, b] = op.args as [Value, Value, Value | null | undefined];
  const [outFeatures, inFeatures] = w.shape as [number, number];
  if (!allFloats(x, w, b) || !w.tensor || (b && (!b.tensor || numel(b.shape) !== outFeatures))) return null;
  const weights = new Weights(w.tensor, b?.tensor ?? null, op.norm, (i) => Math.floor(i / inFeatures));
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
