// Owns repairs that put a layer into an edge, or another class of the same family into a node.

import { numel, type Shape, sameShape } from "../../../engine/core/shape.ts";
import { type Edge, edgeId, type Graph } from "../../../engine/graph/graph.ts";
import { nameOf } from "../../../engine/graph/identity.ts";
import { printArg } from "../../../engine/modules/derive.ts";
import type { ArgValues } from "../../../engine/modules/fields.ts";
import { moduleDef } from "../../../engine/modules/index.ts";
import type { Position } from "../document.ts";
import { addNode, type Edit, insertOnEdge, setArg } from "../edits.ts";
import { freeName } from "../free_names.ts";
import { cell, placeBelow } from "../placing.ts";
import { type Candidate, cost, feedingEdge, type Situation } from "./repair.ts";

/** `Conv2d(64, kernel_size=1)`: what is put in, as Python would say it. */
function callText(module: string, args: ArgValues): string {
  const fields = moduleDef(module)?.args ?? {};
  const shown = Object.entries(args).map(([arg, value]) => {
    const text = fields[arg] ? printArg(fields[arg], value) : String(value);
    return fields[arg]?.default === undefined && fields[arg]?.infer === undefined && arg.startsWith("out_")
      ? text
      : `${arg}=${text}`;
  });
  return `${module}(${shown.join(", ")})`;
}

/** A new layer in an edge, below the node that the edge comes from. */
function insertLayer(edge: Edge, module: string, args: ArgValues): Edit {
  return (d) => {
    const id = edgeId(edge);
    if (!d.graph.edges.some((each) => edgeId(each) === id)) return d;
    const layer = freeName(d.graph, module);
    const [x, y] = d.layout[edge.source] ?? [0, 0];
    const wanted: Position = [x, y + cell.height];
    const node = Object.keys(args).length > 0 ? { module, args } : { module };
    const joined = insertOnEdge(layer, id)(addNode(layer, node, wanted)(d));
    return { ...joined, layout: placeBelow(joined.graph, joined.layout, layer, wanted) };
  };
}

const inserted = (
  graph: Graph,
  edge: Edge,
  module: string,
  args: ArgValues,
  price: number,
  then?: Edit,
): Candidate => ({
  id: `insert ${module} ${JSON.stringify(args)} ${edgeId(edge)}`,
  label: (t) => t("problems.fix.insert", { layer: callText(module, args), source: nameOf(graph, edge.source) }),
  edit: (d) => (then ?? ((same) => same))(insertLayer(edge, module, args)(d)),
  cost: price,
});

/** A Flatten where a layer of vectors is given images: nobody means a Linear over the width of a picture. */
function flatten(situation: Situation): readonly Candidate[] {
  const { problem, id, node, graph } = situation;
  const edge = feedingEdge(situation);
  const input = node?.taken[problem.hint?.input ?? 0]?.shape;
  if (problem.kind !== "shape" || edge === null || id === null || !input || input.length < 3) return [];
  const wanted = problem.hint?.expected;
  const exact = problem.hint?.what === "features" && wanted === numel(input.slice(1));
  const image = input.length > 3;
  const found = [inserted(graph, edge, "Flatten", {}, exact ? cost.meant : image ? cost.insert - 1 : cost.insert)];
  const { arg } = problem.hint ?? {};
  const inferred = arg !== undefined && node?.def?.args[arg]?.infer && graph.nodes[id]?.args?.[arg] !== undefined;
  if (inferred && !exact) {
    const flat = inserted(graph, edge, "Flatten", {}, image ? cost.meant : cost.insert, setArg(id, arg, undefined));
    const label: Candidate["label"] = (t) => t("problems.fix.insertAndInfer", { layer: "Flatten()", arg });
    found.push({ ...flat, id: `${flat.id} ${arg}`, label });
  }
  return found;
}

/** Channels that come last, put where the layer looks for them: images as (N, H, W, C). */
function permuted(situation: Situation): readonly Candidate[] {
  const { problem, node, graph } = situation;
  const { hint } = problem;
  const edge = feedingEdge(situation);
  const input = node?.taken[0]?.shape;
  if (problem.kind !== "shape" || edge === null || !input || hint?.what !== "channels" || hint.dim === undefined) {
    return [];
  }
  const last = input.length - 1;
  if (hint.dim >= last || input[last] !== hint.expected) return [];
  const dims = [...input.keys()].slice(0, last).toSpliced(hint.dim, 0, last);
  return [inserted(graph, edge, "permute", { dims }, cost.meant - 0.5)];
}

/** Vectors for a layer of images: every feature a channel of one pixel. */
function unflatten(situation: Situation): readonly Candidate[] {
  const { problem, node, graph } = situation;
  const edge = feedingEdge(situation);
  const input = node?.taken[0]?.shape;
  if (problem.hint?.what !== "rank" || edge === null || input?.length !== 2) return [];
  return [1, 2, 3].map((dims) => {
    const sizes = [input[1]!, ...new Array<number>(dims).fill(1)];
    return inserted(graph, edge, "Unflatten", { dim: 1, unflattened_size: sizes }, cost.insert + dims / 10);
  });
}

