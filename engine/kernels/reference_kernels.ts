// Owns the list of the plain kernels, with those that are several in one call put together.
import type { FusedActivation } from "./activation.ts";
import * as attention from "./reference/attention.ts";
import { add, mul, sumTo } from "./reference/broadcast.ts";
import { type Chain, runChain } from "./reference/chain.ts";
import * as conv from "./reference/conv.ts";
import * as copy from "./reference/copy.ts";
import * as elementwise from "./reference/elementwise.ts";
import { addBags, sumBags } from "./reference/embedding.ts";
import { columnsToImage, imageToColumns } from "./reference/fold.ts";
import { unary, unaryBackward } from "./reference/functions.ts";
import { addRows, firstOutside, gatherAlong, scatterAlong, takeRows } from "./reference/index.ts";
import * as layernorm from "./reference/layernorm.ts";
import { crossEntropyBackward, nllBackward, nllForward } from "./reference/loss.ts";
import * as matmul from "./reference/matmul.ts";
import * as norm from "./reference/norm.ts";
import * as pad from "./reference/pad.ts";
import { pairBackward, pairForward } from "./reference/pairs.ts";
import * as pool from "./reference/pool.ts";
import {
  type RecurrentDims,
  type RecurrentWeights,
  recurrentBackward,
  recurrentForward,
} from "./reference/recurrent.ts";
import { cumsumLines, reduce } from "./reference/reduce.ts";
import { resample, resampleBackward } from "./reference/resample.ts";
import * as samplenorm from "./reference/samplenorm.ts";
import * as softmax from "./reference/softmax.ts";
import * as step from "./reference/step.ts";
import { addStrided, copyStrided } from "./reference/strided.ts";
import { binary, choose, compare, triple } from "./reference/zips.ts";
import { describe } from "./statistics.ts";
import type { PreparedChain } from "./wasm_chain.ts";
import type { PreparedConv } from "./wasm_conv.ts";
import type { PreparedTranspose } from "./wasm_phases.ts";
import type { PreparedRecurrent } from "./wasm_recurrent.ts";

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
