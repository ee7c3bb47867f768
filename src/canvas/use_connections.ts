// Owns making and moving connections with the mouse: legal ends only, a card's body counts as its first free input.
import { useMemo, useRef, useState } from "react";
import type { FinalConnectionState, HandleType, IsValidConnection, ReactFlowProps } from "reactflow";
import { type Graph, parsePort, printPort } from "../../engine/graph/graph.ts";
import { connect, reconnect, removeEdges } from "../document/edits.ts";
import { isLegal, legalSources, legalTargets } from "../document/legal.ts";
import { currentDocument, history } from "../document/store.ts";
import { toEdge } from "./changes.ts";
import type { Connecting } from "./connecting.ts";
import type { FlowEdge } from "./flow_edges.ts";
import type { FlowNode } from "./flow_nodes.ts";
import { spotOf } from "./focus.ts";
import { freeInput, portOf } from "./ports.ts";

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

/** The connection of a port with a card: with the card's first free input, or from its first output. */
export function endsOn(graph: Graph, { from, fixed, legal }: Connecting, name: string | null) {
  if (name === null || !legal.has(name)) return null;
  if (fixed === "target") return { from: name, to: from };
  const to = freeInput(graph, name);
  return to === null ? null : { from, to };
}

/** What a connection from this port may lead to. */
export function startConnecting(graph: Graph, from: string, fixed: "source" | "target"): Connecting {
  const { node } = parsePort(from);
  const legal = fixed === "source" ? legalTargets(graph, node) : legalSources(graph, node);
  return { from, node, fixed, legal, aim: null };
}

const without = (graph: Graph, id: string | null): Graph =>
  id === null ? graph : removeEdges([id])({ ...currentDocument(), graph }).graph;

export function useConnections() {
  const [connecting, setConnecting] = useState<Connecting | null>(null);
  /** The edge whose end is being moved, and where the pointer was when it was taken. */
  const moving = useRef<{ id: string; x: number; y: number } | null>(null);

  const gestures = useMemo((): Gestures => {
    const graphNow = () => without(currentDocument().graph, moving.current?.id ?? null);
    const start = (nodeId: string | null, handleId: string | null, type: HandleType | null) => {
      if (nodeId === null || type === null) return;
      const from = printPort({ node: nodeId, port: portOf(handleId) });
      setConnecting(startConnecting(graphNow(), from, type));
    };
    const bodyEnds = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { fromHandle } = state;
      if (!fromHandle || state.isValid) return null;
      const from = printPort({ node: fromHandle.nodeId, port: portOf(fromHandle.id) });
      const graph = graphNow();
      return endsOn(graph, startConnecting(graph, from, fromHandle.type), nodeUnder(event));
    };
    const isValidConnection: IsValidConnection<FlowEdge> = (connection) => {
      const { from, to } = toEdge(connection as FlowEdge);
      return isLegal(graphNow(), parsePort(from), parsePort(to));
    };
    return {
      isValidConnection,
      onConnectStart: (_event, { nodeId, handleId, handleType }) => start(nodeId, handleId, handleType),
      onConnect: (connection) => {
        const { from, to } = toEdge(connection);
        history.edit(connect(from, to));
      },
      onConnectEnd: (event, state) => {
        setConnecting(null);
        const ends = moving.current ? null : bodyEnds(event, state);
        if (ends) history.edit(connect(ends.from, ends.to));
      },
      onReconnectStart: (event, edge, fixed) => {
        moving.current = { id: edge.id, x: event.clientX, y: event.clientY };
        const end = fixed === "source" ? [edge.source, edge.sourceHandle] : [edge.target, edge.targetHandle];
        start(end[0] ?? null, end[1] ?? null, fixed);
      },
      onReconnect: (edge, connection) => {
        const { from, to } = toEdge(connection);
        history.edit(reconnect(edge.id, from, to));
      },
      onReconnectEnd: (event, edge, _fixed, state) => {
        const ends = bodyEnds(event, state);
        const taken = moving.current;
        moving.current = null;
        setConnecting(null);
        if (state.isValid || !taken) return;
        const { x, y } = pointOf(event);
        const moved = Math.hypot(x - taken.x, y - taken.y) > 6;
        if (ends) history.edit(reconnect(edge.id, ends.from, ends.to));
        else if (moved) history.edit(removeEdges([edge.id]));
      },
    };
  }, []);
  return { connecting, setConnecting, gestures };
}
