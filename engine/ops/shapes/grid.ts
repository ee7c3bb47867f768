// Owns the sizes of sampling at a grid's points, and of grids made from affine maps.
import { runtimeError, ShapeError, TorchError, valueError } from "../../core/errors.ts";
import { printSize } from "../../core/python.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

function checkGridSample(input: Shape, grid: Shape, mode: string, padding_mode: string): void {
  if (!["bilinear", "nearest", "bicubic"].includes(mode)) {
    throw valueError(
      `nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '${mode}'`,
    );
  }
  if (!["zeros", "border", "reflection"].includes(padding_mode)) {
    throw valueError(
      "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: " +
        `'${padding_mode}'`,
    );
  }
  const both = `input with sizes ${printShape(input)} and grid with sizes ${printShape(grid)}`;
  if (input[0] !== grid[0]) {
    throw new ShapeError(`grid_sampler(): expected grid and input to have same batch size, but got ${both}`, {
      what: "size",
      expected: input[0]!,
      got: grid[0]!,
      input: 1,
      dim: 0,
    });
  }
  const dims = input.length - 2;
  if (grid.at(-1) !== dims) {
    throw new ShapeError(
      `grid_sampler(): expected grid to have size ${dims} in last dimension, but got grid with sizes ${printShape(grid)}`,
      { what: "size", expected: dims, got: grid.at(-1)!, input: 1, dim: grid.length - 1 },
    );
  }
  const hollow = input.indexOf(0, 2);
  if (hollow >= 0) {
    throw runtimeError(
      "grid_sampler(): expected input to have non-empty spatial dimensions, but input has sizes " +
        `${printShape(input)} with dimension ${hollow} being empty`,
    );
  }
  if (dims === 2 ? grid.length !== 4 : dims !== 3 || grid.length !== 5) {
    const rank = dims === 2 ? 4 : 5;
    throw runtimeError(
      `grid_sampler(): expected ${rank}D input and grid with same number of dimensions, but got ${both}`,
    );
  }
  if (mode === "bicubic" && dims === 3) {
    throw runtimeError("grid_sampler(): bicubic interpolation only supports 4D input");
  }
}

function checkAffineGrid(theta: Shape, size: readonly number[]): void {
  const dims = size.length - 2;
  if (dims !== 2 && dims !== 3) {
    throw new TorchError(
      "NotImplementedError",
      "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. " +
        `Got size ${printShape(size)}.`,
    );
  }
  if (theta.length !== 3 || theta[1] !== dims || theta[2] !== dims + 1) {
    throw new ShapeError(
      `Expected a batch of ${dims}D affine matrices of shape Nx${dims}x${dims + 1} for size ${printShape(size)}. ` +
        `Got ${printSize(theta)}.`,
      null,
      "ValueError",
    );
  }
  if (size.some((n) => n <= 0)) throw valueError(`Expected non-zero, positive output size. Got ${printShape(size)}`);
  if (theta[0] !== size[0]) {
    const wanted = [size[0]!, dims + 1];
    throw runtimeError(
      `Expected size for first two dimensions of batch2 tensor to be: ${printShape(wanted)} but got: ` +
        `${printShape([theta[0]!, dims + 1])}.`,
    );
  }
}

export const gridShapes = {
  grid_sample(input, grid, mode = "bilinear", padding_mode = "zeros") {
    checkGridSample(input, grid, mode, padding_mode);
    return [...input.slice(0, 2), ...grid.slice(1, -1)];
  },
  affine_grid(theta, size) {
    checkAffineGrid(theta, size);
    return [size[0]!, ...size.slice(2), size.length - 2];
  },
} satisfies Partial<Functional<Shape>>;
