// Owns the document's edges as flow edges: way, shape and what is wrong with it; unchanged ones as the same objects.
import type { Edge } from "reactflow";
import { type Shape, sameShape } from "../../engine/core/shape.ts";
import { edgeId, type Graph, type PortRef, samePort, sourceOf, targetOf } from "../../engine/graph/graph.ts";
import { nameOf, portName } from "../../engine/graph/identity.ts";
import { type Inference, outputPort } from "../../engine/graph/infer.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { axesOf, axisLetter } from "../document/axes.ts";
import { messageOf } from "../document/explain.ts";
import type { Translate } from "../i18n/index.ts";
import { type FlowNode, portPoint, rectOf } from "./flow_nodes.ts";
import { handleOf } from "./ports.ts";
import { type Route, routeWires, type Wire } from "./route.ts";

/** What an edge shows, besides the values that flow through it. */
export type EdgeView = {
  readonly id: string;
  /** The port it leaves, and what the node is called. */
  readonly port: PortRef;
  readonly sourceName: string;
  /** Its ends as the user reads them. */
  readonly from: string;
  readonly to: string;
  readonly shape: Shape | null;
  /** A letter for each dim; empty while there is no shape. */
  readonly axes: readonly string[];
  /** Index of the dim that does not fit the target, or null. */
  readonly badDim: number | null;
  /** The message of the problem that this edge's tensor makes, or that is in its way; null where all is well. */
  readonly problem: string | null;
  /** Why there is no shape: the node that is waited for, or the source itself when the problem is its own. */
  readonly cause: { readonly name: string; readonly message: string; readonly own: boolean } | null;
  readonly route: Route;
  /** A module hovers over it, to be dropped into it. */
  readonly dropping: boolean;
};

export type FlowEdge = Edge<EdgeView, "tensor">;

/** The ways of all edges whose ends are there; `passing` is a node that they do not dodge. */
export function routesOf(
  graph: Graph,
  nodes: readonly FlowNode[],
  passing: string | null = null,
): ReadonlyMap<string, Route> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wires: Wire[] = [];
  for (const edge of graph.edges) {
    const [from, to] = [sourceOf(edge), targetOf(edge)];
    const [source, target] = [byId.get(from.node), byId.get(to.node)];
    const start = source && portPoint(source, "outputs", from.port);
    const end = target && portPoint(target, "inputs", to.port);
    if (start && end) wires.push({ id: edgeId(edge), from: start, to: end });
  }
  const obstacles = nodes.filter((node) => node.id !== passing);
  return routeWires(wires, obstacles.map(rectOf));
}

function causeOf(
  graph: Graph,
  node: string,
  problems: ReadonlyMap<string, readonly Problem[]>,
  t: Translate,
): EdgeView["cause"] {
  const own = problems.get(node) ?? [];
  const error = own.find((problem) => problem.severity === "error");
  if (error) return { name: nameOf(graph, node), message: messageOf(error, t), own: true };
  const waits = own.find((problem) => problem.kind === "upstream");
  return waits ? { name: nameOf(graph, waits.cause ?? node), message: messageOf(waits, t), own: false } : null;
}

const sameRoute = (a: Route, b: Route): boolean =>
  a.path === b.path && a.label.x === b.label.x && a.label.y === b.label.y;

const sameEdge = (a: EdgeView, b: EdgeView): boolean =>
  a.badDim === b.badDim &&
  a.problem === b.problem &&
  a.axes.join() === b.axes.join() &&
  a.dropping === b.dropping &&
  samePort(a.port, b.port) &&
  a.from === b.from &&
  a.to === b.to &&
  a.cause?.name === b.cause?.name &&
  a.cause?.message === b.cause?.message &&
  (a.shape === b.shape || (a.shape !== null && b.shape !== null && sameShape(a.shape, b.shape))) &&
  sameRoute(a.route, b.route);

/** The document's edges for React Flow. An edge of which nothing changed is the same object as before. */
export function toFlowEdges(
  graph: Graph,
  inference: Inference,
  routes: ReadonlyMap<string, Route>,
  selected: ReadonlySet<string>,
  dropping: string | null,
  before: ReadonlyMap<string, FlowEdge>,
  t: Translate,
): readonly FlowEdge[] {
  const byNode = new Map<string, Problem[]>();
  const byEdge = new Map<string, Problem>();
  for (const problem of inference.problems) {
    if (problem.node !== undefined) {
      const list = byNode.get(problem.node);
      if (list) list.push(problem);
      else byNode.set(problem.node, [problem]);
    }
    if (problem.edge !== undefined && !byEdge.has(problem.edge)) byEdge.set(problem.edge, problem);
  }
  const edges = new Map<string, FlowEdge>();
  for (const edge of graph.edges) {
    const id = edgeId(edge);
    const route = routes.get(id);
    if (!route || edges.has(id)) continue;
    const [from, to] = [sourceOf(edge), targetOf(edge)];
    const shape = inference.shapeOf(from);
    const own = byEdge.get(id);
    const view: EdgeView = {
      id,
      port: outputPort(inference, from),
      sourceName: nameOf(graph, from.node),
      from: portName(graph, from),
      to: portName(graph, to),
      shape,
      axes: shape ? axesOf(graph, inference, from, shape).map(axisLetter) : [],
      badDim: own?.hint?.dim ?? null,
      problem: own ? messageOf(own, t) : null,
      cause: shape ? null : causeOf(graph, from.node, byNode, t),
      route,
      dropping: dropping === id,
    };
    const old = before.get(id);
    const same = old?.data && sameEdge(old.data, view);
    if (same && old.selected === selected.has(id)) {
      edges.set(id, old);
      continue;
    }
    edges.set(id, {
      id,
      type: "tensor",
      source: from.node,
      target: to.node,
      sourceHandle: handleOf(view.port.port),
      targetHandle: handleOf(targetPort(inference, to.node, to.port)),
      data: same && old.data ? old.data : view,
      selected: selected.has(id),
      focusable: false,
    });
  }
  return [...edges.values()];
}

/** `add1.input` spells out what `add1` means. */
function targetPort(inference: Inference, node: string, port: string | null): string | null {
  return port !== null && inference.nodes.get(node)?.inputPorts[0] === port ? null : port;
}
