// Windows as columns, and back, on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { FoldDims } from "./contract.ts";
import type { FoldExports } from "./exports.ts";
import type * as plain from "./reference.ts";

const sizesOf = (d: FoldDims) =>
  [...d.image, ...d.kernel, ...d.dilation, ...d.padding, ...d.stride, ...d.blocks] as const;

export function foldKernels(kernel: FoldExports, space: Workspace) {
  return {
    /** columns (planes, kh, kw, blocks) from images (planes, H, W); padding is 0. */
    imageToColumns(...[images, columns, planes, d]: Parameters<typeof plain.imageToColumns>): void {
      space.with([images, columns], 1, (from, to) => kernel.unfoldPlanes(from, to, ...sizesOf(d), 0, planes));
    },

    /** The adjoint: images (planes, H, W) are the sums of the windows that cover them. */
    columnsToImage(...[columns, images, planes, d]: Parameters<typeof plain.columnsToImage>): void {
      space.with([columns, images], 1, (from, to) => kernel.foldPlanes(from, to, ...sizesOf(d), 0, planes));
    },
  };
}
