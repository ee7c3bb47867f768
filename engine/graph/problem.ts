// Owns what a problem is: something wrong with a graph, where, and the numbers that explain it.
import type { DType } from "../core/dtype.ts";
import type { Mismatch } from "../core/errors.ts";
import type { Said } from "../core/said.ts";

export type ProblemKind =
  | "unknown_module"
  | "argument"
  | "missing_input"
  | "unknown_port"
  | "dangling_edge"
  | "duplicate_edge"
  | "occupied_port"
  | "cycle"
  | "unreachable"
  | "upstream"
  | "shape"
  | "dtype"
  | "training"
  | "too_large"
  | "run";

/** Why a shape does not fit, in numbers: the editor turns it into a sentence in the user's language. */
export interface Hint extends Mismatch {
  /** The module that expects, and the module whose output it is given. */
  readonly module: string;
  readonly source: string;
  readonly sourceNode: string;
}

export interface Problem {
  readonly kind: ProblemKind;
  readonly severity: "error" | "warning";
  /** Ids of nodes and edges; names stand in `message`. */
  readonly node?: string;
  /** edgeId of the edge it belongs to. */
  readonly edge?: string;
  /** The argument it belongs to. */
  readonly arg?: string;
  /** The input port that nothing leads into. */
  readonly port?: string;
  /** Torch's own text where torch has one; else plain English naming the place. */
  readonly message: string;
  /** The message as words, where it is not torch's: for a reader of another language. */
  readonly said?: Said;
  readonly hint?: Hint;
  /** Of values of a wrong type: the type that would do, and the one that is given. */
  readonly types?: { readonly wants: DType; readonly got: DType };
  /** Of look-ups outside of a table: how many rows it would need. */
  readonly rows?: number;
  /** Of a node that waits: the node whose problem it waits for. */
  readonly cause?: string;
}
