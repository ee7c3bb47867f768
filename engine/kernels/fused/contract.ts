// Owns the contract of fused rows (kernels one after another over the same rows): what is run, and what is prepared.
import type { UnaryOp } from "../elementwise/contract.ts";
import type { FusedActivation } from "../matmul/contract.ts";

type Numbers = () => Float32Array;

/** What reads rows of values (by their numbers) and writes rows of another. */
export type FusedStep =
  | {
      readonly kind: "linear";
      readonly from: number;
      readonly to: number;
      /** (width of `to`, width of `from`) */
      readonly weight: Numbers;
      readonly bias: Numbers | null;
      readonly activation: FusedActivation;
    }
  | {
      readonly kind: "unary";
      readonly from: number;
      readonly to: number;
      readonly op: UnaryOp;
      readonly settings: readonly [number, number, number];
    }
  | { readonly kind: "add" | "mul"; readonly from: number; readonly other: number; readonly to: number }
  | {
      readonly kind: "layerNorm";
      readonly from: number;
      readonly to: number;
      readonly weight: Numbers | null;
      readonly bias: Numbers | null;
      readonly eps: number;
    };

export interface FusedRows {
  readonly rows: number;
  /** The width of every value, by its number. The first `arrays` values are arrays of the caller's. */
  readonly widths: readonly number[];
  readonly arrays: number;
  readonly steps: readonly FusedStep[];
}

/** A program of fused rows with its weights. They do not follow when the weights change. */
export interface PreparedFused {
  readonly pointer: number;
  readonly sizes: FusedSizes;
  /** Gives its memory back. */
  release(): void;
}

/** Where the values that only the program sees begin in scratch, and what the kernel is told of sizes. */
export interface FusedSizes {
  readonly offsets: readonly number[];
  readonly inside: number;
  readonly widest: number;
  /** Multiply-adds that a row takes, or could take in the time. */
  readonly work: number;
}

export interface FusedKernels {
  /** Bytes that `prepareFused` takes. */
  preparedFusedBytes(fused: FusedRows): number;

  /**
   * Lays a program's weights out once for many runs, of any number of rows; null where the kernel reads them as they are.
   * @throws RangeError when there is no memory for them
   */
  prepareFused(fused: FusedRows): PreparedFused | null;

  /** Runs fused rows over arrays, in the order of their first values, with what `prepareFused` made of it. */
  runFused(fused: FusedRows, arrays: readonly Float32Array[], prepared?: PreparedFused | null): void;
}
