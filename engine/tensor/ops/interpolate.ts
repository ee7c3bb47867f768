// Resizing of images, with its gradient.
import { kernels } from "../../kernels/index.ts";
import type { Functional, InterpolateMode } from "../../ops/functional.ts";
import { resizeGeometry } from "../../ops/shapes/interpolate.ts";
import { empty } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";

const kinds = {
  nearest: "nearest",
  "nearest-exact": "nearest-exact",
  linear: "linear",
  bilinear: "linear",
  trilinear: "linear",
  bicubic: "cubic",
  area: "area",
} as const satisfies Record<InterpolateMode, string>;

const nodes = {
  nearest: "UpsampleNearest",
  "nearest-exact": "UpsampleNearestExact",
  linear: "UpsampleLinear",
  bilinear: "UpsampleBilinear",
  trilinear: "UpsampleTrilinear",
  bicubic: "UpsampleBicubic",
  area: "AdaptiveAvgPool",
} as const satisfies Record<InterpolateMode, string>;

export const interpolateOps = {
  interpolate(input, size, scale_factor, mode = "nearest", align_corners, recompute, antialias = false) {
    const g = resizeGeometry(input.shape, size, scale_factor, mode, align_corners, recompute, antialias);
    const kind = kinds[mode];
    const dims = g.sizes.length;
    if (input.dtype !== "float32") {
      const kernel = kind === "nearest-exact" ? "nearest" : kind;
      const name = kind === "area" ? `adaptive_avg_pool${dims}d` : `compute_indices_weights_${kernel}`;
      throw notImplementedFor(name, input.dtype);
    }
    const spatial = input.shape.slice(2);
    const taps = g.sizes.map((outputs, i) => {
      const factor = g.factors?.[i] ?? null;
      return antialias && (kind === "linear" || kind === "cubic")
        ? kernels.antialiasTaps(kind, spatial[i]!, outputs, factor, g.align_corners)
        : kernels.resizeTaps(kind, spatial[i]!, outputs, factor, g.align_corners);
    });
    const planes = input.shape[0]! * input.shape[1]!;
    const out = empty([...input.shape.slice(0, 2), ...g.sizes]);
    kernels.resample(input.floats, out.floats, planes, spatial, taps);
    return record(`${nodes[mode]}${dims}D${antialias ? "Aa" : ""}Backward0`, out, [input], (grad) => {
      const gradInput = empty(input.shape);
      kernels.resampleBackward(grad.floats, gradInput.floats, planes, spatial, taps);
      return [gradInput];
    });
  },
} satisfies Partial<Functional<Tensor>>;
