// Owns graph → nn.Sequential: a chain becomes modules, what branches and joins again becomes a Block.
import { moduleDef, roleOf } from "../modules/index.ts";
import { type Graph, type PortRef, printPort } from "./graph.ts";
import { nameOf } from "./identity.ts";
import { type Inference, inferShapes, outputPort } from "./infer.ts";
import { type BlockSpec, type ModuleSpec, type SequentialSpec, sourcesOf, type WiredModule } from "./spec.ts";
import { type Topology, topologyOf } from "./topology.ts";

export interface Compiled {
  readonly spec: SequentialSpec;
  /** Ids of the nodes that run, Input and Output nodes among them; the others have a problem or wait for one that has. */
  readonly runnable: ReadonlySet<string>;
}

const memo = new WeakMap<Graph, Compiled>();

/**
 * The runnable part of a graph as a Sequential. Memoised on the graph object; the order of edges never matters.
 *
 * Items are cut where exactly one value is alive: a value lives from the module that makes it to the last one that
 * reads it, what the Output nodes read lives to the end. Each item takes the value alive before it and gives the one
 * alive after it. Nodes that lead to no Output run too; they stand in the Block of the item that follows their source.
 * Linear in nodes and edges.
 */
export function compile(graph: Graph): Compiled {
  let compiled = memo.get(graph);
  if (!compiled) {
    compiled = compileRunnable(graph, topologyOf(graph), inferShapes(graph));
    memo.set(graph, compiled);
  }
  return compiled;
}

function compileRunnable(graph: Graph, topology: Topology, inference: Inference): Compiled {
  // A node has output shapes only if all it reads from has, so "ok" is "runnable".
  const runnable = new Set(inference.order.filter((id) => inference.nodes.get(id)?.state === "ok"));
  const nodes = Object.keys(graph.nodes).filter((id) => runnable.has(id));
  const isInput = (id: string) => roleOf(graph.nodes[id]?.module) === "input";
  const isOutput = (id: string) => roleOf(graph.nodes[id]?.module) === "output";
  const inputs = nodes.filter(isInput);
  const wired = new Map<string, WiredModule>();
  const inputsOf = (id: string): (PortRef | null)[] =>
    topology.forwardPorts(id).map((port) => {
      if (port === null) return null;
      return outputPort(inference, topology.incoming(id, port)[0]!.from);
    });
  for (const id of inference.order) {
    if (!runnable.has(id) || isInput(id) || isOutput(id)) continue;
    const { resolution, outputs } = inference.nodes.get(id)!;
    const { module } = graph.nodes[id]!;
    const spec = { id, name: nameOf(graph, id), module, args: resolution!.args, outputs: Object.keys(outputs!) };
    wired.set(id, { kind: "module", ...spec, inputs: inputsOf(id) });
  }
  const ends = nodes
    .filter(isOutput)
    .flatMap(inputsOf)
    .filter((port) => port !== null);
  const outputs = ends.length > 0 ? ends : openEnds(wired, inputs);
  const order = deadEndsFirst([...wired.values()], outputs);
  const taken = new Set(Object.keys(graph.nodes).map((id) => nameOf(graph, id)));
  const items = cut(order, inputs, outputs, taken);
  return { spec: { inputs: inputs.map((id) => ({ id, name: nameOf(graph, id) })), items, outputs }, runnable };
}

/** Without Output nodes the model returns what nobody reads. */
function openEnds(wired: ReadonlyMap<string, WiredModule>, inputs: readonly string[]): PortRef[] {
  const read = new Set<string>();
  for (const module of wired.values()) for (const { node } of sourcesOf(module)) read.add(node);
  const ends = [...wired.keys()].filter((id) => !read.has(id));
  return (wired.size > 0 ? ends : inputs).map((node) => ({ node, port: null }));
}

