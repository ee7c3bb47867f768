// Owns how components read their editor: hooks that wake only for the part they select.
import { useStore } from "zustand";
import { own } from "../../engine/core/record.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { type Inference, inferShapes } from "../../engine/graph/infer.ts";
import type { Activation } from "../../workers/protocol.ts";
import type { Document } from "../document/document.ts";
import type { Run } from "../run/store.ts";
import { useEditor } from "./context.ts";
import { choiceOf, type InputChoice } from "./inputs.ts";
import type { View } from "./view.ts";

export function useDocument<T>(select: (document: Document) => T): T {
  return useStore(useEditor().history.store, (s) => select(s.present));
}

export const useGraph = (): Graph => useDocument((d) => d.graph);

/** Shapes and problems of the open graph: derived, memoised on the graph, never stored. */
export const useInference = (): Inference => inferShapes(useGraph());

/** What is selected, looked at and renamed. */
export function useView<T>(select: (view: View) => T): T {
  return useStore(useEditor().view, select);
}

export const useInputChoice = (id: string): InputChoice =>
  useStore(useEditor().inputs, (choices) => choiceOf(choices, id));

/** Whether the user has chosen what the node is fed with. */
export const useIsInputChosen = (id: string): boolean =>
  useStore(useEditor().inputs, (choices) => Object.hasOwn(choices, id));

export function useRun<T>(select: (run: Run) => T): T {
  return useStore(useEditor().run, select);
}

/** The last activation known of a port, or undefined. */
export const useActivation = (port: string): Activation | undefined => useRun((run) => own(run.activations, port));

/** Whether a port's activation belongs to the document as it is. */
export const useIsCurrent = (port: string): boolean => useRun((run) => run.current.has(port));
