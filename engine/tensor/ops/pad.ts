// Padding of tensors, with its gradient.
import { kernels } from "../../kernels/index.ts";
import type { Functional, PadMode } from "../../ops/functional.ts";
import { padPairs, padShapes } from "../../ops/shapes/pad.ts";
import { empty } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";

/** Which input index every output index of a dim takes; -1 is padding. */
function source(size: number, before: number, after: number, mode: PadMode): Int32Array {
  const cut = Math.max(-before, 0);
  const kept = size - cut - Math.max(-after, 0);
  return Int32Array.from({ length: size + before + after }, (_, o) => {
    const i = o - before;
    if (mode === "circular") {
      // Wraps around what is left after negative padding has cut.
      const wrapped = (o - Math.max(before, 0)) % kept;
      return cut + (wrapped < 0 ? wrapped + kept : wrapped);
    }
    if (i >= 0 && i < size) return i;
    if (mode === "constant") return -1;
    if (mode === "replicate") return i < 0 ? 0 : size - 1;
    return i < 0 ? -i : 2 * (size - 1) - i;
  });
}

export const padOps = {
  pad(input, pad, mode = "constant", value = 0) {
    const shape = padShapes.pad(input.shape, pad, mode, value);
    const dims = pad.length / 2;
    if ((mode === "reflect" || mode === "replicate") && input.dtype !== "float32") {
      const kernel = mode === "reflect" ? `reflection_pad${dims}d` : `replication_pad${dims}d`;
      throw notImplementedFor(mode === "reflect" && dims < 3 ? kernel : `${kernel}_cpu`, input.dtype);
    }
    const out = empty(shape, input.dtype);
    const fill = input.dtype === "float32" ? value : input.dtype === "int64" ? Math.trunc(value) : Number(value !== 0);
    if (input.ndim === 0) {
      out.data.set(input.data);
      return record("ConstantPadNdBackward0", out, [input], (grad) => [grad]);
    }
    const pairs = padPairs(input.ndim, pad);
    const padded = (dim: number): PadMode => (dim >= input.ndim - dims ? mode : "constant");
    const maps = input.shape.map((size, dim) => source(size, pairs[dim]![0], pairs[dim]![1], padded(dim)));
    kernels.padForward(input.data, out.data, input.shape, maps, fill);
    const edge = mode === "reflect" ? `ReflectionPad${dims}D` : mode === "replicate" ? `ReplicationPad${dims}D` : null;
    const name = edge ?? (mode === "circular" ? "CopySlices" : "ConstantPadNdBackward0");
    return record(edge ? `${edge}Backward0` : name, out, [input], (grad) => {
      const gradInput = empty(input.shape);
      kernels.padBackward(grad.floats, gradInput.floats, input.shape, maps);
      return [gradInput];
    });
  },
} satisfies Partial<Functional<Tensor>>;
