// Owns the ports a node shows: which there are, what their handles are called, and where one is free.
import type { Graph, PortRef } from "../../engine/graph/graph.ts";
import type { NodeInference } from "../../engine/graph/infer.ts";
import { topologyOf } from "../../engine/graph/topology.ts";
import { moduleDef } from "../../engine/modules/index.ts";

export interface PortView {
  /** As in a PortRef: null is the first, unnamed port. */
  readonly port: string | null;
  /** The port's name in its declaration. */
  readonly label: string;
  readonly connected: boolean;
}

export interface Ports {
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
}

const firstHandle = "first";
/** A port as the id of its handle, and back. */
export const handleOf = (port: string | null): string => port ?? firstHandle;
export const portOf = (handle: string | null | undefined): string | null =>
  handle == null || handle === firstHandle ? null : handle;

/** Every port of a node. Where all inputs of a variadic module are taken, one more is offered. */
export function portsOf(graph: Graph, node: string, inference: NodeInference | undefined): Ports {
  const topology = topologyOf(graph);
  const def = topology.def(node);
  const names = topology.ports(node);
  const taken = (label: string) => topology.incoming(node, label).length > 0;
  const inputs = names.map((label, i) => ({ port: i === 0 ? null : label, label, connected: taken(label) }));
  const declared = def?.inputs ?? [];
  // Where a number stands for an input, it is the last.
  const all = declared.every((port) => names.includes(port));
  if (def?.variadic && all && inputs.every((view) => view.connected)) {
    const label = def.optional.find((port) => !names.includes(port)) ?? `input${inputs.length}`;
    inputs.push({ port: label, label, connected: false });
  }
  const read = new Set(topology.outgoing(node).map((link) => link.from.port));
  const outputs = outputNames(inference, [...read]).map((label, i) => {
    const port = i === 0 ? null : label;
    return { port, label, connected: read.has(port) };
  });
  return { inputs, outputs };
}

/** The optional inputs of a module that are not among those a card shows. */
export function openInputs(module: string, shown: readonly PortView[]): readonly string[] {
  const taken = new Set(shown.map(({ label }) => label));
  return (moduleDef(module)?.optional ?? []).filter((port) => !taken.has(port));
}

/** Which outputs there are depends on arguments; while those are wrong, the ones in use are shown. */
function outputNames(inference: NodeInference | undefined, inUse: readonly (string | null)[]): readonly string[] {
  if (inference?.outputs) return Object.keys(inference.outputs);
  const { def, resolution } = inference ?? {};
  if (def && resolution && Object.keys(resolution.errors).length === 0) return def.outputs(resolution.args);
  return ["output", ...inUse.filter((port) => port !== null)];
}

/** Whether a node has an input that nothing leads into. */
export const hasFreeInput = (graph: Graph, node: string): boolean =>
  portsOf(graph, node, undefined).inputs.some((input) => !input.connected);

/** The first input of a node that nothing leads into (or, without one, its only input). */
export function freeInput(graph: Graph, node: string): PortRef | null {
  const { inputs } = portsOf(graph, node, undefined);
  const view = inputs.find((input) => !input.connected) ?? (inputs.length === 1 ? inputs[0] : undefined);
  return view ? { node, port: view.port } : null;
}
