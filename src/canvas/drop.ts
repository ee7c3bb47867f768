// Owns what happens where a module is let go over the canvas: into an edge, after a node, or on a free place.

import { own } from "../../engine/core/record.ts";
import { edgeId, firstPort, type Graph } from "../../engine/graph/graph.ts";
import { topologyOf } from "../../engine/graph/topology.ts";
import { moduleDef, roleOf } from "../../engine/modules/index.ts";
import type { Document, Position } from "../document/document.ts";
import { addNode, appendAfter, connect, type Edit, insertOnEdge } from "../document/edits.ts";
import { freeName } from "../document/free_names.ts";
import { newNode } from "../document/new_node.ts";
import { nearestPlace, placeBelow } from "../document/placing.ts";
import { indexRects, type Rect } from "../document/room.ts";
import { contains, nodeHeight, nodeWidth, type Point, pitch, snap } from "../scene/geometry.ts";
import { isOnRoute, type Route } from "../scene/route.ts";

export type DropTarget =
  | { readonly kind: "edge"; readonly id: string }
  | { readonly kind: "node"; readonly id: string }
  | { readonly kind: "canvas" };

const onCanvas: DropTarget = { kind: "canvas" };

/** What lies under a point, nodes above edges. `except` is the node being dragged. */
export function dropTarget(
  point: Point,
  nodes: ReadonlyMap<string, Rect>,
  routes: ReadonlyMap<string, Route>,
  except: string | null = null,
): DropTarget {
  for (const [id, rect] of nodes) {
    if (id === except) continue;
    if (contains({ ...rect, height: rect.height + 6 }, point)) return { kind: "node", id };
  }
  for (const [id, route] of routes) if (isOnRoute(route, point)) return { kind: "edge", id };
  return onCanvas;
}

const takes = (module: string): boolean => (moduleDef(module)?.inputs.length ?? 0) > 0;
const gives = (module: string | undefined): boolean => module !== undefined && roleOf(module) !== "output";

/** Whether a module can take part in what it is dropped on; where it cannot, it lies on the canvas unconnected. */
export function fits(graph: Graph, module: string, target: DropTarget): boolean {
  switch (target.kind) {
    case "edge":
      return takes(module) && gives(module);
    case "node":
      return takes(module) && gives(graph.nodes[target.id]?.module);
    case "canvas":
      return true;
    default:
      return target satisfies never;
  }
}

/** Room between a card let go on the canvas and the others; more than what snapping to the grid takes away. */
const gap = 16;

/** The place nearest to a point where a card of any height keeps clear of `cards`. */
function placeAt(point: Point, cards: Iterable<Rect>): Position {
  const wide = ({ x, y, width, height }: Rect): Rect => ({ x, y, width: width + gap, height: height + gap });
  const taken = indexRects([...cards].map(wide));
  // The tallest there is: what it will show is not known before it is drawn.
  const size = { width: nodeWidth + gap, height: nodeHeight(true, 2, 2) + gap };
  const [x, y] = nearestPlace(taken, [snap(point.x - nodeWidth / 2), snap(point.y - nodeHeight(false) / 2)], size);
  return [snap(x), snap(y)];
}

/**
 * Adds a module where it was let go, clear of `cards`, those on the canvas. In an edge or after a node it is connected,
 * and what follows makes room.
 */
export function dropModule(
  d: Document,
  module: string,
  point: Point,
  target: DropTarget,
  cards: Iterable<Rect>,
): { readonly document: Document; readonly node: string } {
  const node = freeName(d.graph, module);
  const spot = placeAt(point, cards);
  const added = addNode(node, newNode(module), spot)(d);
  if (!fits(d.graph, module, target) || target.kind === "canvas") return { document: added, node };
  if (target.kind === "edge") return { document: inEdge(added, node, target.id), node };
  const connected = gives(module)
    ? appendAfter(node, target.id)(added)
    : connect(firstPort(target.id), firstPort(node))(added);
  const [x, y] = own(d.layout, target.id) ?? spot;
  return { document: withRoom(connected, node, [x, y + pitch.y]), node };
}

/** Puts a node that is there already, and unconnected, into an edge. */
export const dropNode =
  (node: string, id: string): Edit =>
  (d) =>
    inEdge(d, node, id);

function inEdge(d: Document, node: string, id: string): Document {
  const edge = d.graph.edges.find((e) => edgeId(e) === id);
  const from = edge && own(d.layout, edge.source);
  const inserted = insertOnEdge(node, id)(d);
  if (inserted === d) return d;
  return withRoom(inserted, node, from ? [from[0], from[1] + pitch.y] : (d.layout[node] ?? [0, 0]));
}

const withRoom = (d: Document, node: string, at: readonly [number, number]): Document => ({
  ...d,
  layout: placeBelow(d.graph, d.layout, node, at),
});

/** Whether a node has no edge at all and could stand inside one. */
export function isLoose(graph: Graph, node: string): boolean {
  const topology = topologyOf(graph);
  const module = graph.nodes[node]?.module;
  const into = topology.ports(node).some((port) => topology.incoming(node, port).length > 0);
  return module !== undefined && takes(module) && gives(module) && !into && topology.outgoing(node).length === 0;
}
