// Owns the list of kernels that the WebAssembly module exports.
export { gemm, gemmScratch } from "./gemm";
export { gemmDot, rowTimesMatrix } from "./dot";
