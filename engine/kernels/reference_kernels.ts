// Owns the list of the plain kernels, with those that are several in one call put together.
import { add, mul, sumTo } from "./reference/broadcast.ts";
import * as conv from "./reference/conv.ts";
import * as copy from "./reference/copy.ts";
import * as elementwise from "./reference/elementwise.ts";
import * as matmul from "./reference/matmul.ts";
import * as norm from "./reference/norm.ts";
import * as pad from "./reference/pad.ts";
import * as pool from "./reference/pool.ts";
import * as softmax from "./reference/softmax.ts";

const composed = {
  matmulNT(
    a: Float32Array,
    b: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    m: number,
    n: number,
    k: number,
    relu = false,
  ): void {
    matmul.matmulNT(a, b, bias, out, m, n, k);
    if (relu) elementwise.relu(out, out);
  },

  batchedMatmul(
    a: Float32Array,
    b: Float32Array,
    out: Float32Array,
    [batch, m, n, k]: readonly [number, number, number, number],
    { transB = false, aShared = false, bShared = false } = {},
  ): void {
    for (let i = 0; i < batch; i++) {
      const x = a.subarray(aShared ? 0 : i * m * k);
      const y = b.subarray(bShared ? 0 : i * k * n);
      const to = out.subarray(i * m * n, (i + 1) * m * n);
      if (transB) matmul.matmulNT(x, y, null, to, m, n, k);
      else matmul.matmulNN(x, y, to, m, n, k);
    }
  },

  convForward(
    input: Float32Array,
    weight: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    d: conv.ConvDims,
    relu = false,
  ): void {
    conv.convForward(input, weight, bias, out, d);
    if (relu) elementwise.relu(out, out);
  },
};

export const referenceKernels = {
  sumTo,
  add,
  mul,
  ...conv,
  ...copy,
  ...elementwise,
  ...matmul,
  ...norm,
  ...pad,
  ...pool,
  ...softmax,
  ...composed,
};

export type ReferenceKernels = typeof referenceKernels;
