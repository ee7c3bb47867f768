// Owns the problems of the selected node, each with its explanation and repairs, below the argument that would mend it.
import { explain } from "../document/explain.ts";
import { useInference } from "../document/hooks.ts";
import { history } from "../document/store.ts";
import { useT } from "../i18n/index.ts";
import { ProblemCard } from "../ui/ProblemCard.tsx";
import styles from "./Inspector.module.css";

interface NodeProblemsProps {
  readonly name: string;
  /** The argument that would mend them; null for those that no argument would. */
  readonly arg: string | null;
}

export function NodeProblems({ name, arg }: NodeProblemsProps) {
  const t = useT();
  const problems = useInference().problems.filter(
    (p) => p.node === name && p.kind !== "argument" && (p.hint?.arg ?? null) === arg,
  );
  if (problems.length === 0) return null;
  return (
    <div className={styles.problems} role="status">
      {problems.map((problem) => {
        const { message, sentence, fixes } = explain(problem, t);
        return (
          <ProblemCard
            key={`${problem.kind} ${problem.edge ?? ""} ${message}`}
            severity={problem.severity}
            message={message}
            sentence={sentence}
            fixes={fixes.map(({ id, label, edit }) => ({ id, label, apply: () => history.edit(edit) }))}
          />
        );
      })}
    </div>
  );
}