/** The class for another number of dims: BatchNorm1d for vectors, BatchNorm2d for images. */
function siblings({ problem, id, node: inferred, graph }: Situation): readonly Candidate[] {
  const node = id === null ? undefined : graph.nodes[id];
  const own = moduleDef(node?.module ?? "")?.spatial;
  if (id === null || !node || problem.kind !== "shape" || own === undefined) return [];
  return [1, 2, 3].flatMap((dims): Candidate[] => {
    const module = node.module.replace(`${own}d`, `${dims}d`);
    if (module === node.module || !moduleDef(module)) return [];
    // A convolution is chosen for what it does; of a norm the number of dims is easily forgotten.
    const forgotten = problem.hint?.what === "rank" && inferred?.def?.category !== "Convolution";
    return [asModule(id, module, forgotten ? cost.exact : cost.insert)];
  });
}

/** Another class with the arguments there are. */
export const asModule = (id: string, module: string, price: number): Candidate => ({
  id: `module ${module}`,
  label: (t) => t("problems.fix.useModule", { module }),
  edit: (d) => ({
    ...d,
    graph: { ...d.graph, nodes: { ...d.graph.nodes, [id]: { ...d.graph.nodes[id], module } } },
  }),
  cost: price,
});

/** Layers that bring a tensor of one shape to another, as the shortcut of a residual block does. */
function bridges(from: Shape, to: Shape): readonly (readonly [module: string, args: ArgValues])[] {
  if (from.length !== to.length || sameShape(from, to)) return [];
  if (from.length === 2) return [["Linear", { out_features: to[1] }]];
  const dims = from.length - 2;
  if (dims < 1 || dims > 3) return [];
  const [before, after] = [from.slice(2), to.slice(2)];
  const each = (values: readonly number[]) => (values.every((v) => v === values[0]) ? values[0] : values);
  const resized: [string, ArgValues][] = [];
  if (from[1] === to[1]) {
    const shrinks = before.every((size, i) => size >= after[i]!);
    if (shrinks) resized.push([`AdaptiveAvgPool${dims}d`, { output_size: each(after) }]);
    else resized.push(["Upsample", { size: each(after) }]);
    return resized;
  }
  const strides = before.map((size, i) => Math.ceil(size / after[i]!));
  const stride = strides.every((s) => s === 1) ? {} : { stride: each(strides) };
  return [[`Conv${dims}d`, { out_channels: to[1], kernel_size: 1, ...stride }]];
}

/** Inputs of a merge brought to one shape, each to every other's. */
function shortcuts(situation: Situation): readonly Candidate[] {
  const { problem, node, id, topology, graph } = situation;
  if (problem.kind !== "shape" || !node || id === null || node.inputPorts.length < 2) return [];
  const found: Candidate[] = [];
  const isCat = node.def?.name === "cat";
  const ports = node.inputPorts.slice(0, 4);
  for (const [i, port] of ports.entries()) {
    const link = topology.incoming(id, port)[0];
    const from = node.inputs[i];
    if (!link || !from) continue;
    // The shortcut is the branch with fewer layers.
    const length = topology.upstream([link.from.node]).size;
    for (const j of ports.keys()) {
      const other = node.inputs[j];
      if (j === i || !other) continue;
      const to = isCat && other.length > 1 && other.length === from.length ? other.with(1, from[1]!) : other;
      for (const [module, args] of bridges(from, to)) {
        found.push(inserted(graph, link.edge, module, args, cost.insert - 1 + Math.min(0.9, length / 1000)));
      }
    }
  }
  return found;
}

/** Convolutions before a merge that lose their border: padded, they keep the size of what comes in. */
function paddings(situation: Situation): readonly Candidate[] {
  const { problem, node, id, inference, topology, graph } = situation;
  if (problem.kind !== "shape" || !node || id === null || node.inputPorts.length < 2) return [];
  const found: Candidate[] = [];
  for (const port of node.inputPorts.slice(0, 4)) {
    let at = topology.incoming(id, port)[0]?.from.node;
    for (let steps = 0; at !== undefined && steps < 8; steps++) {
      const { def, resolution } = inference.nodes.get(at) ?? {};
      const { kernel_size, padding, dilation = 1 } = resolution?.args ?? {};
      const sizes = typeof kernel_size === "number" ? [kernel_size] : kernel_size;
      if (def?.args.padding && Array.isArray(sizes) && padding !== undefined) {
        const spread = (i: number) => (typeof dilation === "number" ? dilation : ((dilation as number[])[i] ?? 1));
        const each = sizes.map((k: number, i) => Math.floor((spread(i) * (k - 1)) / 2));
        const value = each.every((p) => p === each[0]) ? each[0] : each;
        const target = at;
        found.push({
          id: `padding ${target}`,
          label: (t) =>
            t("problems.fix.setOf", {
              arg: "padding",
              name: nameOf(graph, target),
              value: printArg(def.args.padding!, value),
            }),
          edit: setArg(target, "padding", value),
          cost: cost.elsewhere + steps / 100,
        });
      }
      const ports = topology.ports(at);
      at = ports.length === 1 ? topology.incoming(at, ports[0]!)[0]?.from.node : undefined;
    }
  }
  return found;
}

/** A pooling to the size that is asked for, where what comes in is of another. */
function pooled(situation: Situation): readonly Candidate[] {
  const { problem, node, graph } = situation;
  const edge = feedingEdge(situation);
  const input = node?.taken[0]?.shape;
  if (problem.hint?.what !== "features" || edge === null || !input || input.length < 2) return [];
  return [inserted(graph, edge, "AdaptiveAvgPool1d", { output_size: problem.hint.expected }, cost.remove)];
}

export const layerRepairs = (situation: Situation): readonly Candidate[] => [
  ...flatten(situation),
  ...permuted(situation),
  ...unflatten(situation),
  ...siblings(situation),
  ...shortcuts(situation),
  ...paddings(situation),
  ...pooled(situation),
];
