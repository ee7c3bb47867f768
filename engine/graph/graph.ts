// Owns the model as the user draws it: nodes, edges between their ports.
import type { ArgValues } from "../modules/fields.ts";

export interface GraphNode {
  /** What it is called, unique in its graph; left out where that is the name it was made with (`nameOf`). */
  readonly name?: string;
  /** torch.nn class, or Input, Output, Add, Mul, Cat. */
  readonly module: string;
  /** Constructor arguments that were given; inferred and default ones are absent. */
  readonly args?: ArgValues;
}

/** A connection: `from` and `to` are a node's id, with `.port` where the port is not the first. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

export interface Graph {
  /** By id, which never changes (identity.ts). Their order is the user's. */
  readonly nodes: Readonly<Record<string, GraphNode>>;
  readonly edges: readonly Edge[];
}

export const emptyGraph: Graph = { nodes: {}, edges: [] };

/** One end of an edge; `port` is null for the first, unnamed port. */
export interface PortRef {
  readonly node: string;
  readonly port: string | null;
}

/** `"lstm1.h_n"` → node `lstm1`, port `h_n`. */
export function parsePort(text: string): PortRef {
  const dot = text.indexOf(".");
  return dot < 0 ? { node: text, port: null } : { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

export const printPort = ({ node, port }: PortRef): string => (port === null ? node : `${node}.${port}`);

/** The identity of an edge, by the ids of its nodes: `conv1->relu1`, `pool1.indices->add1.other`. */
export const edgeId = (edge: Edge): string => `${edge.from}->${edge.to}`;
