// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type i32 = number;
type usize = number;

export type FoldExports = {
  foldPlanes(
    columns: usize, images: usize, height: i32, width: i32, kh: i32, kw: i32, dilationH: i32, dilationW: i32,
    paddingH: i32, paddingW: i32, strideH: i32, strideW: i32, blocksH: i32, blocksW: i32, first: i32, end: i32,
  ): void;
  unfoldPlanes(
    images: usize, columns: usize, height: i32, width: i32, kh: i32, kw: i32, dilationH: i32, dilationW: i32,
    paddingH: i32, paddingW: i32, strideH: i32, strideW: i32, blocksH: i32, blocksW: i32, first: i32, end: i32,
  ): void;
};

export const foldParameters = {
  foldPlanes: [
    "columns", "images", "height", "width", "kh", "kw", "dilationH", "dilationW", "paddingH", "paddingW", "strideH",
    "strideW", "blocksH", "blocksW", "first", "end",
  ],
  unfoldPlanes: [
    "images", "columns", "height", "width", "kh", "kw", "dilationH", "dilationW", "paddingH", "paddingW", "strideH",
    "strideW", "blocksH", "blocksW", "first", "end",
  ],
} as const;
