// Owns the second half of the bridge to React Flow: the scene's wires as flow edges, unchanged ones as the same objects.
import type { Edge } from "reactflow";
import { sameShape } from "../../engine/core/shape.ts";
import { type Graph, samePort } from "../../engine/graph/graph.ts";
import type { Inference } from "../../engine/graph/infer.ts";
import type { Translate } from "../i18n/index.ts";
import { handleOf } from "../scene/ports.ts";
import type { Route } from "../scene/route.ts";
import { type WireView, routesOf as waysOf, wireViews } from "../scene/wires.ts";
import { cardOf, type FlowNode } from "./flow_nodes.ts";

/** What an edge shows, besides the values that flow through it. */
export type EdgeView = WireView & {
  /** A module hovers over it, to be dropped into it. */
  readonly dropping: boolean;
};

export type FlowEdge = Edge<EdgeView, "tensor">;

/** The ways of all edges between flow nodes; `passing` is a node that they do not dodge. */
export const routesOf = (
  graph: Graph,
  nodes: readonly FlowNode[],
  passing: string | null = null,
): ReadonlyMap<string, Route> => waysOf(graph, nodes.map(cardOf), passing);

const sameRoute = (a: Route, b: Route): boolean =>
  a.path === b.path && a.label.x === b.label.x && a.label.y === b.label.y;

const sameEdge = (a: EdgeView, b: EdgeView): boolean =>
  a.badDim === b.badDim &&
  a.problem === b.problem &&
  a.axes.join() === b.axes.join() &&
  a.dropping === b.dropping &&
  samePort(a.port, b.port) &&
  samePort(a.into, b.into) &&
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
  return [...wireViews(graph, inference, routes, t).values()].map((wire) => {
    const { id, port, into } = wire;
    const view: EdgeView = { ...wire, dropping: dropping === id };
    const old = before.get(id);
    const same = old?.data && sameEdge(old.data, view);
    if (same && old.selected === selected.has(id)) return old;
    return {
      id,
      type: "tensor",
      source: port.node,
      target: into.node,
      sourceHandle: handleOf(port.port),
      targetHandle: handleOf(into.port),
      data: same && old.data ? old.data : view,
      selected: selected.has(id),
      focusable: false,
    };
  });
}
