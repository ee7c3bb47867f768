// Owns what the compiled kernels are called with: the exports of every family, and the names of their parameters.
import { type AttentionExports, attentionParameters } from "./attention/exports.ts";
import { type ConvExports, convParameters } from "./conv/exports.ts";
import { type ConvTransposeExports, convTransposeParameters } from "./conv_transpose/exports.ts";
import { type ElementwiseExports, elementwiseParameters } from "./elementwise/exports.ts";
import { type FoldExports, foldParameters } from "./fold/exports.ts";
import { type FusedExports, fusedParameters } from "./fused/exports.ts";
import { type IndexingExports, indexingParameters } from "./indexing/exports.ts";
import { type InterpolateExports, interpolateParameters } from "./interpolate/exports.ts";
import { type LayernormExports, layernormParameters } from "./layernorm/exports.ts";
import { type LossExports, lossParameters } from "./loss/exports.ts";
import { type MatmulExports, matmulParameters } from "./matmul/exports.ts";
import { type NormExports, normParameters } from "./norm/exports.ts";
import { type OptimExports, optimParameters } from "./optim/exports.ts";
import { type PadExports, padParameters } from "./pad/exports.ts";
import { type PoolExports, poolParameters } from "./pool/exports.ts";
import { type RecurrentExports, recurrentParameters } from "./recurrent/exports.ts";
import { type ReduceExports, reduceParameters } from "./reduce/exports.ts";
import { type ShapeExports, shapeParameters } from "./shape/exports.ts";
import { type SoftmaxExports, softmaxParameters } from "./softmax/exports.ts";
import { type SparseExports, sparseParameters } from "./sparse/exports.ts";
import { type StatisticsExports, statisticsParameters } from "./statistics/exports.ts";

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
