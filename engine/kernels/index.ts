// Owns the choice of kernels: WebAssembly where it can be had, plain TypeScript otherwise, both under one set of names.
import { type Build, bestBuild, loadBuild } from "./loader.ts";
import { createMemory } from "./memory.ts";
import { type ReferenceKernels, referenceKernels } from "./reference_kernels.ts";
import { type KernelExport, type WasmKernels, wasmKernels } from "./wasm.ts";

export type Kernels = ReferenceKernels & WasmKernels;

/** The memory that kernels reach without copying; tensors belong in it. */
export const memory = createMemory();

/**
 * The kernels in use. The plain ones until `loadKernels` has ended. Their arguments are views of `memory`; they may make
 * it grow, after which such views must be fetched anew.
 */
export const kernels: Kernels = { ...referenceKernels };

/** Which set `kernels` is. */
export type KernelSet = Build | "reference";

/**
 * Puts the fastest kernels that run here into `kernels`, or those asked for. Without WebAssembly kernels (not built,
 * or refused by the page) the plain ones stay, and a note says so.
 * @returns the set now in use
 */
export async function loadKernels(wanted: KernelSet = bestBuild()): Promise<KernelSet> {
  if (wanted === "reference") {
    Object.assign(kernels, referenceKernels);
    return wanted;
  }
  try {
    const exports = await loadBuild<KernelExport>(wanted, memory.memory);
    Object.assign(kernels, referenceKernels, wasmKernels(exports, memory));
    return wanted;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.warn(`The fast kernels are not available, plain ones are used (slower): ${reason}`);
    return loadKernels("reference");
  }
}
