// Owns the sizes of resized images, and torch's checks of what was asked for.
import { runtimeError, valueError } from "../../core/errors.ts";
import { pyRepr } from "../../core/python.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Floats, Functional, InterpolateMode, Ints } from "../functional.ts";
import { rankError } from "./spatial.ts";

/** What resizing needs to know, per spatial dim. */
export interface ResizeGeometry {
  readonly sizes: readonly number[];
  /** Given factors, which the positions are computed from instead of the sizes. */
  readonly factors: readonly number[] | null;
  readonly align_corners: boolean;
}

const ranks: Readonly<Record<string, number>> = { linear: 3, bilinear: 4, trilinear: 5 };

function checkMode(input: Shape, mode: InterpolateMode): void {
  const own = ranks[mode];
  const rank = input.length;
  if (rank >= 3 && rank <= 5) {
    if (own === undefined && (mode === "bicubic" ? rank === 4 : ["nearest", "nearest-exact", "area"].includes(mode))) {
      return;
    }
    if (own === rank) return;
    if (own !== undefined) {
      throw rankError(`Got ${rank}D input, but ${mode} mode needs ${own}D input`, input, own, "NotImplementedError");
    }
  }
  throw rankError(
    `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: nearest | linear | ` +
      `bilinear | bicubic | trilinear | area | nearest-exact (got ${mode})`,
    input,
    own ?? 4,
    "NotImplementedError",
  );
}

/** Torch's texts when a list does not have one entry per spatial dim. */
function perSpatialDim(value: Floats, input: Shape, what: "output" | "scale_factor"): number[] {
  const dims = input.length - 2;
  if (typeof value === "number") return new Array<number>(Math.max(dims, 0)).fill(value);
  if (value.length === dims) return [...value];
  const given = pyRepr(value, what === "output" ? "int" : "float");
  const [wrong, form] =
    what === "output"
      ? [`output size of ${given}`, "output size in (o1, o2, ...,oK)"]
      : [`scale_factor of shape ${given}`, "scale_factor in (s1, s2, ...,sK)"];
  throw valueError(
    `Input and ${what} must have the same number of spatial dimensions, but got input with spatial dimensions of ` +
      `${printShape(input.slice(2))} and ${wrong}. Please provide input tensor in (N, C, d1, d2, ...,dK) format and ` +
      `${form} format.`,
  );
}

function checkSizes(input: Shape, sizes: readonly number[], mode: InterpolateMode): void {
  const dims = sizes.length;
  const spatial = input.slice(2);
  if (mode === "area") {
    if (sizes.some((size) => size < 0)) {
      throw runtimeError(
        `adaptive_avg_pool${dims}d: elements of output_size must be greater than or equal to 0 but received ` +
          `{${sizes.join(", ")}}`,
      );
    }
    const hollow = spatial.indexOf(0);
    if (hollow < 0) return;
    throw runtimeError(
      `adaptive_avg_pool${dims}d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ` +
        `${printShape(input)} with dimension ${hollow + 2} being empty`,
    );
  }
  if ([...spatial, ...sizes].some((size) => size <= 0)) {
    const axes = ["D", "H", "W"].slice(3 - dims);
    const list = (shape: Shape): string => `(${shape.map((size, i) => `${axes[i]}: ${size}`).join(", ")})`;
    throw runtimeError(
      `Input and output sizes should be greater than 0, but got input ${list(spatial)} ` +
        `${dims === 1 ? "and " : ""}output ${list(sizes)}`,
    );
  }
  if (input[1] === 0) {
    throw runtimeError(
      `Non-empty ${input.length}D data tensor expected but got a tensor with sizes ${printShape(input)}`,
    );
  }
}

/** Checks the arguments of F.interpolate in torch's order and computes the sizes (torch.nn.Upsample, "Shape"). */
export function resizeGeometry(
  input: Shape,
  size: Ints | null = null,
  scale_factor: Floats | null = null,
  mode: InterpolateMode = "nearest",
  align_corners: boolean | null = null,
  recompute_scale_factor: boolean | null = null,
  antialias = false,
): ResizeGeometry {
  if (align_corners !== null && ["nearest", "area", "nearest-exact"].includes(mode)) {
    throw valueError(
      "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
    );
  }
  if (size !== null && scale_factor !== null) throw valueError("only one of size or scale_factor should be defined");
  if (size === null && scale_factor === null) throw valueError("either size or scale_factor should be defined");
  const asked = size === null ? null : perSpatialDim(size, input, "output");
  const factors = scale_factor === null ? null : perSpatialDim(scale_factor, input, "scale_factor");
  if (recompute_scale_factor && asked) {
    throw valueError("recompute_scale_factor is not meaningful with an explicit size.");
  }
  if (antialias && !((mode === "bilinear" || mode === "bicubic") && input.length === 4)) {
    throw valueError("Anti-alias option is only supported for bilinear and bicubic modes");
  }
  checkMode(input, mode);
  const recompute = (recompute_scale_factor ?? false) || mode === "area";
  const round = recompute ? Math.floor : Math.trunc;
  const sizes = asked ?? factors!.map((factor, i) => round(input[i + 2]! * factor) + 0);
  checkSizes(input, sizes, mode);
  return { sizes, factors: recompute ? null : factors, align_corners: align_corners ?? false };
}

export const interpolateShapes = {
  interpolate: (input, ...args) => [...input.slice(0, 2), ...resizeGeometry(input, ...args).sizes],
} satisfies Partial<Functional<Shape>>;
