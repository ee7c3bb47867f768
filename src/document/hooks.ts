// Owns how components read the document: hooks that wake only for the part they select.
import { useStore } from "zustand";
import type { Graph } from "../../engine/graph/graph.ts";
import { type Inference, inferShapes } from "../../engine/graph/infer.ts";
import type { Document } from "./document.ts";
import { history } from "./store.ts";

export function useDocument<T>(select: (document: Document) => T): T {
  return useStore(history.store, (s) => select(s.present));
}

export const useGraph = (): Graph => useDocument((d) => d.graph);

/** Shapes and problems of the open graph: derived, memoised on the graph, never stored. */
export const useInference = (): Inference => inferShapes(useGraph());
