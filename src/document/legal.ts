// Owns which nodes may be connected: no cycles, nothing out of an Output, nothing into an Input.

import type { Graph } from "../../engine/graph/graph.ts";
import { topologyOf } from "../../engine/graph/topology.ts";
import { roleOf } from "../../engine/modules/index.ts";

/** Ids of the nodes that `from` may be connected to: those with an input that it does not depend on. */
export function legalTargets(graph: Graph, from: string): ReadonlySet<string> {
  const topology = topologyOf(graph);
  const upstream = topology.upstream([from]);
  const takes = (id: string) => (topology.def(id)?.inputs.length ?? 0) > 0;
  return new Set(Object.keys(graph.nodes).filter((id) => takes(id) && !upstream.has(id)));
}

/** Ids of the nodes that may be connected to an input of `to`. */
export function legalSources(graph: Graph, to: string): ReadonlySet<string> {
  const topology = topologyOf(graph);
  const downstream = topology.downstream([to]);
  const gives = (id: string) => roleOf(graph.nodes[id]?.module) !== "output";
  return new Set(Object.keys(graph.nodes).filter((id) => gives(id) && !downstream.has(id)));
}
