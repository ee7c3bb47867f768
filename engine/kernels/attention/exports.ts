// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type f32 = number;
type i32 = number;
type usize = number;

export type AttentionExports = {
  attend(
    first: i32, end: i32, from: i32, to: i32, heads: i32, s: i32, e: i32, ev: i32, q: usize, qRow: usize,
    qSample: usize, qHead: usize, k: usize, kRow: usize, kSample: usize, kHead: usize, v: usize, vRow: usize,
    vSample: usize, vHead: usize, out: usize, outRow: usize, outSample: usize, outHead: usize, scale: f32,
    scratch: usize,
  ): void;
  attendScratch(s: i32, e: i32, ev: i32): usize;
  attentionBackward(
    first: i32, end: i32, heads: i32, l: i32, s: i32, e: i32, ev: i32, q: usize, qRow: usize, qSample: usize,
    qHead: usize, k: usize, kRow: usize, kSample: usize, kHead: usize, v: usize, vRow: usize, vSample: usize,
    vHead: usize, g: usize, gRow: usize, gSample: usize, gHead: usize, scale: f32, gq: usize, gk: usize, gv: usize,
    weights: usize, factors: usize, dropped: usize, gWeights: usize, gScores: usize, scratch: usize,
  ): void;
  attentionForward(
    first: i32, end: i32, heads: i32, l: i32, s: i32, e: i32, ev: i32, q: usize, qRow: usize, qSample: usize,
    qHead: usize, k: usize, kRow: usize, kSample: usize, kHead: usize, v: usize, vRow: usize, vSample: usize,
    vHead: usize, out: usize, outRow: usize, outSample: usize, outHead: usize, scale: f32, mask: usize,
    maskHead: usize, maskRow: usize, weights: usize, factors: usize, dropped: usize, scratch: usize,
  ): void;
  attentionScratch(l: i32, s: i32, e: i32, ev: i32): usize;
};

export const attentionParameters = {
  attend: [
    "first", "end", "from", "to", "heads", "s", "e", "ev", "q", "qRow", "qSample", "qHead", "k", "kRow", "kSample",
    "kHead", "v", "vRow", "vSample", "vHead", "out", "outRow", "outSample", "outHead", "scale", "scratch",
  ],
  attendScratch: ["s", "e", "ev"],
  attentionBackward: [
    "first", "end", "heads", "l", "s", "e", "ev", "q", "qRow", "qSample", "qHead", "k", "kRow", "kSample", "kHead",
    "v", "vRow", "vSample", "vHead", "g", "gRow", "gSample", "gHead", "scale", "gq", "gk", "gv", "weights", "factors",
    "dropped", "gWeights", "gScores", "scratch",
  ],
  attentionForward: [
    "first", "end", "heads", "l", "s", "e", "ev", "q", "qRow", "qSample", "qHead", "k", "kRow", "kSample", "kHead",
    "v", "vRow", "vSample", "vHead", "out", "outRow", "outSample", "outHead", "scale", "mask", "maskHead", "maskRow",
    "weights", "factors", "dropped", "scratch",
  ],
  attentionScratch: ["l", "s", "e", "ev"],
} as const;
