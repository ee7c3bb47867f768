// Owns what is known of the wires between cards: their ways, what shape flows, and what is wrong with it.
import type { Shape } from "../../engine/core/shape.ts";
import { edgeId, type Graph, type PortRef, sourceOf, targetOf } from "../../engine/graph/graph.ts";
import { nameOf, portName } from "../../engine/graph/identity.ts";
import { type Inference, outputPort } from "../../engine/graph/infer.ts";
import type { Problem } from "../../engine/graph/problem.ts";
import { axesOf, axisLetter } from "../document/axes.ts";
import { messageOf } from "../document/explain.ts";
import type { Translate } from "../i18n/index.ts";
import { type Card, cardRect, portPoint } from "./cards.ts";
import { type Route, routeWires, type Wire } from "./route.ts";

/** What an edge shows, besides the values that flow through it. */
export type WireView = {
  readonly id: string;
  /** The port it leaves, and what the node is called. */
  readonly port: PortRef;
  readonly sourceName: string;
  /** The port it enters. */
  readonly into: PortRef;
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
};

/** The ways of all edges whose ends are there; `passing` is a node that they do not dodge. */
export function routesOf(
  graph: Graph,
  cards: readonly Card[],
  passing: string | null = null,
): ReadonlyMap<string, Route> {
  const byId = new Map(cards.map((card) => [card.view.id, card]));
  const wires: Wire[] = [];
  for (const edge of graph.edges) {
    const [from, to] = [sourceOf(edge), targetOf(edge)];
    const [source, target] = [byId.get(from.node), byId.get(to.node)];
    const start = source && portPoint(source, "outputs", from.port);
    const end = target && portPoint(target, "inputs", to.port);
    if (start && end) wires.push({ id: edgeId(edge), from: start, to: end });
  }
  const obstacles = cards.filter(({ view }) => view.id !== passing);
  return routeWires(wires, obstacles.map(cardRect));
}

function causeOf(
  graph: Graph,
  node: string,
  problems: ReadonlyMap<string, readonly Problem[]>,
  t: Translate,
): WireView["cause"] {
  const own = problems.get(node) ?? [];
  const error = own.find((problem) => problem.severity === "error");
  if (error) return { name: nameOf(graph, node), message: messageOf(error, t), own: true };
  const waits = own.find((problem) => problem.kind === "upstream");
  return waits ? { name: nameOf(graph, waits.cause ?? node), message: messageOf(waits, t), own: false } : null;
}

/** What is known of every edge that has a way, in the order of the model. */
export function wireViews(
  graph: Graph,
  inference: Inference,
  routes: ReadonlyMap<string, Route>,
  t: Translate,
): ReadonlyMap<string, WireView> {
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
  const views = new Map<string, WireView>();
  for (const edge of graph.edges) {
    const id = edgeId(edge);
    const route = routes.get(id);
    if (!route || views.has(id)) continue;
    const [from, to] = [sourceOf(edge), targetOf(edge)];
    const shape = inference.shapeOf(from);
    const own = byEdge.get(id);
    views.set(id, {
      id,
      port: outputPort(inference, from),
      sourceName: nameOf(graph, from.node),
      into: { node: to.node, port: targetPort(inference, to.node, to.port) },
      from: portName(graph, from),
      to: portName(graph, to),
      shape,
      axes: shape ? axesOf(graph, inference, from, shape).map(axisLetter) : [],
      badDim: own?.hint?.dim ?? null,
      problem: own ? messageOf(own, t) : null,
      cause: shape ? null : causeOf(graph, from.node, byNode, t),
      route,
    });
  }
  return views;
}

/** `add1.input` spells out what `add1` means. */
function targetPort(inference: Inference, node: string, port: string | null): string | null {
  return port !== null && inference.nodes.get(node)?.inputPorts[0] === port ? null : port;
}
