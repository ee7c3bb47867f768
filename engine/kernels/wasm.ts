// Owns the set of WebAssembly kernels, put together from its families.

import { type AttentionExport, attentionKernels } from "./attention/wasm.ts";
import { type ConvExport, convByPointers, convKernels } from "./conv/wasm.ts";
import { type ConvGradExport, convGradKernels } from "./conv/wasm_gradient.ts";
import { type PhasesExport, transposedByPhases, transposeKernels } from "./conv_transpose/wasm.ts";
import { type ElementwiseExport, elementwiseKernels } from "./elementwise/wasm.ts";
import { type ZipExport, zipKernels } from "./elementwise/wasm_binary.ts";
import { type ChainExport, chainKernels } from "./fused/wasm.ts";
import { type IndexExport, indexKernels } from "./indexing/wasm.ts";
import { type ResampleExport, resampleKernels } from "./interpolate/wasm.ts";
import type { Export } from "./loader.ts";
import { type PairExport, pairKernels } from "./loss/wasm_pairs.ts";
import { type MatmulExport, matmulKernels } from "./matmul/wasm.ts";
import type { KernelMemory } from "./memory/memory.ts";
import { Workspace } from "./memory/workspace.ts";
import { type NormExport, normKernels } from "./norm/wasm.ts";
import { type SampleNormExport, sampleNormKernels } from "./norm/wasm_samplenorm.ts";
import { type StepExport, stepKernels } from "./optim/wasm.ts";
import { type PoolExport, poolKernels } from "./pool/wasm.ts";
import { type RecurrentExport, recurrentKernels } from "./recurrent/wasm.ts";
import { type ReduceExport, reduceKernels } from "./reduce/wasm.ts";
import { type ArrangeExport, arrangeKernels } from "./shape/wasm.ts";
import { type StatisticsExport, statisticsKernels } from "./statistics/wasm.ts";

export type KernelExport =
  | ArrangeExport
  | AttentionExport
  | ChainExport
  | ConvExport
  | ConvGradExport
  | ElementwiseExport
  | IndexExport
  | NormExport
  | PairExport
  | PhasesExport
  | PoolExport
  | MatmulExport
  | StepExport
  | RecurrentExport
  | ReduceExport
  | ResampleExport
  | SampleNormExport
  | StatisticsExport
  | ZipExport;

/**
 * The kernels of a loaded module, over the memory it was loaded with. `together` runs calls at the same time, where
 * the exports know threads.
 */
export function wasmKernels(
  exports: Readonly<Record<KernelExport, Export>>,
  memory: KernelMemory,
  together: Workspace["together"] = (_products, body) => body(),
) {
  const space = new Workspace(memory, together);
  const forward = convByPointers(exports, space);
  const byPhases = transposedByPhases(exports, space);
  const gradients = convGradKernels(exports, space, forward, byPhases);
  return {
    ...arrangeKernels(exports, space),
    ...attentionKernels(exports, space),
    ...chainKernels(exports, space),
    ...convKernels(exports, space, forward),
    ...gradients,
    ...transposeKernels(exports, space, byPhases, gradients.convBackwardInput),
    ...elementwiseKernels(exports, space),
    ...indexKernels(exports, space),
    ...matmulKernels(exports, space),
    ...normKernels(exports, space),
    ...pairKernels(exports, space),
    ...poolKernels(exports, space),
    ...recurrentKernels(exports, space),
    ...reduceKernels(exports, space),
    ...resampleKernels(exports, space),
    ...sampleNormKernels(exports, space),
    ...statisticsKernels(exports, space),
    ...stepKernels(exports, space),
    ...zipKernels(exports, space),
  };
}

export type WasmKernels = ReturnType<typeof wasmKernels>;
