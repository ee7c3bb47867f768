// Owns the run: what the engine has computed of an open document. Never saved; written only by controller.ts.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Activation, Failure } from "../../workers/protocol.ts";

export interface Run {
  /** "error": the last run ended without an answer, or a node of it failed. */
  readonly status: "idle" | "running" | "error";
  /** Counts what was asked of the engine. */
  readonly revision: number;
  /** By printed port (`conv1`, `lstm1.h_n`): the last values known, current or not. */
  readonly activations: Readonly<Record<string, Activation>>;
  /** Ports whose activation belongs to the document as it is; the others are stale. */
  readonly current: ReadonlySet<string>;
  /** Nodes that failed in the last run. */
  readonly failures: readonly Failure[];
  /** Why the last run ended without an answer, or null. */
  readonly failure: Failure | null;
  /** Time the last run took in the worker. */
  readonly milliseconds: number;
  /** Nodes the last run computed anew, in order. */
  readonly ran: readonly string[];
  /** Index in the batch of the sample that pictures show. */
  readonly sample: number;
  readonly training: boolean;
}

const nothing: Run = {
  status: "idle",
  revision: 0,
  activations: {},
  current: new Set(),
  failures: [],
  failure: null,
  milliseconds: 0,
  ran: [],
  sample: 0,
  training: false,
};

export const createRunStore = (): StoreApi<Run> => createStore(() => nothing);
