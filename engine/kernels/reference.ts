// Owns the set of plain kernels, put together from its families.
import * as attention from "./attention/reference.ts";
import type { Kernels } from "./contract.ts";
import type { ConvDims, PreparedConv } from "./conv/contract.ts";
import * as conv from "./conv/reference.ts";
import type { PreparedTranspose } from "./conv_transpose/contract.ts";
import * as binary from "./elementwise/reference/binary.ts";
import * as broadcast from "./elementwise/reference/broadcast.ts";
import { unary, unaryBackward } from "./elementwise/reference/functions.ts";
import * as gamma from "./elementwise/reference/gamma.ts";
import * as map from "./elementwise/reference/map.ts";
import * as elements from "./elementwise/reference/scalars.ts";
import * as fold from "./fold/reference.ts";
import type { FusedRows, PreparedFused } from "./fused/contract.ts";
import * as fused from "./fused/reference.ts";
import * as grid from "./grid/reference.ts";
import * as indexing from "./indexing/reference/places.ts";
import { searchLines } from "./indexing/reference/search.ts";
import * as resample from "./interpolate/reference/resample.ts";
import { antialiasTaps, resizeTaps } from "./interpolate/reference/taps.ts";
import * as layernorm from "./layernorm/reference.ts";
import * as linalg from "./linalg/reference.ts";
import * as classes from "./loss/reference/classes.ts";
import * as ctc from "./loss/reference/ctc.ts";
import { pairBackward, pairForward } from "./loss/reference/pairs.ts";
import type { FusedActivation } from "./matmul/contract.ts";
import * as matmul from "./matmul/reference.ts";
import * as batchnorm from "./norm/reference/batchnorm.ts";
import * as samplenorm from "./norm/reference/samplenorm.ts";
import * as optim from "./optim/reference.ts";
import * as pad from "./pad/reference.ts";
import * as windows from "./pool/reference/max_windows.ts";
import * as pool from "./pool/reference/pool.ts";
import * as recurrent from "./recurrent/reference.ts";
import * as cumulative from "./reduce/reference/cumulative.ts";
import * as reduce from "./reduce/reference/reduce.ts";
import * as blocks from "./shape/reference/blocks.ts";
import * as strided from "./shape/reference/strided.ts";
import * as softmax from "./softmax/reference.ts";
import * as sparse from "./sparse/reference.ts";
import * as statistics from "./statistics/reference.ts";

/** Applies the activation in place. */
function activate(out: Float32Array, activation: FusedActivation): void {
  if (activation === "none") return;
  if (activation === "relu") unary("relu", out, out);
  else unary("clamp", out, out, 0, 6);
}

/** Those that are several in one call. */
const composed = {
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
    d: ConvDims,
    activation: FusedActivation = "none",
  ): void {
    conv.convForward(input, weight, bias, out, d);
    activate(out, activation);
  },

  convTranspose(
    input: Float32Array,
    weight: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    d: ConvDims,
  ): void {
    conv.convBackwardInput(input, weight, out, d);
    if (bias) blocks.addChannels(bias, out, d.batch, d.groups * d.inPerGroup, d.input[0] * d.input[1] * d.input[2]);
  },
};

/** Plain kernels read weights as they are. */
const unprepared = {
  preparedConvBytes: (): number => 0,
  prepareConv: (): PreparedConv | null => null,
  preparedTransposeBytes: (): number => 0,
  prepareTranspose: (): PreparedTranspose | null => null,
  preparedFusedBytes: (): number => 0,
  prepareFused: (): PreparedFused | null => null,
  runFused: (chain: FusedRows, arrays: readonly Float32Array[]): void => fused.runFused(chain, arrays),
  preparedRecurrentBytes: (): number => 0,
  prepareRecurrent: () => null,
};

export const referenceKernels: Kernels = {
  ...attention,
  ...batchnorm,
  ...binary,
  ...blocks,
  ...broadcast,
  ...classes,
  ...conv,
  ...ctc,
  ...cumulative,
  ...gamma,
  ...elements,
  ...fold,
  ...grid,
  ...indexing,
  ...layernorm,
  ...linalg,
  ...map,
  ...matmul,
  ...optim,
  ...pad,
  ...pool,
  ...recurrent,
  ...reduce,
  ...resample,
  ...samplenorm,
  ...softmax,
  ...sparse,
  ...statistics,
  ...strided,
  ...windows,
  antialiasTaps,
  pairBackward,
  pairForward,
  resizeTaps,
  searchLines,
  unary,
  unaryBackward,
  ...composed,
  ...unprepared,
};
