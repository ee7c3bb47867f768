// Owns the problems of the selected node, each with its explanation and repairs, below the argument that would mend it.
import type { Problem } from "../../engine/graph/problem.ts";
import { explain, messageOf } from "../document/explain.ts";
import { useInference } from "../editor/hooks.ts";
import { useProblems } from "../editor/problems.ts";
import { useFixes } from "../editor/repairs.ts";
import { useT } from "../i18n/index.ts";
import { Fixes, ProblemCard } from "../ui/ProblemCard.tsx";
import styles from "./Inspector.module.css";

interface NodeProblemsProps {
  readonly id: string;
  /** The argument that would mend them; null for those that no argument would. */
  readonly arg: string | null;
}

export function NodeProblems({ id, arg }: NodeProblemsProps) {
  const problems = useProblems().filter((p) => p.node === id && (p.hint?.arg ?? p.arg ?? null) === arg);
  if (problems.length === 0) return null;
  return (
    <div className={styles.problems} role="status">
      {problems.map((problem) => (
        <NodeProblem key={`${problem.kind} ${problem.edge ?? ""} ${problem.message}`} problem={problem} />
      ))}
    </div>
  );
}

function NodeProblem({ problem }: { readonly problem: Problem }) {
  const t = useT();
  const inference = useInference();
  const fixes = useFixes(problem);
  // The message of a wrong argument stands at its field.
  if (problem.kind === "argument") return <Fixes fixes={fixes} />;
  return (
    <ProblemCard
      severity={problem.severity}
      message={messageOf(problem, t)}
      sentence={explain(problem, inference, t, fixes[0])}
      fixes={fixes}
    />
  );
}
