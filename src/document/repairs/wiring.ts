// Owns repairs of edges and names: what leads nowhere, twice, or round; what is not connected; what is misspelled.
import {
  type Edge,
  edgeBetween,
  edgeId,
  firstPort,
  type Graph,
  type PortRef,
  printPort,
  sourceOf,
  targetOf,
} from "../../../engine/graph/graph.ts";
import { edgeName, firstName, idOf, nameOf, portName } from "../../../engine/graph/identity.ts";
import { nearest } from "../../../engine/graph/nearest.ts";
import { extraPort } from "../../../engine/graph/topology.ts";
import { modules } from "../../../engine/modules/index.ts";
import { addNode, connect, type Edit, removeEdges } from "../edits.ts";
import { freeName } from "../free_names.ts";
import { legalSources } from "../legal.ts";
import { cell, freePlace } from "../placing.ts";
import { asModule } from "./layers.ts";
import { type Candidate, cost, type Situation } from "./repair.ts";

const remove = (graph: Graph, edge: Edge, price: number): Candidate => ({
  id: `remove ${edgeId(edge)}`,
  label: (t) => t("problems.fix.removeEdge", { edge: edgeName(graph, edge) }),
  edit: removeEdges([edgeId(edge)]),
  cost: price,
});

/** The same edge with another end. */
const moved = (graph: Graph, id: string, from: PortRef, to: PortRef, price: number): Candidate => ({
  id: `move ${id} ${printPort(from)} ${printPort(to)}`,
  label: (t) => t("problems.fix.connect", { from: portName(graph, from), to: portName(graph, to) }),
  edit: (d) => ({
    ...d,
    graph: { ...d.graph, edges: d.graph.edges.map((edge) => (edgeId(edge) === id ? edgeBetween(from, to) : edge)) },
  }),
  cost: price,
});

/** Of edges that say the same, the first stays. */
const once =
  (id: string): Edit =>
  (d) => {
    const last = d.graph.edges.findLastIndex((edge) => edgeId(edge) === id);
    return last < 0 ? d : { ...d, graph: { ...d.graph, edges: d.graph.edges.filter((_, i) => i !== last) } };
  };

function ofEdge(situation: Situation): readonly Candidate[] {
  const { problem, graph, topology, inference } = situation;
  const id = problem.edge;
  const edge = graph.edges.find((e) => edgeId(e) === id);
  if (id === undefined || !edge) return [];
  const [from, to] = [sourceOf(edge), targetOf(edge)];
  const names = Object.keys(graph.nodes).map((other) => nameOf(graph, other));
  if (problem.kind === "dangling_edge") {
    const known = (id: string) => {
      if (Object.hasOwn(graph.nodes, id)) return id;
      const name = nearest(firstName(id), names);
      return name === null ? null : (idOf(graph, name) ?? null);
    };
    const [source, target] = [known(from.node), known(to.node)];
    const meant =
      source === null || target === null || source === target
        ? []
        : [moved(graph, id, { ...from, node: source }, { ...to, node: target }, cost.infer)];
    return [...meant, remove(graph, edge, cost.number)];
  }
  if (problem.kind === "duplicate_edge") return [{ ...remove(graph, edge, cost.infer), edit: once(id) }];
  if (problem.kind === "occupied_port") {
    const port = to.port ?? topology.def(to.node)?.inputs[0] ?? "";
    const others = topology.incoming(to.node, port).filter((link) => link.id !== id);
    const keep: Candidate = {
      id: `keep ${id}`,
      label: (t) => t("problems.fix.keepEdge", { edge: edgeName(graph, edge) }),
      edit: removeEdges(others.map((link) => link.id)),
      cost: cost.elsewhere,
    };
    return [
      ...free(situation, to.node).map((p) => moved(graph, id, from, { node: to.node, port: p }, cost.infer)),
      remove(graph, edge, cost.number),
      keep,
    ];
  }
  if (problem.kind !== "unknown_port") return [];
  const outputs = Object.keys(inference.nodes.get(from.node)?.outputs ?? {});
  const isOutput = from.port !== null && !outputs.includes(from.port);
  const wanted = isOutput ? outputs : free(situation, to.node);
  const near = nearest((isOutput ? from.port : to.port) ?? "", wanted);
  const choices = [...(near === null ? [] : [near]), ...wanted].slice(0, 4);
  const ends = choices.map((port, i) => {
    const [a, b] = isOutput ? [{ ...from, port }, to] : [from, { ...to, port }];
    return moved(graph, id, a, b, cost.infer + i / 10);
  });
  return [...ends, remove(graph, edge, cost.number)];
}

