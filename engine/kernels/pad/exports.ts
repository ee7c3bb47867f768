// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type f32 = number;
type i32 = number;
type usize = number;

export type PadExports = {
  padPlanes(
    x: usize, out: usize, planes: i32, h: i32, w: i32, rows: usize, outH: i32, columns: usize, outW: i32, left: i32,
    start: i32, run: i32, value: f32,
  ): void;
  padPlanesBack(
    grad: usize, gradInput: usize, planes: i32, h: i32, w: i32, rows: usize, outH: i32, columns: usize, outW: i32,
    left: i32, start: i32, run: i32,
  ): void;
};

export const padParameters = {
  padPlanes: ["x", "out", "planes", "h", "w", "rows", "outH", "columns", "outW", "left", "start", "run", "value"],
  padPlanesBack: ["grad", "gradInput", "planes", "h", "w", "rows", "outH", "columns", "outW", "left", "start", "run"],
} as const;
