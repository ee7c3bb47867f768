// Reductions along a dim on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { ReduceExports } from "./exports.ts";
import * as cumulative from "./reference/cumulative.ts";
import * as plain from "./reference/reduce.ts";

type Exports = ReduceExports;

/** In the order of assembly/reduce.ts. */
const sums = ["sum", "prod", "variance", "std", "logsumexp", "norm0", "norm1", "norm2", "normP", "any", "all"] as const;
type SumOp = (typeof sums)[number];

/** Which kernel makes the p-norm; null for powers that none makes. */
function normOf(p: number): SumOp | "max" | "min" | null {
  if (p === Number.POSITIVE_INFINITY) return "max";
  if (p === Number.NEGATIVE_INFINITY) return "min";
  if (p === 0 || p === 1 || p === 2) return `norm${p}`;
  return p > 0 ? "normP" : null;
}

export function reduceKernels(kernel: Exports, space: Workspace) {
  return {
    /** out (outer, inner) from the lines of x (outer, size, inner); int64 (float64) where it is a place, bool where a truth. */
    reduce(...args: Parameters<typeof plain.reduce>): void {
      const [how, x, out, outer, size, inner, s = 0] = args;
      const places = how === "argmax" || how === "argmin";
      const truths = how === "any" || how === "all";
      const op = how === "norm" ? normOf(s) : how;
      const fits = places || truths ? !(out instanceof Float32Array) : out instanceof Float32Array;
      if (!(x instanceof Float32Array) || !fits || op === null || size === 0 || out.length === 0) {
        plain.reduce(...args);
        return;
      }
      const lines = outer * inner;
      space.with([x, out], 1, (from, to) => {
        if (op === "argmax" || op === "argmin") {
          kernel.argMinMaxDim(from, to, size, inner, Number(op === "argmax"), 0, lines);
        } else if (op === "max" || op === "min") {
          kernel.minMaxDim(from, to, size, inner, Number(op === "max"), Number(how === "norm"), 0, lines);
        } else {
          const setting = op === "sum" ? 1 : op === "mean" ? 1 / size : s;
          const code = sums.indexOf(op === "mean" ? "sum" : (op as SumOp));
          kernel.reduceLines(code, from, to, size, inner, setting, 0, lines);
        }
      });
    },

    /** out = sums of every line up to and including each element; `reverse` sums from the end. */
    cumsumLines(...args: Parameters<typeof plain.cumsumLines>): void {
      const [x, out, outer, size, inner, reverse] = args;
      if (!(x instanceof Float32Array) || !(out instanceof Float32Array) || out.length === 0) {
        plain.cumsumLines(...args);
        return;
      }
      space.with([x, out], 1, (from, to) => {
        kernel.cumulate(from, to, size, inner, Number(reverse), 0, outer * inner);
      });
    },

    /** out = products of every line up to and including each element. */
    cumprodLines(...args: Parameters<typeof cumulative.cumprodLines>): void {
      const [x, out, outer, size, inner] = args;
      if (!(x instanceof Float32Array) || !(out instanceof Float32Array) || out.length === 0) {
        cumulative.cumprodLines(...args);
        return;
      }
      space.with([x, out], 1, (from, to) => {
        kernel.cumulateProducts(from, to, size, inner, 0, outer * inner);
      });
    },

    /** The gradient of cumprodLines, whose result is y. */
    cumprodBackward(...args: Parameters<typeof cumulative.cumprodBackward>): void {
      const [grad, x, y, out, outer, size, inner] = args;
      const floats = [grad, x, y, out].filter((array) => array instanceof Float32Array);
      if (floats.length < 4 || out.length === 0) {
        cumulative.cumprodBackward(...args);
        return;
      }
      space.with(floats, 3, (...pointers) => {
        const [g, from, product, to] = pointers as [number, number, number, number];
        kernel.cumulateProductsBackward(g, from, product, to, size, inner, 0, outer * inner);
      });
    },
  };
}
