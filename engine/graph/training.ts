// Owns what is wrong with a graph only while training: a normalisation over one value, and what draws from integers.
import { outputTypes } from "../modules/interpret.ts";
import type { Graph } from "./graph.ts";
import { inferShapes, type NodeInference } from "./infer.ts";
import type { Problem } from "./problem.ts";
import { type NodeProblem, placed, refusedInput } from "./problems.ts";
import { topologyOf } from "./topology.ts";

const memo = new WeakMap<Graph, readonly Problem[]>();
// A node whose inputs are as before has the same inference object, and so the same answer.
const found = new WeakMap<NodeInference, NodeProblem | null>();

/** What torch would refuse in train() of a graph's nodes that are fine in eval(). Never throws; memoised. */
export function trainingProblems(graph: Graph): readonly Problem[] {
  let problems = memo.get(graph);
  if (!problems) {
    const topology = topologyOf(graph);
    problems = [...inferShapes(graph).nodes].flatMap(([name, node]) => {
      const problem = problemOf(node);
      return problem ? [placed(problem, name, graph, topology)] : [];
    });
    memo.set(graph, problems);
  }
  return problems;
}

function problemOf(node: NodeInference): NodeProblem | null {
  const { def, resolution, taken, state } = node;
  if (state !== "ok" || !def || !resolution) return null;
  const known = found.get(node);
  if (known !== undefined) return known;
  let problem: NodeProblem | null = null;
  try {
    outputTypes(def, resolution.args, taken, true);
  } catch (thrown) {
    problem = refusedInput(thrown, "training");
  }
  found.set(node, problem);
  return problem;
}
