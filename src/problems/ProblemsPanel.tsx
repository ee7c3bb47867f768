// Owns the list of everything that is wrong with the graph, and with the last run.
import { CircleCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { own } from "../../engine/core/record.ts";
import { nameOf } from "../../engine/graph/identity.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { explain, messageOf } from "../document/explain.ts";
import { useEditor } from "../editor/context.ts";
import { useGraph, useInference } from "../editor/hooks.ts";
import { useProblems } from "../editor/problems.ts";
import { useFixes } from "../editor/repairs.ts";
import { useT } from "../i18n/index.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ProblemCard } from "../ui/ProblemCard.tsx";
import styles from "./ProblemsPanel.module.css";

export function ProblemsPanel() {
  const editor = useEditor();
  const t = useT();
  const problems = useProblems();
  if (problems.length === 0)
    return <EmptyState icon={<CircleCheck />} title={t("problems.none")} text={t("problems.noneText")} />;
  const show = (node: string) => {
    editor.view.setState({ selectedNodes: [node], selectedEdges: [] });
    editor.canvas.current()?.centerOn(node);
  };
  return (
    <ul className={styles.list} aria-label={t("problems.title")}>
      {problems.map((problem) => {
        const { kind, node, edge, message } = problem;
        return <Item key={`${kind} ${node ?? ""} ${edge ?? ""} ${message}`} problem={problem} show={show} />;
      })}
    </ul>
  );
}

interface ItemProps {
  readonly problem: Problem;
  readonly show: (node: string) => void;
}

function Item({ problem, show }: ItemProps) {
  const t = useT();
  const inference = useInference();
  const item = useRef<HTMLLIElement>(null);
  const seen = useSeen(item);
  const fixes = useFixes(problem, seen);
  const { severity, node } = problem;
  const graph = useGraph();
  return (
    <li ref={item}>
      {node ? (
        <button
          type="button"
          className={styles.place}
          title={t("problems.goTo", { name: nameOf(graph, node) })}
          onClick={() => show(node)}
        >
          <span className={styles.name}>{nameOf(graph, node)}</span>
          <span className={styles.module}>{own(graph.nodes, node)?.module}</span>
        </button>
      ) : null}
      <ProblemCard
        severity={severity}
        message={messageOf(problem, t)}
        sentence={explain(problem, inference, t, fixes[0])}
        fixes={fixes}
      />
    </li>
  );
}

/** Whether an element has come into view: of a long list nobody needs the repairs of what they do not see. */
function useSeen(element: React.RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return seen;
}