/** Input ports of a node that nothing leads into yet. */
function free({ topology }: Situation, id: string): readonly string[] {
  const def = topology.def(id);
  if (!def) return [];
  const taken = (port: string) => topology.incoming(id, port).length > 0;
  const next = topology.ports(id).filter((port) => extraPort.test(port)).length + 2;
  const declared = [...def.inputs, ...def.optional].filter((port) => !taken(port));
  return def.variadic ? [...declared, `input${next}`] : declared;
}

/** What an open port may read from, where there is one choice that makes sense. */
function missing(situation: Situation): readonly Candidate[] {
  const { problem, graph, id, topology, inference } = situation;
  if (problem.kind !== "missing_input" || id === null) return [];
  const { port } = problem;
  if (port === undefined) return [];
  const sources = [...legalSources(graph, id)].filter((source) => source !== id);
  const open = sources.flatMap((source) =>
    Object.keys(inference.nodes.get(source)?.outputs ?? {})
      .filter((out, i) => !topology.outgoing(source).some(({ from }) => (from.port ?? (i === 0 ? out : null)) === out))
      .map((out, i): PortRef => ({ node: source, port: i === 0 ? null : out })),
  );
  const sure = open.length > 0 ? open : sources.map(firstPort);
  if (sure.length !== 1) return [];
  const to: PortRef = { node: id, port: port === topology.def(id)?.inputs[0] ? null : port };
  const from = sure[0]!;
  return [
    {
      id: `connect ${edgeId(edgeBetween(from, to))}`,
      label: (t) => t("problems.fix.connect", { from: portName(graph, from), to: portName(graph, to) }),
      edit: connect(from, to),
      cost: cost.infer,
    },
  ];
}

/** Edges that close a cycle, one of which must go. */
function cycle({ problem, graph, topology, id }: Situation): readonly Candidate[] {
  if (problem.kind !== "cycle" || id === null) return [];
  const part = new Set(topology.cycles.find((names) => names.includes(id)));
  const inside = graph.edges.filter((e) => part.has(e.source) && part.has(e.target));
  // Going back to what stands earlier in the file is what an edge by mistake does.
  const order = new Map(Object.keys(graph.nodes).map((key, i) => [key, i]));
  const back = (e: Edge) => order.get(e.target)! <= order.get(e.source)!;
  return inside.slice(0, 20).map((e) => remove(graph, e, cost.remove - (back(e) ? 1 : 0)));
}

/** An Output for what nobody reads. */
function unread({ problem, id }: Situation): readonly Candidate[] {
  if (problem.kind !== "unreachable" || id === null) return [];
  const edit: Edit = (d) => {
    const output = freeName(d.graph, "Output");
    const [x, y] = d.layout[id] ?? [0, 0];
    const added = addNode(output, { module: "Output" }, freePlace(d.layout, [x, y + cell.height]))(d);
    return connect(firstPort(id), firstPort(output))(added);
  };
  return [{ id: "output", label: (t) => t("problems.fix.addOutput"), edit, cost: cost.insert }];
}

function unknownModule({ problem, id, graph }: Situation): readonly Candidate[] {
  const module = id === null ? undefined : graph.nodes[id]?.module;
  if (problem.kind !== "unknown_module" || id === null || module === undefined) return [];
  const meant = nearest(module, Object.keys(modules));
  return meant === null ? [] : [asModule(id, meant, cost.infer)];
}

/** Another output of the same layer, where a layer with several is read by the wrong one. */
function otherOutput({ problem, graph, inference }: Situation): readonly Candidate[] {
  const { kind, edge: id } = problem;
  if ((kind !== "shape" && kind !== "dtype") || id === undefined) return [];
  const edge = graph.edges.find((e) => edgeId(e) === id);
  if (!edge) return [];
  const outputs = Object.keys(inference.nodes.get(edge.source)?.outputs ?? {});
  if (outputs.length < 2) return [];
  return outputs.map((port, i) =>
    moved(graph, id, { node: edge.source, port: i === 0 ? null : port }, targetOf(edge), cost.elsewhere),
  );
}

export const wiringRepairs = (situation: Situation): readonly Candidate[] => [
  ...ofEdge(situation),
  ...missing(situation),
  ...cycle(situation),
  ...unread(situation),
  ...unknownModule(situation),
  ...otherOutput(situation),
];
