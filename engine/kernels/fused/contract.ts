// Owns the contract of chains of kernels over the same rows: which kernels there are, what they take and what they do.
import type { UnaryOp } from "../elementwise/contract.ts";
import type { FusedActivation } from "../matmul/contract.ts";

type Numbers = () => Float32Array;

/** What reads rows of values (by their numbers) and writes rows of another. */
export type ChainStep =
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

export interface Chain {
  readonly rows: number;
  /** The width of every value, by its number. The first `arrays` values are arrays of the caller's. */
  readonly widths: readonly number[];
  readonly arrays: number;
  readonly steps: readonly ChainStep[];
}

/** A chain's program with its weights. They do not follow when the weights change. */
export interface PreparedChain {
  readonly pointer: number;
  readonly sizes: ChainSizes;
  /** Gives its memory back. */
  release(): void;
}

/** Where the values that only the chain sees begin in scratch, and what the kernel is told of sizes. */
export interface ChainSizes {
  readonly offsets: readonly number[];
  readonly inside: number;
  readonly widest: number;
  /** Multiply-adds that a row takes, or could take in the time. */
  readonly work: number;
}

export interface FusedKernels {
  /** Bytes that `prepareChain` takes. */
  preparedChainBytes(chain: Chain): number;

  /**
   * Lays a chain's weights out once for many runs, of any number of rows; null where the kernel reads them as they are.
   * @throws RangeError when there is no memory for them
   */
  prepareChain(chain: Chain): PreparedChain | null;

  /** Runs a chain over arrays, in the order of its first values, with what `prepareChain` made of it. */
  runChain(chain: Chain, arrays: readonly Float32Array[], prepared?: PreparedChain | null): void;
}
