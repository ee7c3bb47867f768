// Owns the list of everything that is wrong with the graph, and with the last run.
import { CircleCheck } from "lucide-react";
import type { Problem } from "../../engine/graph/problem.ts";
import { explain } from "../document/explain.ts";
import { useInference } from "../document/hooks.ts";
import { history } from "../document/store.ts";
import { useT } from "../i18n/index.ts";
import { useRun } from "../run/hooks.ts";
import { canvasApi } from "../session/canvas_api.ts";
import { updateSession } from "../session/store.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ProblemCard } from "../ui/ProblemCard.tsx";
import styles from "./ProblemsPanel.module.css";

/** Problems of the graph, then failures of the last run, errors first. */
export function useProblems(): readonly Problem[] {
  const { problems } = useInference();
  const failures = useRun((s) => s.failures);
  const run = failures.map(
    (failure): Problem => ({
      kind: "run",
      severity: "error",
      message: failure.message,
      ...(failure.node === undefined ? {} : { node: failure.node }),
    }),
  );
  const rank = (p: Problem) => (p.severity === "error" ? 0 : 1);
  return [...problems, ...run].sort((a, b) => rank(a) - rank(b));
}

export function ProblemsPanel() {
  const t = useT();
  const problems = useProblems();
  if (problems.length === 0)
    return <EmptyState icon={<CircleCheck />} title={t("problems.none")} text={t("problems.noneText")} />;
  const show = (node: string) => {
    updateSession({ selectedNodes: [node], selectedEdges: [] });
    canvasApi()?.centerOn(node);
  };
  return (
    <ul className={styles.list} aria-label={t("problems.title")}>
      {problems.map((problem) => {
        const { kind, severity, node, edge } = problem;
        const { message, sentence, fixes } = explain(problem, t);
        return (
          <li key={`${kind} ${node ?? ""} ${edge ?? ""} ${message}`}>
            {node ? (
              <button
                type="button"
                className={styles.place}
                title={t("problems.goTo", { name: node })}
                onClick={() => show(node)}
              >
                {node}
              </button>
            ) : null}
            <ProblemCard
              severity={severity}
              message={message}
              sentence={sentence}
              fixes={fixes.map(({ id, label, edit }) => ({ id, label, apply: () => history.edit(edit) }))}
            />
          </li>
        );
      })}
    </ul>
  );
}
