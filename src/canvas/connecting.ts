// Owns what is known while a connection is being made: from where, and which nodes it may end at.
import { createContext, useContext } from "react";

export interface Connecting {
  /** The port it starts from, as an edge's end. */
  readonly from: string;
  readonly node: string;
  /** Which end of the new edge is fixed. */
  readonly fixed: "source" | "target";
  /** Nodes that the other end may lead to. */
  readonly legal: ReadonlySet<string>;
  /** Made by keyboard: the node that Enter would connect to. Null with the mouse. */
  readonly aim: string | null;
}

export const ConnectingContext = createContext<Connecting | null>(null);

/** How a node stands to the connection being made; null while none is. */
export function useStanding(name: string): "origin" | "legal" | "illegal" | "aim" | null {
  const connecting = useContext(ConnectingContext);
  if (!connecting) return null;
  if (connecting.aim === name) return "aim";
  if (connecting.legal.has(name)) return "legal";
  return connecting.node === name ? "origin" : "illegal";
}
