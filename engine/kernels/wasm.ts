// Owns the set of WebAssembly kernels, put together from its families.
import type { Export } from "./loader.ts";
import type { KernelMemory } from "./memory.ts";
import { type ArrangeExport, arrangeKernels } from "./wasm_arrange.ts";
import { type AttentionExport, attentionKernels } from "./wasm_attention.ts";
import { type ChainExport, chainKernels } from "./wasm_chain.ts";
import { type ConvExport, convByPointers, convKernels } from "./wasm_conv.ts";
import { type ConvGradExport, convGradKernels } from "./wasm_conv_grad.ts";
import { type ElementwiseExport, elementwiseKernels } from "./wasm_elementwise.ts";
import { type IndexExport, indexKernels } from "./wasm_index.ts";
import { type MatmulExport, matmulKernels } from "./wasm_matmul.ts";
import { type NormExport, normKernels } from "./wasm_norm.ts";
import { type PairExport, pairKernels } from "./wasm_pairs.ts";
import { type PhasesExport, transposedByPhases, transposeKernels } from "./wasm_phases.ts";
import { type PoolExport, poolKernels } from "./wasm_pool.ts";
import { type RecurrentExport, recurrentKernels } from "./wasm_recurrent.ts";
import { type ReduceExport, reduceKernels } from "./wasm_reduce.ts";
import { type ResampleExport, resampleKernels } from "./wasm_resample.ts";
import { type SampleNormExport, sampleNormKernels } from "./wasm_samplenorm.ts";
import { type StatisticsExport, statisticsKernels } from "./wasm_statistics.ts";
import { type StepExport, stepKernels } from "./wasm_step.ts";
import { type ZipExport, zipKernels } from "./wasm_zip.ts";
import { Workspace } from "./workspace.ts";

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
