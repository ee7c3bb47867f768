// Owns what a repair is: an edit that mends one problem, with the words of its button and how much it changes.

import { type Edge, edgeId, type Graph } from "../../../engine/graph/graph.ts";
import { type Inference, inferShapes, type NodeInference } from "../../../engine/graph/infer.ts";
import type { Problem } from "../../../engine/graph/problem.ts";
import { type Topology, topologyOf } from "../../../engine/graph/topology.ts";
import { roleOf } from "../../../engine/modules/index.ts";
import type { Translate } from "../../i18n/index.ts";
import type { Document } from "../document.ts";
import type { Edit } from "../edits.ts";

/** A repair the user can apply with one click. */
export interface Repair {
  readonly id: string;
  readonly label: (t: Translate) => string;
  readonly edit: Edit;
  /** The argument of the problem's own node that it sets or leaves to be inferred, where that is all it does. */
  readonly sets?: { readonly arg: string; readonly value?: unknown };
}

/** A repair that may or may not repair: it is tried on a copy before it is offered. */
export interface Candidate extends Repair {
  /** How much it changes; the least comes first. See `cost`. */
  readonly cost: number;
}

/** What kinds of changes cost, from what the user almost surely meant to what is merely possible. */
export const cost = {
  meant: -1,
  infer: 0,
  exact: 0.5,
  number: 1,
  elsewhere: 1.5,
  module: 2,
  input: 2.5,
  insert: 3,
  remove: 4,
} as const;

/** A problem in its document, with what is known of its node. */
export interface Situation {
  readonly document: Document;
  readonly graph: Graph;
  readonly problem: Problem;
  readonly inference: Inference;
  readonly topology: Topology;
  /** The id of the problem's node; null where it belongs to none that is there. */
  readonly id: string | null;
  readonly node: NodeInference | null;
}

export function situationOf(document: Document, problem: Problem): Situation {
  const { graph } = document;
  const inference = inferShapes(graph);
  const id = problem.node !== undefined && Object.hasOwn(graph.nodes, problem.node) ? problem.node : null;
  const node = id === null ? null : (inference.nodes.get(id) ?? null);
  return { document, graph, problem, inference, topology: topologyOf(graph), id, node };
}

/** The edge that brings what does not fit: the problem's own, else the one into the node's first port. */
export function feedingEdge({ graph, problem, topology, id, node }: Situation): Edge | null {
  const own = problem.edge === undefined ? undefined : graph.edges.find((edge) => edgeId(edge) === problem.edge);
  if (own) return own;
  const port = node?.inputPorts[0];
  return (id !== null && port !== undefined && topology.incoming(id, port)[0]?.edge) || null;
}

/** The Inputs a node depends on, nearest in the order of nodes first, a few at most. */
export function inputsBefore({ graph, topology }: Situation, id: string): readonly string[] {
  const before = topology.upstream([id]);
  return Object.keys(graph.nodes)
    .filter((other) => before.has(other) && roleOf(graph.nodes[other]?.module) === "input")
    .slice(-4);
}
