// Owns the way between a document's state and the stores the editor works on: what belongs to a document changes as one.
import { currentDocument, history } from "../../document/store.ts";
import { inputStore, resetInputs } from "../../session/inputs.ts";
import { select } from "../../session/selection.ts";
import { sessionStore, updateSession } from "../../session/store.ts";
import { loadedWeights, onWeightsChange, showWeights } from "../weights.ts";
import { checkInputs, checkWeights } from "./checking.ts";
import type { OpenDocument } from "./open_document.ts";
import { type DocumentState, parseStep, printStep } from "./record.ts";

/** The state of the document in front, as it is now. */
export const liveState = (): DocumentState => ({
  history: history.store.getState(),
  inputs: inputStore.getState(),
  weights: loadedWeights(),
});

/** Calls back after each change of what is kept. */
export function onLiveChange(changed: () => void): void {
  history.store.subscribe(changed);
  inputStore.subscribe(changed);
  onWeightsChange(changed);
}

/** Puts a document on the screen, whole. */
export function showState(
  { history: kept, inputs, weights }: DocumentState,
  selection: OpenDocument["selection"],
): void {
  select([]);
  updateSession({ viewedPort: null, renaming: null, sample: 0, training: false });
  resetInputs(inputs);
  history.replace(kept.present, kept.past, kept.future);
  showWeights(weights);
  select(selection.nodes, selection.edges);
}

/** What is selected now. */
export function liveSelection(): OpenDocument["selection"] {
  const { selectedNodes, selectedEdges } = sessionStore.getState();
  return { nodes: selectedNodes, edges: selectedEdges };
}

/** What windows that follow are sent: inputs and weights only where they are not those of `sent`. */
export function packState(sent: DocumentState | null): unknown {
  const { history: now, inputs, weights } = liveState();
  return {
    step: printStep(now.present),
    ...(inputs === sent?.inputs ? {} : { inputs }),
    ...(weights === sent?.weights ? {} : { weights }),
  };
}

/** Shows what the editing window has sent. It is checked as a stored document is: the other window may be of another version. */
export function unpackState(packed: unknown): void {
  const parts = packed as { step?: unknown; inputs?: unknown; weights?: unknown };
  const present = parseStep(parts.step);
  if (parts.inputs !== undefined) resetInputs(checkInputs(parts.inputs));
  if (parts.weights !== undefined) showWeights(checkWeights(parts.weights));
  if (JSON.stringify(printStep(currentDocument())) === JSON.stringify(parts.step)) return;
  history.store.setState((s) => ({ ...s, present }));
}
