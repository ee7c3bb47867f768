// Owns adding a layer where the user means it: after the selected one, before Output, into the selected edge.

import { own } from "../../engine/core/record.ts";
import { edgeId, firstPort, type Graph, type GraphNode, samePort, targetOf } from "../../engine/graph/graph.ts";
import { moduleDef, roleOf } from "../../engine/modules/index.ts";
import type { Document, Position } from "../document/document.ts";
import { addNode, appendAfter, connect, type Edit, insertBefore, insertOnEdge } from "../document/edits.ts";
import { freeName } from "../document/free_names.ts";
import { newNode } from "../document/new_node.ts";
import { cell, freePlace, placeBelow } from "../document/placing.ts";
import type { Editor } from "../editor/editor.ts";
import { select } from "../editor/selection.ts";
import { hasRoomFor } from "../session/room_left.ts";

/** Where a new node is put: after a node, before a node, into an edge, or free. */
export type Anchor =
  | { readonly kind: "after" | "before"; readonly node: string }
  | { readonly kind: "edge"; readonly id: string }
  | { readonly kind: "free" };

const hasOutput = (node: GraphNode | undefined): boolean => node !== undefined && roleOf(node.module) !== "output";

/** What a new node belongs to, given what is selected. */
export function anchorOf(graph: Graph, selectedNodes: readonly string[], selectedEdges: readonly string[]): Anchor {
  const node = selectedNodes.findLast((other) => Object.hasOwn(graph.nodes, other));
  if (node !== undefined) return { kind: hasOutput(own(graph.nodes, node)) ? "after" : "before", node };
  const id = selectedEdges.findLast((selected) => graph.edges.some((edge) => edgeId(edge) === selected));
  if (id !== undefined) return { kind: "edge", id };
  const output = Object.keys(graph.nodes).find((other) => roleOf(graph.nodes[other]?.module) === "output");
  if (output !== undefined && graph.edges.some((edge) => samePort(targetOf(edge), firstPort(output))))
    return { kind: "before", node: output };
  const read = new Set(graph.edges.map((edge) => edge.source));
  const last = Object.keys(graph.nodes).findLast((other) => !read.has(other) && hasOutput(graph.nodes[other]));
  if (last !== undefined) return { kind: "after", node: last };
  return output === undefined ? { kind: "free" } : { kind: "before", node: output };
}

/** The connections a new node gets at its anchor; none where its ports do not allow them. */
function connectAt(id: string, module: string, anchor: Anchor): Edit {
  const def = moduleDef(module);
  const takes = def !== undefined && def.inputs.length > 0;
  const gives = roleOf(module) !== "output";
  switch (anchor.kind) {
    case "free":
      return (d) => d;
    case "edge":
      return takes && gives ? insertOnEdge(id, anchor.id) : (d) => d;
    case "after":
      if (!takes) return (d) => d;
      return gives ? appendAfter(id, anchor.node) : connect(firstPort(anchor.node), firstPort(id));
    case "before":
      return (d) => {
        if (!gives) return d;
        const fed = d.graph.edges.some((edge) => samePort(targetOf(edge), firstPort(anchor.node)));
        if (takes) return insertBefore(id, anchor.node)(openEnd(d, id, anchor.node, fed));
        return fed ? d : connect(firstPort(id), firstPort(anchor.node))(d);
      };
    default:
      return anchor satisfies never;
  }
}

/** Before a node that reads nothing yet, a chain's open end is continued: end → new node → node. */
function openEnd(d: Document, id: string, before: string, fed: boolean): Document {
  if (fed) return d;
  const read = new Set(d.graph.edges.map((edge) => edge.source));
  const end = Object.keys(d.graph.nodes).findLast(
    (other) => other !== id && other !== before && !read.has(other) && hasOutput(d.graph.nodes[other]),
  );
  return end === undefined ? d : connect(firstPort(end), firstPort(id))(d);
}

/** Where the node wants to lie, before others are taken into account. */
function wantedPlace(d: Document, anchor: Anchor, center: Position): Position {
  const at = (id: string): Position => own(d.layout, id) ?? center;
  switch (anchor.kind) {
    case "free":
      return center;
    case "after":
      return [at(anchor.node)[0], at(anchor.node)[1] + cell.height];
    case "before":
      return at(anchor.node);
    case "edge": {
      const edge = d.graph.edges.find((e) => edgeId(e) === anchor.id);
      if (!edge) return center;
      const from = at(edge.source);
      return [from[0], from[1] + cell.height];
    }
    default:
      return anchor satisfies never;
  }
}

/** Adds a module at an anchor and returns the document with the new node's id. `center` is where a free node goes. */
export function appendAt(
  d: Document,
  module: string,
  anchor: Anchor,
  center: Position,
): { readonly document: Document; readonly id: string } {
  const id = freeName(d.graph, module);
  const wanted = wantedPlace(d, anchor, center);
  const added = connectAt(id, module, anchor)(addNode(id, newNode(module), wanted)(d));
  const connected = added.graph.edges !== d.graph.edges;
  const layout = connected
    ? placeBelow(added.graph, added.layout, id, wanted)
    : { ...d.layout, [id]: freePlace(d.layout, wanted) };
  return { document: { ...added, layout }, id };
}

/** Adds a module after what is selected, as one step, and selects it. */
export function appendModule(editor: Editor, module: string): void {
  if (moduleDef(module) === undefined) return;
  if (!hasRoomFor(editor.document().graph, newNode(module))) return;
  const { selectedNodes, selectedEdges } = editor.view.getState();
  let id = "";
  editor.history.edit((d) => {
    const anchor = anchorOf(d.graph, selectedNodes, selectedEdges);
    const appended = appendAt(d, module, anchor, editor.canvas.current()?.viewportCenter() ?? [0, 0]);
    id = appended.id;
    return appended.document;
  });
  select(editor, [id]);
  editor.canvas.current()?.show([id]);
}
