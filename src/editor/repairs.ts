// Owns the repairs of the problems that are on the screen: looked for after the screen is drawn, and when the hands rest.
import { useEffect, useState } from "react";
import type { Problem } from "../../engine/graph/problem.ts";
import { type Repair, repairsOf } from "../document/repairs/index.ts";
import { useT } from "../i18n/index.ts";
import { useEditor } from "./context.ts";
import { useDocument, useRun } from "./hooks.ts";

/** A repair as a button: what it says, and what a press on it does. */
export interface Fix {
  readonly id: string;
  readonly label: string;
  /** See `Repair`. */
  readonly sets?: NonNullable<Repair["sets"]>;
  readonly apply: () => void;
}

const rest = 50;
const none: readonly Repair[] = [];

/** What mends a problem now; nothing while `wanted` is false or the graph is still being changed. */
export function useFixes(problem: Problem, wanted = true): readonly Fix[] {
  const editor = useEditor();
  const t = useT();
  const graph = useDocument((d) => d.graph);
  const training = useRun((run) => run.training);
  const [found, setFound] = useState({ problem, graph, repairs: none });
  useEffect(() => {
    if (!wanted) return undefined;
    const timer = setTimeout(() => {
      const document = editor.history.store.getState().present;
      if (document.graph === graph) setFound({ problem, graph, repairs: repairsOf(document, problem, training) });
    }, rest);
    return () => clearTimeout(timer);
  }, [editor, problem, graph, training, wanted]);
  // What was found for an earlier graph may not be right for this one.
  const repairs = found.graph === graph && found.problem === problem ? found.repairs : none;
  return repairs.map(({ id, label, edit, sets }) => ({
    id,
    label: label(t),
    apply: () => editor.history.edit(edit),
    ...(sets === undefined ? {} : { sets }),
  }));
}
