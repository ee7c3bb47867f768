// Owns the contract of the kernels, put together from the families: what the engine calls, whichever set is loaded, and what
// the compiled set exports.
import type { AttentionKernels } from "./attention/contract.ts";
import { type AttentionExports, attentionParameters } from "./attention/exports.ts";
import type { ConvKernels } from "./conv/contract.ts";
import { type ConvExports, convParameters } from "./conv/exports.ts";
import type { ConvTransposeKernels } from "./conv_transpose/contract.ts";
import { type ConvTransposeExports, convTransposeParameters } from "./conv_transpose/exports.ts";
import type { ElementwiseKernels } from "./elementwise/contract.ts";
import { type ElementwiseExports, elementwiseParameters } from "./elementwise/exports.ts";
import type { FoldKernels } from "./fold/contract.ts";
import { type FoldExports, foldParameters } from "./fold/exports.ts";
import type { FusedKernels } from "./fused/contract.ts";
import { type FusedExports, fusedParameters } from "./fused/exports.ts";
import type { GridKernels } from "./grid/contract.ts";
import type { IndexingKernels } from "./indexing/contract.ts";
import { type IndexingExports, indexingParameters } from "./indexing/exports.ts";
import type { InterpolateKernels } from "./interpolate/contract.ts";
import { type InterpolateExports, interpolateParameters } from "./interpolate/exports.ts";
import type { LayernormKernels } from "./layernorm/contract.ts";
import { type LayernormExports, layernormParameters } from "./layernorm/exports.ts";
import type { LinalgKernels } from "./linalg/contract.ts";
import type { LossKernels } from "./loss/contract.ts";
import { type LossExports, lossParameters } from "./loss/exports.ts";
import type { MatmulKernels } from "./matmul/contract.ts";
import { type MatmulExports, matmulParameters } from "./matmul/exports.ts";
import type { NormKernels } from "./norm/contract.ts";
import { type NormExports, normParameters } from "./norm/exports.ts";
import type { OptimKernels } from "./optim/contract.ts";
import { type OptimExports, optimParameters } from "./optim/exports.ts";
import type { PadKernels } from "./pad/contract.ts";
import { type PadExports, padParameters } from "./pad/exports.ts";
import type { PoolKernels } from "./pool/contract.ts";
import { type PoolExports, poolParameters } from "./pool/exports.ts";
import type { RecurrentKernels } from "./recurrent/contract.ts";
import { type RecurrentExports, recurrentParameters } from "./recurrent/exports.ts";
import type { ReduceKernels } from "./reduce/contract.ts";
import { type ReduceExports, reduceParameters } from "./reduce/exports.ts";
import type { ShapeKernels } from "./shape/contract.ts";
import { type ShapeExports, shapeParameters } from "./shape/exports.ts";
import type { SoftmaxKernels } from "./softmax/contract.ts";
import { type SoftmaxExports, softmaxParameters } from "./softmax/exports.ts";
import type { SparseKernels } from "./sparse/contract.ts";
import { type SparseExports, sparseParameters } from "./sparse/exports.ts";
import type { StatisticsKernels } from "./statistics/contract.ts";
import { type StatisticsExports, statisticsParameters } from "./statistics/exports.ts";

/** The kernels that tensors and plans call. */
export interface Kernels
  extends AttentionKernels,
    ConvKernels,
    ConvTransposeKernels,
    ElementwiseKernels,
    FoldKernels,
    FusedKernels,
    GridKernels,
    IndexingKernels,
    InterpolateKernels,
    LayernormKernels,
    LinalgKernels,
    LossKernels,
    MatmulKernels,
    NormKernels,
    OptimKernels,
    PadKernels,
    PoolKernels,
    RecurrentKernels,
    ReduceKernels,
    ShapeKernels,
    SoftmaxKernels,
    SparseKernels,
    StatisticsKernels {}

/** The functions that a compiled module exports. */
export type KernelExports = AttentionExports &
  ConvExports &
  ConvTransposeExports &
  ElementwiseExports &
  FoldExports &
  FusedExports &
  IndexingExports &
  InterpolateExports &
  LayernormExports &
  LossExports &
  MatmulExports &
  NormExports &
  OptimExports &
  PadExports &
  PoolExports &
  RecurrentExports &
  ReduceExports &
  ShapeExports &
  SoftmaxExports &
  SparseExports &
  StatisticsExports;

/** The names of what each of them takes, in order. */
export const kernelParameters = {
  ...attentionParameters,
  ...convParameters,
  ...convTransposeParameters,
  ...elementwiseParameters,
  ...foldParameters,
  ...fusedParameters,
  ...indexingParameters,
  ...interpolateParameters,
  ...layernormParameters,
  ...lossParameters,
  ...matmulParameters,
  ...normParameters,
  ...optimParameters,
  ...padParameters,
  ...poolParameters,
  ...recurrentParameters,
  ...reduceParameters,
  ...shapeParameters,
  ...softmaxParameters,
  ...sparseParameters,
  ...statisticsParameters,
} satisfies Readonly<Record<keyof KernelExports, readonly string[]>>;

export type KernelName = keyof KernelExports;

/** What the parameters of an export are called. */
export type ParameterOf<Name extends KernelName> = (typeof kernelParameters)[Name][number];
