// Owns what a document is: the graph, where its nodes lie, its name and the seed of its weights. Saved, undone, immutable.
import { emptyGraph, type Graph } from "../../engine/graph/graph.ts";

/** Position of a node's top left corner on the canvas, in canvas units. */
export type Position = readonly [x: number, y: number];
/** By id of the node. */
export type Layout = Readonly<Record<string, Position>>;

/** `graph` and `layout` are siblings: dragging replaces `layout` only, so nothing that depends on `graph` recomputes. */
export interface Document {
  readonly name: string;
  readonly seed: number;
  readonly graph: Graph;
  readonly layout: Layout;
}

export const emptyDocument: Document = { name: "Untitled", seed: 0, graph: emptyGraph, layout: {} };
