// Owns which cards "Connect to…" lists: those nearest to the node, however many there are.
import { own } from "../../engine/core/record.ts";
import type { PortRef } from "../../engine/graph/graph.ts";
import type { Document } from "../document/document.ts";
import { legalTargets } from "../document/legal.ts";
import { freeInput } from "../scene/ports.ts";

/** More entries than these are no menu. */
export const mostTargets = 24;

export interface Targets {
  /** Inputs that an edge may lead to, in the order of the model. */
  readonly inputs: readonly PortRef[];
  /** How many nodes there are that an edge may lead to. */
  readonly all: number;
}

/** The inputs nearest to a node that it may be connected to. */
export function nearestTargets({ graph, layout }: Document, from: string): Targets {
  const legal = [...legalTargets(graph, from)];
  const far = (other: string) => {
    const [a, b] = [own(layout, from), own(layout, other)];
    return a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : Number.POSITIVE_INFINITY;
  };
  const inputs: PortRef[] = [];
  const listed = new Set<string>();
  const byNearness =
    legal.length <= mostTargets
      ? legal
      : legal
          .map((node) => ({ node, far: far(node) }))
          .sort((a, b) => (a.far === b.far ? 0 : a.far - b.far))
          .map(({ node }) => node);
  for (const node of byNearness) {
    if (listed.size >= mostTargets) break;
    if (freeInput(graph, node) !== null) listed.add(node);
  }
  for (const node of legal) {
    const to = listed.has(node) ? freeInput(graph, node) : null;
    if (to !== null) inputs.push(to);
  }
  return { inputs, all: legal.length };
}
