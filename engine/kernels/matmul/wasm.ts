// Matrix products on WebAssembly: which kernel serves which sizes.

import type { Workspace } from "../memory/workspace.ts";
import type { FusedActivation } from "./contract.ts";
import { activationCode } from "./epilogue.ts";
import type { MatmulExports } from "./exports.ts";
import * as plain from "./reference.ts";

type Exports = MatmulExports;

/** Up to so many rows a product with Bᵀ reads both matrices where they lie. */
const fewRows = 24;
const shortestDot = 8;

/** Floats, or integers as int64 tensors hold them. */
type Reals = Float32Array | Float64Array;

export function matmulKernels(kernel: Exports, space: Workspace) {
  /** Both matrices by the strides of their rows and columns, in elements. */
  function general(
    [a, aRow, aColumn]: readonly [number, number, number],
    [b, bRow, bColumn]: readonly [number, number, number],
    bias: number,
    out: number,
    [m, n, k]: readonly [number, number, number],
    activation: FusedActivation,
  ): void {
    const [scratch] = space.scratch(kernel.gemmScratch(m, n, k));
    const strides = [4 * aRow, 4 * aColumn, b, 4 * bRow, 4 * bColumn] as const;
    kernel.gemm(a, ...strides, out, 4 * n, m, n, k, 0, 0, bias, activationCode[activation], scratch);
  }

  return {
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
      space.with([a, b, bias, out], 3, (a, b, bias, out) => {
        if (m <= fewRows && k >= shortestDot) {
          kernel.gemmDot(a, 4 * k, b, 4 * k, out, 4 * n, m, n, k, bias, activationCode[activation]);
        } else {
          general([a, k, 1], [b, 1, k], bias, out, [m, n, k], activation);
        }
      });
    },

    matmulNN(a: Reals, b: Reals, out: Reals, m: number, n: number, k: number): void {
      if (!(out instanceof Float32Array)) {
        plain.matmulNN(a, b, out, m, n, k);
        return;
      }
      space.with([a, b, out], 2, (a, b, out) => {
        if (m === 1) kernel.rowTimesMatrix(a, 4, b, 4 * n, out, n, k);
        else general([a, k, 1], [b, n, 1], 0, out, [m, n, k], "none");
      });
    },

    matmulTN(a: Float32Array, b: Float32Array, out: Float32Array, m: number, n: number, k: number): void {
      space.with([a, b, out], 2, (a, b, out) => {
        if (m === 1) kernel.rowTimesMatrix(a, 4, b, 4 * n, out, n, k);
        else general([a, 1, m], [b, n, 1], 0, out, [m, n, k], "none");
      });
    },
  };
}
