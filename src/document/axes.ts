// Owns the names of a tensor's dims, as torch's documentation calls them, from the module that the tensor comes from.
import type { Shape } from "../../engine/core/shape.ts";
import { type Graph, type PortRef, parsePort } from "../../engine/graph/graph.ts";
import type { Inference, NodeInference } from "../../engine/graph/infer.ts";
import { topologyOf } from "../../engine/graph/topology.ts";

/** `source` is the second length of attention, `layers` that of the states of stacked recurrent layers. */
export type Axis = "n" | "c" | "d" | "h" | "w" | "l" | "source" | "features" | "layers" | "other";

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

const spatial: Readonly<Record<number, readonly Axis[]>> = { 1: ["l"], 2: ["h", "w"], 3: ["d", "h", "w"] };

/** What dims mostly are where nothing else is known. */
const usual: Readonly<Record<number, readonly Axis[]>> = {
  1: ["n"],
  2: ["n", "features"],
  3: ["n", "c", "l"],
  4: ["n", "c", "h", "w"],
  5: ["n", "c", "d", "h", "w"],
};

/** The names that the module itself gives to its output; null where it leaves them as they come in. */
function ownAxes({ def, resolution }: NodeInference, port: string | null, rank: number): readonly Axis[] | null {
  if (!def) return null;
  const dims = Number(/([123])d$/.exec(def.name)?.[1] ?? 0);
  if (dims > 0 && rank === dims + 2) return ["n", "c", ...spatial[dims]!];
  // BatchNorm1d takes (N, C) for (N, C, L), the others one sample without a batch.
  if (dims > 0 && rank === dims + 1 && !def.name.startsWith("BatchNorm")) return ["c", ...spatial[dims]!];
  const sequence: readonly Axis[] = resolution?.args.batch_first === true ? ["n", "l"] : ["l", "n"];
  const cell = def.name.endsWith("Cell");
  switch (def.category) {
    case "Recurrent":
      if (cell) return rank === 2 ? ["n", "features"] : ["features"];
      if (port !== null) return rank === 3 ? ["layers", "n", "features"] : ["layers", "features"];
      return rank === 3 ? [...sequence, "features"] : ["l", "features"];
    case "Transformer":
      if (port !== null) return rank === 3 ? ["n", "l", "source"] : ["l", "source"];
      return rank === 3 ? [...sequence, "features"] : ["l", "features"];
    case "Sparse":
      return rank === 3 ? ["n", "l", "features"] : null;
    default:
      return null;
  }
}

/** The axes of the tensor at a port: as its module names them, or as those of what the module reads, of as many dims. */
export function axesOf(graph: Graph, { nodes }: Inference, port: string, shape: Shape): readonly Axis[] {
  const topology = topologyOf(graph);
  const rank = shape.length;
  let ref: PortRef = parsePort(port);
  // The last dim, once a Linear on the way has made features of it.
  let features = false;
  const seen = new Set<string>();
  while (!seen.has(ref.node)) {
    seen.add(ref.node);
    const node = nodes.get(ref.node);
    const own = node && ownAxes(node, ref.port, rank);
    if (own) return features ? [...own.slice(0, -1), "features"] : own;
    features ||= node?.def?.name === "Linear";
    const first = node?.inputPorts[0];
    const link = first === undefined ? undefined : topology.incoming(ref.node, first)[0];
    if (!link || node?.inputs[0]?.length !== rank) break;
    ref = link.from;
  }
  const axes = usual[rank] ?? shape.map((): Axis => "other");
  return features && rank > 1 ? [...axes.slice(0, -1), "features"] : axes;
}
