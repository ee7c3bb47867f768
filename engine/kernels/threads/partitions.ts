// Owns the list of how each kernel is divided among threads, put together from its families.
import { attentionPartitions } from "../attention/partition.ts";
import type { KernelExports, KernelName } from "../contract.ts";
import { convPartitions } from "../conv/partition.ts";
import { convTransposePartitions } from "../conv_transpose/partition.ts";
import { elementwisePartitions } from "../elementwise/partition.ts";
import { foldPartitions } from "../fold/partition.ts";
import { fusedPartitions } from "../fused/partition.ts";
import { indexingPartitions } from "../indexing/partition.ts";
import { layerNormPartitions } from "../layernorm/partition.ts";
import { matmulPartitions } from "../matmul/partition.ts";
import { normPartitions } from "../norm/partition.ts";
import { optimPartitions } from "../optim/partition.ts";
import { poolPartitions } from "../pool/partition.ts";
import { recurrentPartitions } from "../recurrent/partition.ts";
import { reducePartitions } from "../reduce/partition.ts";
import { softmaxPartitions } from "../softmax/partition.ts";
import { statisticsPartitions } from "../statistics/partition.ts";
import type { Partitions } from "./partition.ts";

/** How every kernel is divided that may take long. */
export const partitions = (kernel: KernelExports): Partitions<KernelName> => ({
  ...attentionPartitions(kernel),
  ...convPartitions(kernel),
  ...convTransposePartitions,
  ...elementwisePartitions,
  ...foldPartitions,
  ...fusedPartitions(kernel),
  ...indexingPartitions,
  ...layerNormPartitions,
  ...matmulPartitions(kernel),
  ...normPartitions,
  ...optimPartitions,
  ...poolPartitions,
  ...recurrentPartitions(kernel),
  ...reducePartitions,
  ...softmaxPartitions,
  ...statisticsPartitions,
});
