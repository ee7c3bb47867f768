// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type f32 = number;
type i32 = number;
type usize = number;

export type PoolExports = {
  maxPoolBackward(g: usize, indices: usize, gradInput: usize, planes: i32, inPlane: i32, outPlane: i32): void;
  maxPoolForward(
    x: usize, out: usize, indices: usize, planes: i32, id: i32, ih: i32, iw: i32, od: i32, oh: i32, ow: i32, kd: i32,
    kh: i32, kw: i32, sd: i32, sh: i32, sw: i32, pd: i32, ph: i32, pw: i32, dd: i32, dh: i32, dw: i32,
  ): void;
  maxPoolTaps(
    x: usize, out: usize, taps: usize, planes: i32, id: i32, ih: i32, iw: i32, od: i32, oh: i32, ow: i32, kd: i32,
    kh: i32, kw: i32, sd: i32, sh: i32, sw: i32, pd: i32, ph: i32, pw: i32, dd: i32, dh: i32, dw: i32,
  ): void;
  maxPoolTapsBackward(
    g: usize, taps: usize, gradInput: usize, planes: i32, id: i32, ih: i32, iw: i32, od: i32, oh: i32, ow: i32,
    sd: i32, sh: i32, sw: i32, pd: i32, ph: i32, pw: i32, offsets: usize, halving: bool,
  ): void;
  averageBackward(
    g: usize, gradInput: usize, planes: i32, id: i32, ih: i32, iw: i32, zs: usize, od: i32, ys: usize, oh: i32,
    xs: usize, ow: i32, includePad: bool, divisor: f32,
  ): void;
  averageForward(
    x: usize, out: usize, planes: i32, id: i32, ih: i32, iw: i32, zs: usize, od: i32, ys: usize, oh: i32, xs: usize,
    ow: i32, includePad: bool, divisor: f32,
  ): void;
};

export const poolParameters = {
  maxPoolBackward: ["g", "indices", "gradInput", "planes", "inPlane", "outPlane"],
  maxPoolForward: [
    "x", "out", "indices", "planes", "id", "ih", "iw", "od", "oh", "ow", "kd", "kh", "kw", "sd", "sh", "sw", "pd",
    "ph", "pw", "dd", "dh", "dw",
  ],
  maxPoolTaps: [
    "x", "out", "taps", "planes", "id", "ih", "iw", "od", "oh", "ow", "kd", "kh", "kw", "sd", "sh", "sw", "pd", "ph",
    "pw", "dd", "dh", "dw",
  ],
  maxPoolTapsBackward: [
    "g", "taps", "gradInput", "planes", "id", "ih", "iw", "od", "oh", "ow", "sd", "sh", "sw", "pd", "ph", "pw",
    "offsets", "halving",
  ],
  averageBackward: [
    "g", "gradInput", "planes", "id", "ih", "iw", "zs", "od", "ys", "oh", "xs", "ow", "includePad", "divisor",
  ],
  averageForward: ["x", "out", "planes", "id", "ih", "iw", "zs", "od", "ys", "oh", "xs", "ow", "includePad", "divisor"],
} as const;
