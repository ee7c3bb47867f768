// The vocabulary of padding.
import type { PadMode } from "../values.ts";

/** Padding: pairs (before, after), last dim first. */
export interface PadOps<V> {
  pad(input: V, pad: readonly number[], mode?: PadMode, value?: number): V;
}
