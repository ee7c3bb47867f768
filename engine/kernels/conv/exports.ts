// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type i32 = number;
type usize = number;

export type ConvExports = {
  allFinite(from: usize, count: i32): bool;
  padImages(
    to: usize, from: usize, planes: i32, d: i32, h: i32, w: i32, fd: i32, fh: i32, fw: i32, beforeD: i32, beforeH: i32,
    beforeW: i32, first: i32, end: i32,
  ): void;
  convolve(
    weights: usize, image: usize, taps: usize, pixels: usize, out: usize, m: i32, n: i32, k: i32, bias: usize,
    activation: i32, scratch: usize, plane: usize, first: i32, end: i32,
  ): void;
  convolveRows(
    weights: usize, image: usize, taps: usize, rows: usize, out: usize, m: i32, count: i32, width: i32, k: i32,
    bias: usize, activation: i32, plane: usize,
  ): void;
  convolveScratch(k: i32): usize;
  flipWeights(to: usize, weights: usize, groups: i32, m: i32, c: i32, taps: i32, first: i32, end: i32): void;
  packWeights(to: usize, weights: usize, m: i32, k: i32): void;
  weightGradient(
    gradOut: usize, image: usize, taps: usize, pixels: usize, gradWeight: usize, m: i32, n: i32, k: i32, row: usize,
    images: i32, gradBytes: usize, imageBytes: usize, add: bool, scratch: usize,
  ): void;
  weightGradientScratch(m: i32, n: i32): usize;
  convolveBatchBlock(
    weights: usize, blocked: usize, starts: usize, runs: usize, out: usize, imageBytes: usize, images: i32, m: i32,
    pixels: i32, steps: i32, bias: usize, activation: i32, first: i32, end: i32, scratch: usize,
  ): void;
  convolveBatchBlockScratch(pixels: i32): usize;
  packBatchBlockWeights(
    to: usize, weights: usize, m: i32, filterBytes: usize, channels: i32, channelBytes: usize, taps: usize, count: i32,
    ascending: i32, first: i32, end: i32,
  ): void;
  toBatchBlock(
    to: usize, from: usize, images: i32, imageBytes: usize, channels: i32, pixels: i32, first: i32, end: i32,
  ): void;
  batchBlockGradient(
    grads: usize, gradBlock: usize, values: usize, valueBlock: usize, blocks: i32, gradWeight: usize, m: i32, k: i32,
    offsets: usize, rows: usize, count: i32, width: i32, step: usize, add: bool, left: i32, right: i32, first: i32,
    end: i32, scratch: usize,
  ): void;
  batchBlockGradientScratch(filters: i32, columns: i32): usize;
  tapGradient(
    grads: usize, gradSteps: i32, values: usize, valueSteps: i32, gradWeight: usize, m: i32, channels: i32, taps: i32,
    places: usize, used: i32, starts: usize, runs: usize, first: i32, end: i32,
  ): void;
  packChannels(to: usize, from: usize, images: i32, channels: i32, pixels: i32, width: i32, first: i32, end: i32): void;
  depthwisePlanes(
    x: usize, weights: usize, bias: usize, out: usize, first: i32, end: i32, groups: i32, filters: i32, d: i32, h: i32,
    w: i32, fd: i32, fh: i32, fw: i32, beforeD: i32, beforeH: i32, beforeW: i32, taps: usize, rows: usize, count: i32,
    width: i32, k: i32, step: usize, activation: i32, paddedAt: usize,
  ): void;
  depthwiseInputGradient(
    gradOut: usize, weights: usize, gradInput: usize, first: i32, end: i32, groups: i32, filters: i32, taps: usize,
    rows: usize, count: i32, width: i32, k: i32, step: usize, fd: i32, fh: i32, fw: i32, d: i32, h: i32, w: i32,
    beforeD: i32, beforeH: i32, beforeW: i32, scratch: usize,
  ): void;
  depthwiseWeights(
    gradOut: usize, x: usize, gradWeight: usize, first: i32, end: i32, batch: i32, groups: i32, filters: i32,
    taps: usize, rows: usize, count: i32, width: i32, k: i32, step: usize, d: i32, h: i32, w: i32, fd: i32, fh: i32,
    fw: i32, beforeD: i32, beforeH: i32, beforeW: i32, paddedAt: usize,
  ): void;
  inputGradient(
    gradOut: usize, weights: usize, gradInput: usize, first: i32, end: i32, channels: i32, positions: i32, m: i32,
    n: i32, taps: usize, pixels: usize, block: i32, fd: i32, fh: i32, fw: i32, d: i32, h: i32, w: i32, beforeD: i32,
    beforeH: i32, beforeW: i32, scratch: usize,
  ): void;
  inputGradientScratch(channels: i32, volume: i32, positions: i32, block: i32, m: i32): usize;
  winograd(
    weights: usize, paddedImages: usize, paddedPlane: usize, paddedRow: usize, out: usize, outPlane: usize,
    outRow: usize, tileIn: usize, tileOut: usize, extents: usize, tiles: i32, m: i32, c: i32, bias: usize,
    activation: i32, block: i32, scratch: usize, side: i32, filters: usize,
  ): void;
  winogradFilters(
    weights: usize, out: usize, outPlane: usize, outRow: usize, tileOut: usize, extents: usize, tiles: i32, m: i32,
    c: i32, bias: usize, activation: i32, first: i32, end: i32, block: i32, scratch: usize, spare: usize, side: i32,
    filters: usize, paddedImages: usize, paddedPlane: usize, paddedRow: usize, tileIn: usize,
  ): void;
  winogradImages(
    paddedImages: usize, paddedPlane: usize, paddedRow: usize, tileIn: usize, tiles: i32, c: i32, first: i32, end: i32,
    block: i32, scratch: usize, temp: usize, side: i32,
  ): void;
  winogradScratch(m: i32, c: i32, block: i32, side: i32): usize;
  winogradSpare(): usize;
  winogradWeightBytes(m: i32, c: i32, side: i32): usize;
  winogradWeights(to: usize, weights: usize, m: i32, c: i32, scratch: usize, side: i32): void;
};

