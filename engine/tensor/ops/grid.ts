// Sampling at the points of a grid, with both gradients, and grids from affine maps.

import { runtimeError, valueError } from "../../core/errors.ts";
import { numel } from "../../core/shape.ts";
import type { GridDims } from "../../kernels/grid/contract.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { gridShapes } from "../../ops/shapes/grid.ts";
import { empty } from "../create.ts";
import { bmm } from "../math/matmul.ts";
import { expand, transpose } from "../math/shape.ts";
import { dtypeName, notImplementedFor, record, type Tensor } from "../tensor.ts";

function checkTypes(input: Tensor, grid: Tensor): void {
  if (input.dtype !== "float32") {
    if (input.ndim === 5) throw notImplementedFor("grid_sampler3d_cpu", input.dtype);
    throw runtimeError(`grid_sampler_2d_cpu not implemented for ${dtypeName(input.dtype)}`);
  }
  if (grid.dtype !== "float32") {
    throw runtimeError(`expected scalar type Float but found ${dtypeName(grid.dtype)}`);
  }
}

export const gridOps = {
  grid_sample(input, grid, mode = "bilinear", padding_mode = "zeros", align_corners = null) {
    const shape = gridShapes.grid_sample(input.shape, grid.shape, mode, padding_mode);
    checkTypes(input, grid);
    const d: GridDims = {
      batch: shape[0]!,
      channels: shape[1]!,
      image: input.shape.slice(2),
      points: numel(shape.slice(2)),
      mode,
      padding: padding_mode,
      alignCorners: align_corners ?? false,
    };
    const out = empty(shape);
    kernels.gridForward(input.floats, grid.floats, out.floats, d);
    return record(
      `GridSampler${d.image.length}DBackward0`,
      out,
      [input, grid],
      (grad) => {
        const gradInput = input.requires_grad ? empty(input.shape) : null;
        const gradGrid = grid.requires_grad ? empty(grid.shape) : null;
        kernels.gridBackward(
          grad.floats,
          input.floats,
          grid.floats,
          gradInput?.floats ?? null,
          gradGrid?.floats ?? null,
          d,
        );
        return [gradInput, gradGrid];
      },
      [input, grid],
    );
  },
  affine_grid(theta, size, align_corners = null) {
    if (theta.dtype !== "float32") {
      throw valueError(`Expected theta to have floating point type, but got torch.${theta.dtype}`);
    }
    const shape = gridShapes.affine_grid(theta.shape, size);
    const sizes = size.slice(2);
    const base = empty([1, numel(sizes), sizes.length + 1]);
    kernels.basePoints(base.floats, sizes, align_corners ?? false);
    return bmm(expand(base, [size[0]!, -1, -1]), transpose(theta, 1, 2)).reshape(shape);
  },
} satisfies Partial<Functional<Tensor>>;
