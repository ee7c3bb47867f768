// Owns in which order a graph's ops are taken apart and merged.

import type { Value } from "../ir/graph.ts";
import { attentionApart } from "./attention.ts";
import { fuse } from "./fuse.ts";
import { mergeRows } from "./rows.ts";
import { withPlaces } from "./steps/recurrent.ts";
import type { Graph } from "./values.ts";

/** The same work in ops that have fast steps; nothing is merged across values that are `kept`. */
export function merge(graph: Graph, kept: readonly Value[] = []): Graph {
  const merged = mergeRows(fuse(attentionApart(graph, kept), { kept }), kept);
  return { ...merged, ops: merged.ops.map(withPlaces) };
}
