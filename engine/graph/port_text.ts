// Owns how a model file writes the end of an edge: a node's name, and behind a dot the port where it is not the first.
import type { PortRef } from "./graph.ts";

/** `lstm1.h_n` → node `lstm1`, port `h_n`. */
export function parsePort(text: string): PortRef {
  const dot = text.indexOf(".");
  return dot < 0 ? { node: text, port: null } : { node: text.slice(0, dot), port: text.slice(dot + 1) };
}
