// Owns the names of a tensor's dims, as torch's documentation calls them, from the module that the tensor comes from.
import type { Shape } from "../../engine/core/shape.ts";
import { type Graph, type PortRef, printPort } from "../../engine/graph/graph.ts";
import type { Inference } from "../../engine/graph/infer.ts";
import { type Link, topologyOf } from "../../engine/graph/topology.ts";
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

/** What is known of a port: what the module that names its dims calls them, and what others on the way call the last. */
interface Known {
  readonly axes: readonly Axis[];
  readonly last: Axis | undefined;
}

/** What has been found, by rank and port: a long chain is walked once, not once for each of its edges. */
const memo = new WeakMap<Inference, Map<string, Known>>();

/** The axes of the tensor at a port: as its module names them, or as those of what the module reads, of as many dims. */
export function axesOf(graph: Graph, inference: Inference, port: PortRef, shape: Shape): readonly Axis[] {
  const { axes, last } = knownAt(graph, inference, port, shape);
  return last !== undefined && shape.length > 1 ? [...axes.slice(0, -1), last] : axes;
}

function knownAt(graph: Graph, inference: Inference, port: PortRef, shape: Shape): Known {
  const topology = topologyOf(graph);
  const rank = shape.length;
  const found = memo.get(inference) ?? new Map<string, Known>();
  memo.set(inference, found);
  /** The ports passed on the way up, each with what its module calls the last dim. */
  const way: { readonly key: string; readonly last: Axis | undefined }[] = [];
  const passed = new Set<string>();
  let known: Known | undefined;
  for (let ref: PortRef | null = port; ref && !known && !passed.has(ref.node); ) {
    passed.add(ref.node);
    const key: string = `${rank} ${printPort(ref)}`;
    known = found.get(key);
    if (known) break;
    const node = inference.nodes.get(ref.node);
    const given = node?.def && givenAxes(node.def, node.resolution?.args ?? {}, ref.port, rank);
    if (given) known = { axes: given, last: undefined };
    way.push({ key, last: given ? undefined : node?.def?.lastAxis });
    const first = node?.inputPorts[0];
    const link: Link | undefined = first === undefined ? undefined : topology.incoming(ref.node, first)[0];
    ref = link && node?.inputs[0]?.length === rank ? link.from : null;
  }
  known ??= { axes: usualAxes(shape), last: undefined };
  for (const { key, last } of way.reverse()) {
    if (last !== undefined) known = { ...known, last };
    found.set(key, known);
  }
  return known;
}
