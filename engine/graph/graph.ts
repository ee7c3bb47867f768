// Owns the model as the user draws it: nodes, edges between their ports.
import type { ArgValues } from "../modules/fields.ts";

export interface GraphNode {
  /** What it is called, unique in its graph; left out where that is the name it was made with (`nameOf`). */
  readonly name?: string;
  /** A class of torch.nn, Input, Output, Parameter, Buffer, or one of torch's functions of tensors. */
  readonly module: string;
  /** Constructor arguments that were given; inferred and default ones are absent. */
  readonly args?: ArgValues;
}

/** A connection between two nodes, by their ids. A port is null where it is the first and not spelled out. */
export interface Edge {
  readonly source: string;
  readonly sourcePort: string | null;
  readonly target: string;
  readonly targetPort: string | null;
}

export interface Graph {
  /** By id, which never changes (identity.ts). Their order is the user's. */
  readonly nodes: Readonly<Record<string, GraphNode>>;
  readonly edges: readonly Edge[];
}

export const emptyGraph: Graph = { nodes: {}, edges: [] };

/** A port of a node, or one end of an edge; `port` is null for the first, unnamed port. */
export interface PortRef {
  readonly node: string;
  readonly port: string | null;
}

export const firstPort = (node: string): PortRef => ({ node, port: null });

export const sourceOf = ({ source, sourcePort }: Edge): PortRef => ({ node: source, port: sourcePort });
export const targetOf = ({ target, targetPort }: Edge): PortRef => ({ node: target, port: targetPort });

export const edgeBetween = (from: PortRef, to: PortRef): Edge => ({
  source: from.node,
  sourcePort: from.port,
  target: to.node,
  targetPort: to.port,
});

export const samePort = (a: PortRef, b: PortRef): boolean => a.node === b.node && a.port === b.port;

/** A port as a key of maps and texts, `lstm1.h_n`: nothing takes it apart again. */
export const printPort = ({ node, port }: PortRef): string => (port === null ? node : `${node}.${port}`);

/** The identity of an edge, by the ids of its nodes: `conv1->relu1`, `pool1.indices->add1.other`. */
export const edgeId = (edge: Edge): string => `${printPort(sourceOf(edge))}->${printPort(targetOf(edge))}`;
