// Owns the way between an editor and the state of its document that is kept, and that following windows are sent.
import type { Editor } from "../../editor/editor.ts";
import { replaceWeights } from "../weights.ts";
import { checkInputs, checkWeights } from "./checking.ts";
import { type DocumentState, parseStep, printStep } from "./record.ts";

/** What is kept of an open document, as it is now. */
export const stateOf = ({ history, inputs, weights }: Editor): DocumentState => ({
  history: history.store.getState(),
  inputs: inputs.getState(),
  weights: weights.getState().loaded,
});

/** Calls back after each change of what is kept; the returned function stops it. */
export function onLiveChange({ history, inputs, weights }: Editor, changed: () => void): () => void {
  const stops = [history.store.subscribe(changed), inputs.subscribe(changed), weights.subscribe(changed)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What windows that follow are sent: inputs and weights only where they are not those of `sent`. */
export function packState(editor: Editor, sent: DocumentState | null): unknown {
  const { history, inputs, weights } = stateOf(editor);
  return {
    step: printStep(history.present),
    ...(inputs === sent?.inputs ? {} : { inputs }),
    ...(weights === sent?.weights ? {} : { weights }),
  };
}

/** Shows what the editing window has sent. It is checked as a stored document is: the other window may be of another version. */
export function unpackState(editor: Editor, packed: unknown): void {
  const parts = packed as { step?: unknown; inputs?: unknown; weights?: unknown };
  const present = parseStep(parts.step);
  if (parts.inputs !== undefined) editor.inputs.setState(checkInputs(parts.inputs), true);
  if (parts.weights !== undefined) replaceWeights(editor, checkWeights(parts.weights));
  if (JSON.stringify(printStep(editor.document())) === JSON.stringify(parts.step)) return;
  editor.history.store.setState((s) => ({ ...s, present }));
}
