// Owns the set of WebAssembly kernels, put together from its families.
import { attentionKernels } from "./attention/wasm.ts";
import type { KernelExports, Kernels } from "./contract.ts";
import { convByPointers, convKernels } from "./conv/wasm.ts";
import { convGradKernels } from "./conv/wasm_gradient.ts";
import { transposedByPolyphase, transposeKernels } from "./conv_transpose/wasm.ts";
import { elementwiseKernels } from "./elementwise/wasm.ts";
import { binaryKernels } from "./elementwise/wasm_binary.ts";
import { foldKernels } from "./fold/wasm.ts";
import { fusedKernels } from "./fused/wasm.ts";
import { indexingKernels } from "./indexing/wasm.ts";
import { interpolateKernels } from "./interpolate/wasm.ts";
import { layerNormKernels } from "./layernorm/wasm.ts";
import { classLossKernels } from "./loss/wasm_classes.ts";
import { pairKernels } from "./loss/wasm_pairs.ts";
import { matmulKernels } from "./matmul/wasm.ts";
import type { KernelMemory } from "./memory/memory.ts";
import { Workspace } from "./memory/workspace.ts";
import { batchNormKernels } from "./norm/wasm.ts";
import { sampleNormKernels } from "./norm/wasm_samplenorm.ts";
import { optimKernels } from "./optim/wasm.ts";
import { padKernels } from "./pad/wasm.ts";
import { poolKernels } from "./pool/wasm.ts";
import { recurrentKernels } from "./recurrent/wasm.ts";
import { reduceKernels } from "./reduce/wasm.ts";
import { shapeKernels } from "./shape/wasm.ts";
import { softmaxKernels } from "./softmax/wasm.ts";
import { sparseKernels } from "./sparse/wasm.ts";
import { statisticsKernels } from "./statistics/wasm.ts";

/**
 * The kernels of a loaded module, over the memory it was loaded with. `parallel` runs calls at the same time, where
 * the exports know threads.
 */
export function wasmKernels(
  exports: KernelExports,
  memory: KernelMemory,
  parallel: Workspace["parallel"] = (_products, body) => body(),
) {
  const space = new Workspace(memory, parallel);
  const forward = convByPointers(exports, space);
  const byPolyphase = transposedByPolyphase(exports, space);
  const gradients = convGradKernels(exports, space, forward, byPolyphase);
  return {
    ...attentionKernels(exports, space),
    ...batchNormKernels(exports, space),
    ...fusedKernels(exports, space),
    ...classLossKernels(exports, space),
    ...convKernels(exports, space, forward),
    ...gradients,
    ...transposeKernels(exports, space, byPolyphase, gradients.convBackwardInput),
    ...elementwiseKernels(exports, space),
    ...foldKernels(exports, space),
    ...indexingKernels(exports, space),
    ...interpolateKernels(exports, space),
    ...layerNormKernels(exports, space),
    ...matmulKernels(exports, space),
    ...optimKernels(exports, space),
    ...padKernels(exports, space),
    ...pairKernels(exports, space),
    ...poolKernels(exports, space),
    ...recurrentKernels(exports, space),
    ...reduceKernels(exports, space),
    ...sampleNormKernels(exports, space),
    ...shapeKernels(exports, space),
    ...softmaxKernels(exports, space),
    ...sparseKernels(exports, space),
    ...statisticsKernels(exports, space),
    ...binaryKernels(exports, space),
  } satisfies Partial<Kernels>;
}

export type WasmKernels = ReturnType<typeof wasmKernels>;
