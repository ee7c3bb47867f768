// Owns making and moving connections with the mouse: legal ends only, a card's body counts as its first free input.
import { useEffect, useMemo, useRef, useState } from "react";
import type { FinalConnectionState, HandleType, IsValidConnection, ReactFlowProps } from "reactflow";
import { type Graph, sourceOf, targetOf } from "../../engine/graph/graph.ts";
import type { Document } from "../document/document.ts";
import { connect, reconnect, removeEdges } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import { portOf } from "../scene/ports.ts";
import { toEdge } from "./changes.ts";
import { afterChange, type Connecting, createGesture } from "./connecting.ts";
import type { FlowEdge } from "./flow_edges.ts";
import type { FlowNode } from "./flow_nodes.ts";
import { spotOf } from "./focus.ts";

type Gestures = Pick<
  ReactFlowProps<FlowNode, FlowEdge>,
  | "isValidConnection"
  | "onConnect"
  | "onConnectStart"
  | "onConnectEnd"
  | "onReconnect"
  | "onReconnectStart"
  | "onReconnectEnd"
>;

const pointOf = (event: MouseEvent | TouchEvent): { x: number; y: number } => {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
};

/** The card under the pointer. */
function nodeUnder(event: MouseEvent | TouchEvent): string | null {
  const { x, y } = pointOf(event);
  const spot = spotOf(document.elementFromPoint(x, y));
  return spot?.kind === "node" ? spot.id : null;
}

const without = (document: Document, graph: Graph, id: string | null): Graph =>
  id === null ? graph : removeEdges([id])({ ...document, graph }).graph;

export function useConnections() {
  const editor = useEditor();
  const [connecting, setConnecting] = useState<Connecting | null>(null);
  /** The edge whose end is being moved, and where the pointer was when it was taken. */
  const moving = useRef<{ id: string; x: number; y: number } | null>(null);

  useEffect(
    () =>
      editor.history.store.subscribe(({ present: { graph } }, before) => {
        if (graph !== before.present.graph) setConnecting((now) => now && afterChange(graph, now));
      }),
    [editor],
  );

  const gestures = useMemo((): Gestures => {
    const gesture = createGesture(
      () => editor.document().graph,
      (graph) => without(editor.document(), graph, moving.current?.id ?? null),
    );
    const start = (nodeId: string | null, handleId: string | null, type: HandleType | null) => {
      if (nodeId === null || type === null) return;
      setConnecting(gesture.start({ node: nodeId, port: portOf(handleId) }, type));
    };
    const bodyEnds = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { fromHandle } = state;
      if (!fromHandle || state.isValid) return null;
      const from = { node: fromHandle.nodeId, port: portOf(fromHandle.id) };
      return gesture.endsOn(from, fromHandle.type, nodeUnder(event));
    };
    const isValidConnection: IsValidConnection<FlowEdge> = (connection) => {
      const edge = toEdge(connection as FlowEdge);
      return gesture.allows(sourceOf(edge), targetOf(edge));
    };
    return {
      isValidConnection,
      onConnectStart: (_event, { nodeId, handleId, handleType }) => start(nodeId, handleId, handleType),
      onConnect: (connection) => {
        const made = toEdge(connection);
        editor.history.edit(connect(sourceOf(made), targetOf(made)));
      },
      onConnectEnd: (event, state) => {
        setConnecting(null);
        const ends = moving.current ? null : bodyEnds(event, state);
        gesture.end();
        if (ends) editor.history.edit(connect(ends.from, ends.to));
      },
      onReconnectStart: (event, edge, fixed) => {
        moving.current = { id: edge.id, x: event.clientX, y: event.clientY };
        const end = fixed === "source" ? [edge.source, edge.sourceHandle] : [edge.target, edge.targetHandle];
        start(end[0] ?? null, end[1] ?? null, fixed);
      },
      onReconnect: (edge, connection) => {
        const made = toEdge(connection);
        editor.history.edit(reconnect(edge.id, sourceOf(made), targetOf(made)));
      },
      onReconnectEnd: (event, edge, _fixed, state) => {
        const ends = bodyEnds(event, state);
        gesture.end();
        const taken = moving.current;
        moving.current = null;
        setConnecting(null);
        if (state.isValid || !taken) return;
        const { x, y } = pointOf(event);
        const moved = Math.hypot(x - taken.x, y - taken.y) > 6;
        if (ends) editor.history.edit(reconnect(edge.id, ends.from, ends.to));
        // Let go over the canvas it is taken away; over a card that cannot take it, it stays.
        else if (moved && nodeUnder(event) === null) editor.history.edit(removeEdges([edge.id]));
      },
    };
  }, [editor]);
  return { connecting, setConnecting, gestures };
}
