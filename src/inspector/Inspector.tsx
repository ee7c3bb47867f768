// Owns the inspector: the selected node's arguments, or the document when nothing is selected.
import { nameOf } from "../../engine/graph/identity.ts";
import { useGraph, useView } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { DocumentInspector } from "./DocumentInspector.tsx";
import styles from "./Inspector.module.css";
import { NodeInspector } from "./NodeInspector.tsx";

/** The form of what is selected. */
export function Inspector() {
  const t = useT();
  const selected = useView((s) => s.selectedNodes);
  const graph = useGraph();
  const ids = selected.filter((id) => Object.hasOwn(graph.nodes, id));
  const [first] = ids;
  if (first === undefined) return <DocumentInspector />;
  if (ids.length > 1) {
    return (
      <EmptyState
        className={styles.many}
        title={t("inspector.several", { count: ids.length })}
        text={ids.map((id) => nameOf(graph, id)).join(", ")}
      />
    );
  }
  return <NodeInspector key={first} id={first} />;
}
