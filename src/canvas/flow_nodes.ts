// Owns the first half of the bridge to React Flow: the document's nodes as flow nodes, unchanged ones as the same objects.
import type { Node } from "reactflow";
import type { Document } from "../document/document.ts";
import type { Rect } from "../document/room.ts";
import { type Card, cardRect, cardsOf, heightOf, type NodeView } from "../scene/cards.ts";
import { nodeWidth } from "../scene/geometry.ts";

export type FlowNode = Node<NodeView, "module">;

/** The document's nodes for React Flow. A node of which nothing changed is the same object as before. */
export const toFlowNodes = (
  document: Document,
  views: ReadonlyMap<string, NodeView>,
  selected: ReadonlySet<string>,
  before: ReadonlyMap<string, FlowNode>,
): readonly FlowNode[] =>
  cardsOf(document, views.values()).map((card) => toFlowNode(card, selected.has(card.view.id), before));

function toFlowNode({ view, x, y }: Card, selected: boolean, before: ReadonlyMap<string, FlowNode>): FlowNode {
  const old = before.get(view.id);
  const stays = old?.position.x === x && old.position.y === y;
  if (stays && old.data === view && old.selected === selected) return old;
  const height = heightOf(view);
  return {
    id: view.id,
    type: "module",
    position: stays ? old.position : { x, y },
    data: view,
    selected,
    width: nodeWidth,
    height,
    // Sizes are known beforehand; a node without them would be hidden until it had been measured.
    measured: old?.measured?.height === height ? old.measured : { width: nodeWidth, height },
  };
}

/** A flow node as the scene's card: where React Flow has it, which a drag moves before the document. */
export const cardOf = ({ data, position: { x, y } }: FlowNode): Card => ({ view: data, x, y });

export const rectOf = (node: FlowNode): Rect => cardRect(cardOf(node));