/** The same topological order, with modules that lead to no output moved to where their last source is done. */
function deadEndsFirst(order: readonly WiredModule[], outputs: readonly PortRef[]): WiredModule[] {
  const alive = new Set(outputs.map(({ node }) => node));
  for (const module of order.toReversed()) {
    if (alive.has(module.id)) for (const { node } of sourcesOf(module)) alive.add(node);
  }
  const position = new Map<string, number>();
  const after = new Map<number, WiredModule[]>();
  let live = 0;
  for (const module of order) {
    if (alive.has(module.id)) {
      position.set(module.id, ++live);
      continue;
    }
    const place = Math.max(0, ...sourcesOf(module).map(({ node }) => position.get(node) ?? 0));
    position.set(module.id, place);
    const beside = after.get(place);
    if (beside) beside.push(module);
    else after.set(place, [module]);
  }
  const out = [...(after.get(0) ?? [])];
  for (const module of order) {
    if (alive.has(module.id)) out.push(module, ...(after.get(position.get(module.id)!) ?? []));
  }
  return out;
}

/** Cuts a topological order into items wherever one value alone is alive. */
function cut(
  order: readonly WiredModule[],
  inputs: readonly string[],
  outputs: readonly PortRef[],
  taken: ReadonlySet<string>,
): (ModuleSpec | BlockSpec)[] {
  const lastUse = new Map<string, number>();
  const ports = new Map<string, PortRef>();
  const use = (port: PortRef, at: number) => {
    ports.set(printPort(port), port);
    lastUse.set(printPort(port), at);
  };
  order.forEach((module, at) => {
    for (const port of sourcesOf(module)) use(port, at);
  });
  for (const port of outputs) use(port, order.length);
  const made = new Map<string, string[]>();
  for (const [key, { node }] of ports) made.set(node, [...(made.get(node) ?? []), key]);

  const items: (ModuleSpec | BlockSpec)[] = [];
  let blocks = 0;
  const blockName = () => {
    for (;;) if (!taken.has(`block${++blocks}`)) return `block${blocks}`;
  };
  const alive = new Set(inputs.flatMap((id) => made.get(id) ?? []));
  const dies = new Map<number, string[]>();
  for (const [key, at] of lastUse) dies.set(at, [...(dies.get(at) ?? []), key]);
  // What enters the item being gathered: at first every Input, also one that nothing reads, as the model takes them all.
  for (const node of inputs) if (!made.has(node)) ports.set(node, { node, port: null });
  let entering: readonly string[] = inputs.flatMap((id) => made.get(id) ?? [id]);
  let implicit = inputs.length === 1 && alive.size === 1;
  let start = 0;
  order.forEach((module, at) => {
    for (const key of dies.get(at) ?? []) alive.delete(key);
    const own = made.get(module.id) ?? [];
    for (const key of own) alive.add(key);
    const boundary = alive.size === 1 && own.length === 1 && alive.has(own[0]!);
    if (!boundary && at < order.length - 1) return;
    const part = order.slice(start, at + 1);
    const leaving = [...alive];
    if (part.length === 1 && implicit && isLink(module, entering, leaving)) {
      const { inputs: _wired, ...spec } = module;
      items.push(spec);
    } else {
      const refs = (keys: readonly string[]) => keys.map((key) => ports.get(key)!);
      items.push({ kind: "block", name: blockName(), inputs: refs(entering), modules: part, outputs: refs(leaving) });
    }
    entering = leaving;
    implicit = true;
    start = at + 1;
  });
  return items;
}

/** Whether a module alone takes the one value and gives the other, as nn.Sequential passes values on. */
const isLink = (module: WiredModule, entering: readonly string[], leaving: readonly string[]): boolean =>
  module.inputs.length === 1 &&
  module.outputs.length === 1 &&
  // A list of one is a list.
  !moduleDef(module.module)?.list &&
  entering.length === 1 &&
  leaving.length === 1 &&
  printPort(module.inputs[0]!) === entering[0] &&
  leaving[0] === module.id;
