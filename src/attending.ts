// Owns what is done for the editor in front as long as it is there: edits start runs, inputs are fed, and what points into the graph stays within it.
import { sampleCount } from "./actions/run.ts";
import type { Document } from "./document/document.ts";
import type { Editor } from "./editor/editor.ts";
import { followGraph } from "./editor/selection.ts";
import { feedInputs } from "./io/inputs.ts";
import { followSeed } from "./io/weights.ts";
import { vital } from "./rescue/failures.ts";

/** Begins it; the engine may hold another document's values. The returned function ends it. */
export function attend(editor: Editor): () => void {
  const { controller, history, run } = editor;
  /** The document as it is now: to the engine, and what points into it kept within it. */
  const follow = ({ graph, seed }: Document) => {
    followGraph(editor, graph);
    const last = sampleCount(graph) - 1;
    if (run.getState().sample > last) controller.setSample(last);
    controller.submit(graph, seed);
  };
  controller.wake();
  follow(editor.document());
  const stops = [
    history.store.subscribe(vital((now, before) => now.present !== before.present && follow(now.present))),
    feedInputs(editor),
    followSeed(editor),
    controller.rest,
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
