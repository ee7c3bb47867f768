// Owns what is known while a connection is being made: from where, and which nodes it may end at.
import { createContext, useContext } from "react";
import { firstPort, type Graph, type PortRef } from "../../engine/graph/graph.ts";
import { legalSources, legalTargets } from "../document/legal.ts";
import { freeInput } from "../scene/ports.ts";

export interface Connecting {
  /** The port it starts from. */
  readonly from: PortRef;
  /** Which end of the new edge is fixed. */
  readonly fixed: "source" | "target";
  /** Nodes that the other end may lead to. */
  readonly legal: ReadonlySet<string>;
  /** Made by keyboard: the node that Enter would connect to. Null with the mouse. */
  readonly aim: string | null;
}

export const ConnectingContext = createContext<Connecting | null>(null);

/** How a node stands to the connection being made; null while none is. */
export function useStanding(id: string): "origin" | "legal" | "illegal" | "aim" | null {
  const connecting = useContext(ConnectingContext);
  if (!connecting) return null;
  if (connecting.aim === id) return "aim";
  if (connecting.legal.has(id)) return "legal";
  return connecting.from.node === id ? "origin" : "illegal";
}

/** The connection of a port with a card: with the card's first free input, or from its first output. */
export function endsOn(graph: Graph, { from, fixed, legal }: Connecting, card: string | null) {
  if (card === null || !legal.has(card)) return null;
  if (fixed === "target") return { from: firstPort(card), to: from };
  const to = freeInput(graph, card);
  return to === null ? null : { from, to };
}

/** What a connection from this port may lead to. */
export function startConnecting(graph: Graph, from: PortRef, fixed: "source" | "target"): Connecting {
  const legal = fixed === "source" ? legalTargets(graph, from.node) : legalSources(graph, from.node);
  return { from, fixed, legal, aim: null };
}

/** A connection being made by keyboard after the model has changed; null where it begins or leads nowhere any more. */
export function afterChange(graph: Graph, connecting: Connecting): Connecting | null {
  const { from, fixed, aim } = connecting;
  // One made with the mouse ends with its gesture.
  if (aim === null) return connecting;
  if (!Object.hasOwn(graph.nodes, from.node)) return null;
  const now = startConnecting(graph, from, fixed);
  return now.legal.has(aim) ? { ...now, aim } : null;
}

/** A connection being made with the mouse: what it may lead to is found once, not at every move of the pointer. */
export interface Gesture {
  /** Begins at a port, whose end of the new edge is `fixed`. */
  start(from: PortRef, fixed: Connecting["fixed"]): Connecting;
  /** Whether an edge between two ports would be legal. */
  allows(from: PortRef, to: PortRef): boolean;
  /** The ends of the edge between the port it begins at and a card. */
  endsOn(from: PortRef, fixed: Connecting["fixed"], card: string | null): ReturnType<typeof endsOn>;
  end(): void;
}

/** `without` takes the edge whose end is being moved out of the graph. */
export function createGesture(graphNow: () => Graph, without: (graph: Graph) => Graph): Gesture {
  let known: { readonly graph: Graph; readonly rest: Graph; readonly connecting: Connecting } | null = null;
  const at = (from: PortRef, fixed: Connecting["fixed"]) => {
    const graph = graphNow();
    // The model may change meanwhile: an undo by keyboard, another window.
    if (known?.graph !== graph || known.connecting.fixed !== fixed || known.connecting.from.node !== from.node) {
      const rest = without(graph);
      known = { graph, rest, connecting: startConnecting(rest, from, fixed) };
    }
    return known;
  };
  return {
    start: (from, fixed) => {
      known = null;
      return at(from, fixed).connecting;
    },
    allows: (from, to) => {
      const fixed = known?.connecting.fixed ?? "source";
      const { legal } = at(fixed === "source" ? from : to, fixed).connecting;
      return legal.has((fixed === "source" ? to : from).node);
    },
    endsOn: (from, fixed, card) => {
      const { rest, connecting } = at(from, fixed);
      return endsOn(rest, { ...connecting, from }, card);
    },
    end: () => {
      known = null;
    },
  };
}
