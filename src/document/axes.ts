// Owns the names of a tensor's dims, as torch's documentation calls them, from the module that the tensor comes from.
import type { Shape } from "../../engine/core/shape.ts";
import { type Graph, type PortRef, parsePort } from "../../engine/graph/graph.ts";
import type { Inference } from "../../engine/graph/infer.ts";
import { topologyOf } from "../../engine/graph/topology.ts";
import { type Axis, givenAxes, usualAxes } from "../../engine/modules/axes.ts";

const letters = {
  n: "N",
  c: "C",
  d: "D",
  h: "H",
  w: "W",
  l: "L",
  source: "S",
  features: "F",
  layers: "K",
  other: null,
} as const satisfies Record<Axis, string | null>;

/** The letter of a dim; its index where it has none. */
export const axisLetter = (axis: Axis, index: number): string => letters[axis] ?? String(index);

/** The axes of the tensor at a port: as its module names them, or as those of what the module reads, of as many dims. */
export function axesOf(graph: Graph, { nodes }: Inference, port: string, shape: Shape): readonly Axis[] {
  const topology = topologyOf(graph);
  const rank = shape.length;
  let ref: PortRef = parsePort(port);
  // What a module on the way calls the last dim.
  let last: Axis | undefined;
  const named = (axes: readonly Axis[]) => (last !== undefined && rank > 1 ? [...axes.slice(0, -1), last] : axes);
  const seen = new Set<string>();
  while (!seen.has(ref.node)) {
    seen.add(ref.node);
    const node = nodes.get(ref.node);
    const given = node?.def && givenAxes(node.def, node.resolution?.args ?? {}, ref.port, rank);
    if (given) return named(given);
    last ??= node?.def?.lastAxis;
    const first = node?.inputPorts[0];
    const link = first === undefined ? undefined : topology.incoming(ref.node, first)[0];
    if (!link || node?.inputs[0]?.length !== rank) break;
    ref = link.from;
  }
  return named(usualAxes(shape));
}
