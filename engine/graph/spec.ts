// Owns the compiled form of a graph: what nn.Sequential is built from, as plain data that crosses to the worker.
import type { ArgValues } from "../modules/fields.ts";
import type { PortRef } from "./graph.ts";

/** One module of the compiled model, all arguments resolved. */
export interface ModuleSpec {
  readonly kind: "module";
  /** The node's id. */
  readonly id: string;
  /** Its name: the key in the Sequential and the prefix of its state_dict keys. */
  readonly name: string;
  readonly module: string;
  readonly args: ArgValues;
  /** Names of its output ports, the unnamed one first. */
  readonly outputs: readonly string[];
}

/** A module inside a Block, with where each of its inputs comes from. */
export interface WiredModule extends ModuleSpec {
  /** In the order in which forward takes them; null where an optional port is left open. */
  readonly inputs: readonly (PortRef | null)[];
}

/** A region with branches between two nodes that every path crosses. */
export interface BlockSpec {
  readonly kind: "block";
  readonly name: string;
  /** Where the values come from that enter the block, in the order its forward takes them. */
  readonly inputs: readonly PortRef[];
  /** In an order in which every module follows those it reads from. */
  readonly modules: readonly WiredModule[];
  /** What the block returns. */
  readonly outputs: readonly PortRef[];
}

/** The ports a module reads from. */
export const sourcesOf = ({ inputs }: WiredModule): PortRef[] => inputs.filter((port) => port !== null);

/** An Input node of the model. */
export interface InputSpec {
  readonly id: string;
  readonly name: string;
}

/** The graph as a Sequential: modules and Blocks, one after another. */
export interface SequentialSpec {
  /** The Input nodes, in the order forward takes their tensors. */
  readonly inputs: readonly InputSpec[];
  readonly items: readonly (ModuleSpec | BlockSpec)[];
  /** What the Output nodes read (or, without any, the ends of the graph). */
  readonly outputs: readonly PortRef[];
}
