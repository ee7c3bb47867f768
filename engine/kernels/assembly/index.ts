// Owns the list of kernels that the WebAssembly module exports.
export { gemm, gemmScratch } from "./gemm";
export { gemmDot, rowTimesMatrix } from "./dot";
export { frame } from "./frame";
export {
  convolve,
  convolveRows,
  convolveScratch,
  flipWeights,
  packWeights,
  scatter,
  weightGradient,
} from "./im2col";
export { depthwise, depthwiseScatter, depthwiseWeightGradient } from "./depthwise";
export { winograd, winogradScratch, winogradWeightBytes, winogradWeights } from "./winograd";
export { copyBlocks, sumChannels, sumFloats, zero } from "./copy";
