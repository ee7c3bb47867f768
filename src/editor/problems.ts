// Owns everything that is wrong with the open model: its graph, what only training refuses, and what the last run said.
import { useMemo } from "react";
import { type Graph, printPort } from "../../engine/graph/graph.ts";
import { inferShapes, outputPort } from "../../engine/graph/infer.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { topologyOf } from "../../engine/graph/topology.ts";
import { trainingProblems } from "../../engine/graph/training.ts";
import type { Run } from "../run/store.ts";
import { useGraph, useRun } from "./hooks.ts";

const tables = new Set(["Embedding", "EmbeddingBag"]);

/** Rows that a table would need for the indices it was given; undefined where they are not the trouble. */
function rowsNeeded(graph: Graph, node: string, activations: Run["activations"]): number | undefined {
  const inference = inferShapes(graph);
  const { def, resolution } = inference.nodes.get(node) ?? {};
  if (!def || !resolution || !tables.has(def.name)) return undefined;
  const from = topologyOf(graph).incoming(node, def.inputs[0]!)[0]?.from;
  const { min, max } = (from && activations[printPort(outputPort(inference, from))]?.stats) ?? { min: -1, max: -1 };
  return min >= 0 && max >= Number(resolution.args.num_embeddings) ? max + 1 : undefined;
}

/** Problems of a graph and of its last run, each node's failure once, errors first. */
export function problemsOf(
  graph: Graph,
  { training, failures, activations }: Pick<Run, "training" | "failures" | "activations">,
): readonly Problem[] {
  const { problems } = inferShapes(graph);
  const known = training ? [...problems, ...trainingProblems(graph)] : problems;
  const told = new Set(known.map(({ node, message }) => `${node}: ${message}`));
  const ofRun = failures
    .filter(({ node, message }) => !told.has(`${node}: ${message}`))
    .map(({ node, message, said }): Problem => {
      const rows = node === undefined ? undefined : rowsNeeded(graph, node, activations);
      const place = node === undefined ? {} : { node };
      return {
        kind: "run",
        severity: "error",
        message,
        ...(said ? { said } : {}),
        ...place,
        ...(rows === undefined ? {} : { rows }),
      };
    });
  const rank = (p: Problem) => (p.severity === "error" ? 0 : 1);
  return [...known, ...ofRun].sort((a, b) => rank(a) - rank(b));
}

/** Everything that is wrong now. */
export function useProblems(): readonly Problem[] {
  const graph = useGraph();
  const training = useRun((run) => run.training);
  const failures = useRun((run) => run.failures);
  // Values only matter where something failed.
  const activations = useRun((run) => (run.failures.length > 0 ? run.activations : none));
  return useMemo(
    () => problemsOf(graph, { training, failures, activations }),
    [graph, training, failures, activations],
  );
}

const none: Run["activations"] = {};
