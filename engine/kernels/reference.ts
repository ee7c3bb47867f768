// Owns the list of the plain kernels, with those that are several in one call put together.

import * as attention from "./attention/reference.ts";
import * as conv from "./conv/reference.ts";
import type { PreparedConv } from "./conv/wasm.ts";
import type { PreparedTranspose } from "./conv_transpose/wasm.ts";
import { binary, choose, compare, triple } from "./elementwise/reference/binary.ts";
import { add, mul, sumTo } from "./elementwise/reference/broadcast.ts";
import { unary, unaryBackward } from "./elementwise/reference/functions.ts";
import * as elementwise from "./elementwise/reference/scalars.ts";
import { columnsToImage, imageToColumns } from "./fold/reference.ts";
import { type Chain, runChain } from "./fused/reference.ts";
import type { PreparedChain } from "./fused/wasm.ts";
import { addRows, firstOutside, gatherAlong, scatterAlong, takeRows } from "./indexing/reference.ts";
import { resample, resampleBackward } from "./interpolate/reference/resample.ts";
import * as layernorm from "./layernorm/reference.ts";
import { crossEntropyBackward, nllBackward, nllForward } from "./loss/reference/classes.ts";
import { pairBackward, pairForward } from "./loss/reference/pairs.ts";
import type { FusedActivation } from "./matmul/epilogue.ts";
import * as matmul from "./matmul/reference.ts";
import * as norm from "./norm/reference/batchnorm.ts";
import * as samplenorm from "./norm/reference/samplenorm.ts";
import * as step from "./optim/reference.ts";
import * as pad from "./pad/reference.ts";
import * as pool from "./pool/reference/pool.ts";
import {
  type RecurrentDims,
  type RecurrentWeights,
  recurrentBackward,
  recurrentForward,
} from "./recurrent/reference.ts";
import type { PreparedRecurrent } from "./recurrent/wasm.ts";
import { cumsumLines, reduce } from "./reduce/reference.ts";
import * as copy from "./shape/reference/blocks.ts";
import { addStrided, copyStrided } from "./shape/reference/strided.ts";
import * as softmax from "./softmax/reference.ts";
import { addBags, sumBags } from "./sparse/reference.ts";
import { describe } from "./statistics/reference.ts";

/** Applies the activation in place. */
function activate(out: Float32Array, activation: FusedActivation): void {
  if (activation === "none") return;
  if (activation === "relu") unary("relu", out, out);
  else unary("clamp", out, out, 0, 6);
}

const composed = {
  /** out = 0. */
  clear(out: Float32Array | Float64Array | Uint8Array): void {
    out.fill(0);
  },

  matmulNT(
    a: Float32Array,
    b: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    m: number,
    n: number,
    k: number,
    activation: FusedActivation = "none",
  ): void {
    matmul.matmulNT(a, b, bias, out, m, n, k);
    activate(out, activation);
  },

  convForward(
    input: Float32Array,
    weight: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    d: conv.ConvDims,
    activation: FusedActivation = "none",
    _prepared: PreparedConv | null = null,
  ): void {
    conv.convForward(input, weight, bias, out, d);
    activate(out, activation);
  },

  preparedConvBytes: (_d: conv.ConvDims): number => 0,
  preparedRecurrentBytes: (_d: RecurrentDims): number => 0,
  prepareRecurrent: (_d: RecurrentDims, _weights: RecurrentWeights): PreparedRecurrent | null => null,
  prepareConv: (_weight: Float32Array, _d: conv.ConvDims): PreparedConv | null => null,

  convTranspose(
    input: Float32Array,
    weight: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    d: conv.ConvDims,
    _prepared: PreparedTranspose | null = null,
  ): void {
    conv.convBackwardInput(input, weight, out, d);
    if (bias) copy.addChannels(bias, out, d.batch, d.groups * d.inPerGroup, d.input[0] * d.input[1] * d.input[2]);
  },

  preparedTransposeBytes: (_d: conv.ConvDims): number => 0,
  prepareTranspose: (_weight: Float32Array, _d: conv.ConvDims): PreparedTranspose | null => null,

  preparedChainBytes: (_chain: Chain): number => 0,
  prepareChain: (_chain: Chain): PreparedChain | null => null,

  runChain(chain: Chain, arrays: readonly Float32Array[], _prepared: PreparedChain | null = null): void {
    runChain(chain, arrays);
  },
};

export const referenceKernels = {
  sumTo,
  add,
  mul,
  describe,
  addBags,
  addRows,
  addStrided,
  binary,
  choose,
  compare,
  triple,
  copyStrided,
  crossEntropyBackward,
  nllBackward,
  nllForward,
  cumsumLines,
  reduce,
  sumBags,
  takeRows,
  columnsToImage,
  firstOutside,
  gatherAlong,
  imageToColumns,
  scatterAlong,
  pairBackward,
  pairForward,
  resample,
  resampleBackward,
  recurrentBackward,
  recurrentForward,
  unary,
  unaryBackward,
  ...attention,
  ...conv,
  ...copy,
  ...elementwise,
  ...layernorm,
  ...matmul,
  ...norm,
  ...pad,
  ...pool,
  ...samplenorm,
  ...softmax,
  ...step,
  ...composed,
};

export type ReferenceKernels = typeof referenceKernels;
