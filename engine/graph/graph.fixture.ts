// Owns how tests write edges: as a model file does, by nodes whose ids are their names.
import { type Edge, edgeBetween, type PortRef } from "./graph.ts";
import { parsePort } from "./port_text.ts";

/** `port("lstm1.h_n")`. */
export const port = (text: string): PortRef => parsePort(text);

/** `edge("conv1", "add1.other")`. */
export const edge = (from: string, to: string): Edge => edgeBetween(parsePort(from), parsePort(to));

/** `edges("x>conv1", "conv1>add1.other")`. */
export const edges = (...texts: readonly string[]): Edge[] =>
  texts.map((text) => {
    const [from = "", to = ""] = text.split(">");
    return edge(from, to);
  });
