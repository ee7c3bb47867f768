// Owns the inspector: the selected node's arguments, or the document when nothing is selected.
import { useGraph } from "../document/hooks.ts";
import { useT } from "../i18n/index.ts";
import { useSession } from "../session/store.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { DocumentInspector } from "./DocumentInspector.tsx";
import styles from "./Inspector.module.css";
import { NodeInspector } from "./NodeInspector.tsx";

/** The form of what is selected. */
export function Inspector() {
  const t = useT();
  const selected = useSession((s) => s.selectedNodes);
  const graph = useGraph();
  const names = selected.filter((name) => Object.hasOwn(graph.nodes, name));
  const [first] = names;
  if (first === undefined) return <DocumentInspector />;
  if (names.length > 1) {
    return (
      <EmptyState
        className={styles.many}
        title={t("inspector.several", { count: names.length })}
        text={names.join(", ")}
      />
    );
  }
  return <NodeInspector key={first} name={first} />;
}