export const convParameters = {
  allFinite: ["from", "count"],
  padImages: ["to", "from", "planes", "d", "h", "w", "fd", "fh", "fw", "beforeD", "beforeH", "beforeW", "first", "end"],
  convolve: [
    "weights", "image", "taps", "pixels", "out", "m", "n", "k", "bias", "activation", "scratch", "plane", "first",
    "end",
  ],
  convolveRows: ["weights", "image", "taps", "rows", "out", "m", "count", "width", "k", "bias", "activation", "plane"],
  convolveScratch: ["k"],
  flipWeights: ["to", "weights", "groups", "m", "c", "taps", "first", "end"],
  packWeights: ["to", "weights", "m", "k"],
  weightGradient: [
    "gradOut", "image", "taps", "pixels", "gradWeight", "m", "n", "k", "row", "images", "gradBytes", "imageBytes",
    "add", "scratch",
  ],
  weightGradientScratch: ["m", "n"],
  convolveBatchBlock: [
    "weights", "blocked", "starts", "runs", "out", "imageBytes", "images", "m", "pixels", "steps", "bias",
    "activation", "first", "end", "scratch",
  ],
  convolveBatchBlockScratch: ["pixels"],
  packBatchBlockWeights: [
    "to", "weights", "m", "filterBytes", "channels", "channelBytes", "taps", "count", "ascending", "first", "end",
  ],
  toBatchBlock: ["to", "from", "images", "imageBytes", "channels", "pixels", "first", "end"],
  batchBlockGradient: [
    "grads", "gradBlock", "values", "valueBlock", "blocks", "gradWeight", "m", "k", "offsets", "rows", "count",
    "width", "step", "add", "left", "right", "first", "end", "scratch",
  ],
  batchBlockGradientScratch: ["filters", "columns"],
  tapGradient: [
    "grads", "gradSteps", "values", "valueSteps", "gradWeight", "m", "channels", "taps", "places", "used", "starts",
    "runs", "first", "end",
  ],
  packChannels: ["to", "from", "images", "channels", "pixels", "width", "first", "end"],
  depthwisePlanes: [
    "x", "weights", "bias", "out", "first", "end", "groups", "filters", "d", "h", "w", "fd", "fh", "fw", "beforeD",
    "beforeH", "beforeW", "taps", "rows", "count", "width", "k", "step", "activation", "paddedAt",
  ],
  depthwiseInputGradient: [
    "gradOut", "weights", "gradInput", "first", "end", "groups", "filters", "taps", "rows", "count", "width", "k",
    "step", "fd", "fh", "fw", "d", "h", "w", "beforeD", "beforeH", "beforeW", "scratch",
  ],
  depthwiseWeights: [
    "gradOut", "x", "gradWeight", "first", "end", "batch", "groups", "filters", "taps", "rows", "count", "width", "k",
    "step", "d", "h", "w", "fd", "fh", "fw", "beforeD", "beforeH", "beforeW", "paddedAt",
  ],
  inputGradient: [
    "gradOut", "weights", "gradInput", "first", "end", "channels", "positions", "m", "n", "taps", "pixels", "block",
    "fd", "fh", "fw", "d", "h", "w", "beforeD", "beforeH", "beforeW", "scratch",
  ],
  inputGradientScratch: ["channels", "volume", "positions", "block", "m"],
  winograd: [
    "weights", "paddedImages", "paddedPlane", "paddedRow", "out", "outPlane", "outRow", "tileIn", "tileOut", "extents",
    "tiles", "m", "c", "bias", "activation", "block", "scratch", "side", "filters",
  ],
  winogradFilters: [
    "weights", "out", "outPlane", "outRow", "tileOut", "extents", "tiles", "m", "c", "bias", "activation", "first",
    "end", "block", "scratch", "spare", "side", "filters", "paddedImages", "paddedPlane", "paddedRow", "tileIn",
  ],
  winogradImages: [
    "paddedImages", "paddedPlane", "paddedRow", "tileIn", "tiles", "c", "first", "end", "block", "scratch", "temp",
    "side",
  ],
  winogradScratch: ["m", "c", "block", "side"],
  winogradSpare: [],
  winogradWeightBytes: ["m", "c", "side"],
  winogradWeights: ["to", "weights", "m", "c", "scratch", "side"],
} as const;
