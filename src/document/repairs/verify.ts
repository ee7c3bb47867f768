// Owns the trial of repairs: each is applied to a copy, and offered only if its problem is gone and nothing else breaks.
import type { Graph } from "../../../engine/graph/graph.ts";
import { inferShapes } from "../../../engine/graph/infer.ts";
import type { Problem, ProblemKind } from "../../../engine/graph/problem.ts";
import { trainingProblems } from "../../../engine/graph/training.ts";
import type { Document } from "../document.ts";
import type { Candidate, Repair } from "./repair.ts";

/** How many repairs one problem is offered, and how many are tried for it. */
const mostOffered = 4;
const mostTried = 40;

const ofEdges: ReadonlySet<ProblemKind> = new Set(["unknown_port", "dangling_edge", "duplicate_edge", "occupied_port"]);
const ofValues: ReadonlySet<ProblemKind> = new Set(["shape", "dtype", "training", "run"]);

/** Two problems of one key are the same problem: torch may well find other words for it after a change. */
function keyOf({ kind, node, arg, edge, message }: Problem): string {
  const place = `${ofValues.has(kind) ? "values" : kind}|${node ?? ""}`;
  if (ofEdges.has(kind)) return `${place}|${edge ?? ""}`;
  return kind === "argument" || kind === "missing_input" ? `${place}|${arg ?? message}` : place;
}

const allProblems = (graph: Graph, training: boolean): readonly Problem[] =>
  training ? [...inferShapes(graph).problems, ...trainingProblems(graph)] : inferShapes(graph).problems;

interface Outcome {
  readonly gone: boolean;
  /** Nodes that had no problem and now have one, or none when the problem only made room for another one's discovery. */
  readonly breaks: boolean;
  /** Problems that nobody saw before, of nodes that did not work before. */
  readonly reveals: boolean;
}

/** What applying an edit to a document does to one of its problems and to all others. */
export function outcomeOf(document: Document, after: Document, problem: Problem, training = false): Outcome {
  const inTraining = training || problem.kind === "training";
  const before = inferShapes(document.graph).nodes;
  const known = new Set(allProblems(document.graph, inTraining).map(keyOf));
  const now = allProblems(after.graph, inTraining);
  const fresh = now.filter((p) => p.severity === "error" && !known.has(keyOf(p)));
  const worked = ({ node }: Problem) => node === undefined || (before.get(node)?.state ?? "ok") === "ok";
  const key = keyOf(problem);
  const gone = !now.some((p) => keyOf(p) === key) && isMended(problem, after.graph);
  return { gone, breaks: fresh.some(worked), reveals: fresh.length > 0 };
}

/** Of a failed run inference knows nothing: the repair is what the numbers of the failure say. */
function isMended({ kind, node, rows }: Problem, graph: Graph): boolean {
  if (kind !== "run") return true;
  const args = inferShapes(graph).nodes.get(node ?? "")?.resolution?.args;
  return rows !== undefined && typeof args?.num_embeddings === "number" && args.num_embeddings >= rows;
}

/**
 * The candidates that repair, those that change least first, a few at most. Where a node behind the problem has one of
 * its own that only a repair brings to light, repairs that do are offered if there are no others.
 */
export function verified(
  document: Document,
  problem: Problem,
  candidates: readonly Candidate[],
  training = false,
): readonly Repair[] {
  const clean: Repair[] = [];
  const revealing: Repair[] = [];
  const tried = new Set<string>();
  const byCost = [...candidates].sort((a, b) => a.cost - b.cost);
  for (const { id, label, edit, sets } of byCost.slice(0, mostTried)) {
    if (clean.length === mostOffered) break;
    const after = edit(document);
    const text = after === document ? "" : JSON.stringify(after.graph);
    if (text === "" || tried.has(text)) continue;
    tried.add(text);
    const { gone, breaks, reveals } = outcomeOf(document, after, problem, training);
    if (gone && !breaks)
      (reveals ? revealing : clean).push({ id, label, edit, ...(sets === undefined ? {} : { sets }) });
  }
  return clean.length > 0 ? clean : revealing.slice(0, mostOffered);
}
