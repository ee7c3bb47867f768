// Owns what the tests of repairs share: documents written briefly, and the judgement of every repair of a document.

import { expect } from "vitest";
import { edge } from "../../../engine/graph/graph.fixture.ts";
import type { Graph } from "../../../engine/graph/graph.ts";
import { inferShapes } from "../../../engine/graph/infer.ts";
import type { Problem } from "../../../engine/graph/problem.ts";
import { trainingProblems } from "../../../engine/graph/training.ts";
import type { ArgValues } from "../../../engine/modules/fields.ts";
import { t } from "../../i18n/index.ts";
import { type Document, emptyDocument } from "../document.ts";
import { explain } from "../explain.ts";
import { type Repair, repairsOf } from "./index.ts";

export type Nodes = Readonly<Record<string, readonly [module: string, args?: ArgValues]>>;

/** `documentOf({ x: ["Input", …], fc: ["Linear", …] }, "x>fc")`. */
export function documentOf(nodes: Nodes, ...edges: string[]): Document {
  const graph: Graph = {
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([n, [module, args]]) => [n, args ? { module, args } : { module }]),
    ),
    edges: edges.map((text) => edge(text.split(">")[0]!, text.split(">")[1]!)),
  };
  return { ...emptyDocument, graph };
}

/** A chain of nodes, one after another. */
export const chainOf = (nodes: Nodes): Document => {
  const names = Object.keys(nodes);
  return documentOf(nodes, ...names.slice(1).map((name, i) => `${names[i]}>${name}`));
};

export const problemsOf = (graph: Graph, training = false): readonly Problem[] =>
  training ? [...inferShapes(graph).problems, ...trainingProblems(graph)] : inferShapes(graph).problems;

/** The first error of a document and the words of its repairs, in order. */
export function labelsOf(document: Document, training = false): string[] {
  const problem = problemsOf(document.graph, training).find((p) => p.severity === "error")!;
  return repairsOf(document, problem, training).map(({ label }) => label(t));
}

/** A node may miss several inputs; of all else it has one problem of a kind, whatever its words. */
const place = ({ kind, node, edge, arg, message }: Problem): string =>
  `${kind} ${node ?? ""} ${edge ?? ""} ${kind === "missing_input" ? message : (arg ?? "")}`;

/** What the sentence beside the repairs advises is what the first of them does. */
function checkAdvice(document: Document, problem: Problem, first: Repair | undefined): void {
  const sentence = explain(problem, inferShapes(document.graph), t, first) ?? "";
  const [, arg, value] = /: set (\w+) to (\S+) or leave it empty/.exec(sentence) ?? [];
  if (arg === undefined) return;
  const given = first?.edit(document).graph.nodes[problem.node ?? ""]?.args?.[arg];
  expect(["undefined", value], `${sentence} but ${first?.label(t)}`).toContain(String(given));
}

/** Applies every repair of every problem to a copy: the problem must be gone, and what worked must still work. */
export function judgeRepairs(
  document: Document,
  training = false,
): { problems: number; repaired: number; repairs: number } {
  const problems = problemsOf(document.graph, training).filter(({ kind }) => kind !== "upstream");
  const worked = [...inferShapes(document.graph).nodes].filter(([, { state }]) => state === "ok").map(([name]) => name);
  const text = JSON.stringify(document);
  let repairs = 0;
  let repaired = 0;
  for (const problem of problems) {
    const offered = repairsOf(document, problem, training);
    expect(new Set(offered.map(({ label }) => label(t))).size, "every button says something else").toBe(offered.length);
    for (const { label, edit } of offered) {
      const told = `${problem.node ?? problem.edge}: ${problem.message}: ${label(t)}: ${text}`;
      const { graph } = edit(document);
      const after = problemsOf(graph, training || problem.kind === "training");
      expect(after.map(place), told).not.toContain(place(problem));
      const wrong = new Set(after.filter((p) => p.severity === "error").map((p) => p.node));
      expect(
        worked.filter((name) => wrong.has(name) && !problemsOf(document.graph, training).some((p) => p.node === name)),
        told,
      ).toEqual([]);
    }
    checkAdvice(document, problem, offered[0]);
    repairs += offered.length;
    repaired += Number(offered.length > 0);
  }
  expect(JSON.stringify(document), "repairs are tried on copies").toBe(text);
  return { problems: problems.length, repaired, repairs };
}
