// Owns dragging over the canvas: modules from the palette, and nodes, which may be let go into an edge.
import { type DragEvent, type RefObject, useMemo, useState } from "react";
import { type ReactFlowProps, useReactFlow } from "reactflow";
import { moduleDef } from "../../engine/modules/index.ts";
import { newNode } from "../document/new_node.ts";
import { useEditor } from "../editor/context.ts";
import { select } from "../editor/selection.ts";
import { moduleMime } from "../session/drag.ts";
import { hasRoomFor } from "../session/room_left.ts";
import { type DropTarget, dropModule, dropNode, dropTarget, isLoose } from "./drop.ts";
import type { FlowEdge } from "./flow_edges.ts";
import { type FlowNode, rectOf } from "./flow_nodes.ts";
import type { Flow } from "./use_flow.ts";

type Drags = Pick<
  ReactFlowProps<FlowNode, FlowEdge>,
  "onNodeDragStart" | "onNodeDrag" | "onNodeDragStop" | "onSelectionDragStart" | "onSelectionDragStop"
>;

export interface Hovering {
  /** The loose node being dragged, or null. */
  readonly node: string | null;
  readonly target: DropTarget;
}

const nothing: Hovering = { node: null, target: { kind: "canvas" } };

const sameTarget = (a: DropTarget, b: DropTarget): boolean => JSON.stringify(a) === JSON.stringify(b);

export function useDropping(flow: RefObject<Flow>) {
  const editor = useEditor();
  const { screenToFlowPosition } = useReactFlow();
  const [hovering, setHovering] = useState<Hovering>(nothing);

  const handlers = useMemo(() => {
    const hover = (next: Hovering) =>
      setHovering((old) => (old.node === next.node && sameTarget(old.target, next.target) ? old : next));
    const targetAt = (point: { x: number; y: number }, except: string | null) => {
      const rects = new Map(flow.current.nodes.map((node) => [node.id, rectOf(node)]));
      return dropTarget(point, rects, flow.current.routes, except);
    };
    const isModule = (event: DragEvent) => event.dataTransfer.types.includes(moduleMime);
    const pointOf = (event: DragEvent) =>
      screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
    const edgeUnder = (node: FlowNode): DropTarget => {
      const { x, y, width, height } = rectOf(node);
      const target = targetAt({ x: x + width / 2, y: y + height / 2 }, node.id);
      return target.kind === "edge" ? target : nothing.target;
    };
    const drags: Drags = {
      onNodeDragStart: () => editor.history.begin(),
      onNodeDrag: (_event, node, nodes) => {
        if (nodes.length !== 1 || !isLoose(editor.document().graph, node.id)) return;
        hover({ node: node.id, target: edgeUnder(node) });
      },
      onNodeDragStop: (_event, node, nodes) => {
        const target = nodes.length === 1 && isLoose(editor.document().graph, node.id) ? edgeUnder(node) : null;
        if (target?.kind === "edge") editor.history.edit(dropNode(node.id, target.id));
        editor.history.commit();
        hover(nothing);
      },
      onSelectionDragStart: () => editor.history.begin(),
      onSelectionDragStop: () => editor.history.commit(),
    };
    const follow = (event: DragEvent) => {
      if (!isModule(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      hover({ node: null, target: targetAt(pointOf(event), null) });
    };
    const frame = {
      onDragEnter: follow,
      onDragOver: follow,
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) hover(nothing);
      },
      onDrop: (event: DragEvent) => {
        if (!isModule(event)) return;
        event.preventDefault();
        hover(nothing);
        const module = event.dataTransfer.getData(moduleMime);
        if (!moduleDef(module) || !hasRoomFor(editor.document().graph, newNode(module))) return;
        const point = pointOf(event);
        const cards = flow.current.nodes.map(rectOf);
        const { document, node } = dropModule(editor.document(), module, point, targetAt(point, null), cards);
        editor.history.edit(() => document);
        select(editor, [node]);
        editor.canvas.current()?.show([node]);
      },
    };
    return { drags, frame };
  }, [editor, flow, screenToFlowPosition]);
  return { hovering, ...handlers };
}
