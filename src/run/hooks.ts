// Owns how components read the run: hooks that wake only for the part they select.

import { useStore } from "zustand";
import { own } from "../../engine/core/record.ts";
import type { Activation } from "../../workers/protocol.ts";
import { type Run, runStore } from "./store.ts";

export function useRun<T>(select: (run: Run) => T): T {
  return useStore(runStore, select);
}

/** The last activation known of a port, or undefined. */
export const useActivation = (port: string): Activation | undefined => useRun((run) => own(run.activations, port));

/** Whether a port's activation belongs to the document as it is. */
export const useIsCurrent = (port: string): boolean => useRun((run) => run.current.has(port));
