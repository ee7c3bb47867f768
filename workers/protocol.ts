// Owns the types of what crosses between the page and the engine's worker.
import type { DType } from "../engine/core/dtype.ts";
import type { Said } from "../engine/core/said.ts";
import type { Shape } from "../engine/core/shape.ts";
import type { PortRef } from "../engine/graph/graph.ts";
import type { SequentialSpec } from "../engine/graph/spec.ts";

/** Expected failures cross as values: Comlink keeps only name and message of a thrown error. */
export interface Failure {
  readonly kind: "module" | "input" | "weights" | "memory" | "stopped" | "crashed" | "hung" | "internal";
  /** The node's id; its name stands in `message`. */
  readonly node?: string;
  readonly message: string;
  /** The message as words, where it is the engine's own: for a reader of another language. */
  readonly said?: Said;
}
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** What an Input node is fed with. Random sources are drawn in the worker, at the node's shape. */
export type InputSource =
  | {
      readonly kind: "tensor";
      readonly data: Float32Array | Float64Array | Uint8Array;
      readonly shape: Shape;
      readonly dtype: DType;
    }
  | { readonly kind: "normal" | "uniform"; readonly seed: number };

/** An Input node: its shape and dtype, and what random whole numbers are below where they are read as indices. */
export interface InputDims {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly below?: number;
}

/** Everything a run depends on. Sent after every edit; the worker keeps what has not changed. */
export interface RunRequest {
  /** Counts changes of what is run; replies to an older one are dropped. Greater than 0. */
  readonly revision: number;
  /** The revision of the last reply that was taken (0: none): the answer holds what was computed after it. */
  readonly have: number;
  readonly spec: SequentialSpec;
  /** Of each Input node, by id. */
  readonly inputs: Readonly<Record<string, InputDims>>;
  /** Each node's first weights are drawn from (seed, the name it was made with). */
  readonly seed: number;
  readonly training: boolean;
  /** Index in the batch of the sample that pictures show. */
  readonly sample: number;
}

/** Statistics over a whole tensor; `std` is the population's. NaN and ±inf are counted and left out. */
export interface Stats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  readonly nonFinite: number;
}

/** A small picture of one sample: bytes from 1, `low`, to 255, `high`; 0 is what is not finite. */
export type Picture =
  /** `count` channels of `width`×`height`, laid in `columns`; values are channel after channel, row-major. */
  | {
      readonly kind: "grid";
      readonly width: number;
      readonly height: number;
      readonly count: number;
      readonly total: number;
      readonly columns: number;
      readonly values: Uint8Array;
      readonly low: number;
      readonly high: number;
    }
  /** A vector (or a sequence of `rows` vectors): `length` values a row, possibly averaged down from `total`. */
  | {
      readonly kind: "strip";
      readonly length: number;
      readonly rows: number;
      readonly total: number;
      readonly values: Uint8Array;
      readonly low: number;
      readonly high: number;
    };

/** What flows out of one port: shown by every edge that leaves it. */
export interface Activation {
  readonly from: PortRef;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly stats: Stats;
  readonly picture: Picture;
}

export interface RunReply {
  readonly revision: number;
  /** By printed port (Input nodes have one, too), only those computed or drawn after the request's `have`. */
  readonly activations: Readonly<Record<string, Activation>>;
  /** The same keys of ports whose values are current, the kept ones too. */
  readonly current: readonly string[];
  /** Nodes that failed while running; what does not depend on them has run. */
  readonly failures: readonly Failure[];
  /** Ids of the nodes that ran, in order. */
  readonly ran: readonly string[];
  readonly milliseconds: number;
}

/** One tensor in full, for the viewer. */
export interface Inspection {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly stats: Stats;
  /** Values of the chosen sample (or of the whole tensor when it has no batch dim), row-major. */
  readonly values: Float32Array;
  /** Shape of `values`; the first dim is cut short where the sample has more than 4,194,304 elements. */
  readonly sampleShape: Shape;
  /** Counts of the whole tensor's values in equal bins from min to max. */
  readonly histogram: readonly number[];
}

export interface LoadReport {
  readonly loaded: readonly string[];
  readonly missing_keys: readonly string[];
  readonly unexpected_keys: readonly string[];
  /** The tensors as `restoreWeights` takes them; null where that is the file itself. */
  readonly kept: Uint8Array | null;
}

/** What the worker answers. */
export interface EngineApi {
  /** Builds the model, keeping every weight that still fits, and computes what has changed. Ends a run before it. */
  run(request: RunRequest): Promise<Result<RunReply>>;
  /** Builds the model without running it. */
  prepare(request: RunRequest): Promise<Result<null>>;
  /** Feeds the Input node with this id. */
  setInput(id: string, source: InputSource): Promise<Result<null>>;
  /** One port in full. */
  inspect(port: PortRef, sample: number): Promise<Result<Inspection>>;
  /** Safetensors of the compiled model, with torch's keys. */
  saveWeights(): Promise<Result<Uint8Array>>;
  /** Takes all tensors or none, under the names the nodes have: a mismatch is refused with torch's message. */
  loadWeights(bytes: Uint8Array): Promise<Result<LoadReport>>;
  /**
   * Gives back to a new worker what an earlier one took: each tensor is used where its key and shape occur. Its keys begin
   * with the names the nodes were made with.
   */
  restoreWeights(bytes: Uint8Array): Promise<Result<null>>;
  /** Draws all weights anew from the seed. */
  resetWeights(): Promise<Result<null>>;
  /** Asks the current run to stop; answers when it has. */
  stop(): Promise<Result<null>>;
}
