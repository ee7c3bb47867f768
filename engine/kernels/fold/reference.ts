// Kernels between images and the columns of their windows: copying windows out, and adding them up again.
import type { FoldDims } from "./contract.ts";

/** Calls `pair` for every element of the columns (planes, kh, kw, blocks) with its place in the images; padding has none. */
function forEachTap(planes: number, d: FoldDims, pair: (column: number, pixel: number) => void): void {
  const [height, width] = d.image;
  let column = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let a = 0; a < d.kernel[0]; a++) {
      for (let b = 0; b < d.kernel[1]; b++) {
        for (let i = 0; i < d.blocks[0]; i++) {
          const y = i * d.stride[0] - d.padding[0] + a * d.dilation[0];
          const row = (plane * height + y) * width;
          for (let j = 0; j < d.blocks[1]; j++, column++) {
            const x = j * d.stride[1] - d.padding[1] + b * d.dilation[1];
            if (y >= 0 && y < height && x >= 0 && x < width) pair(column, row + x);
          }
        }
      }
    }
  }
}

/** columns (planes, kh, kw, blocks) from images (planes, H, W); padding is 0. */
export function imageToColumns(images: Float32Array, columns: Float32Array, planes: number, d: FoldDims): void {
  columns.fill(0);
  forEachTap(planes, d, (column, pixel) => {
    columns[column] = images[pixel]!;
  });
}

/** The adjoint: images (planes, H, W) are the sums of the windows that cover them. */
export function columnsToImage(columns: Float32Array, images: Float32Array, planes: number, d: FoldDims): void {
  const sums = new Float64Array(images.length);
  forEachTap(planes, d, (column, pixel) => {
    sums[pixel]! += columns[column]!;
  });
  images.set(sums);
}
