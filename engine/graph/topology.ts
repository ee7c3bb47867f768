// Owns the one walker of graphs: order, cycles, what each port reads, reachability. Linear in nodes and edges.
import type { AnyModuleDef } from "../modules/define.ts";
import type { ArgValues } from "../modules/fields.ts";
import { standsFor } from "../modules/functions/define.ts";
import { moduleDef } from "../modules/index.ts";
import { type Edge, edgeId, type Graph, type PortRef, sourceOf } from "./graph.ts";

/** An edge with its ends taken apart. The target port is spelled out: `add1` is `add1.input`. */
export interface Link {
  readonly edge: Edge;
  readonly id: string;
  readonly from: PortRef;
  readonly to: { readonly node: string; readonly port: string };
}

export interface Topology {
  /** Every node, sources before what reads them. Depends on the order of nodes, never on the order of edges. */
  readonly order: readonly string[];
  /** The nodes of each cycle (strongly connected part), in node order. */
  readonly cycles: readonly (readonly string[])[];
  /** Edges whose node is not there. */
  readonly dangling: readonly Edge[];
  /** Edges into a port that the module does not have. */
  readonly unknownPorts: readonly Link[];
  /** The declaration of a node's module, or null when there is none of that name. */
  def(node: string): AnyModuleDef | null;
  /** The node's input ports: those declared, then optional ones and `input2`, `input3`, … as far as connected. */
  ports(node: string): readonly string[];
  /** The same in the order in which forward takes them; null where an optional port before others is left open. */
  forwardPorts(node: string): readonly (string | null)[];
  /** Edges into a port; more than one is a problem. */
  incoming(node: string, port: string): readonly Link[];
  /** Edges out of a node. */
  outgoing(node: string): readonly Link[];
  /** The nodes themselves and all that depends on them. */
  downstream(nodes: Iterable<string>): ReadonlySet<string>;
  /** The nodes themselves and all they depend on. */
  upstream(nodes: Iterable<string>): ReadonlySet<string>;
}

interface Vertex {
  readonly id: string;
  readonly args: ArgValues;
  readonly def: AnyModuleDef | null;
  /** The inputs that are there whether an edge leads into them or not: those for which no argument stands. */
  readonly declared: readonly string[];
  readonly ports: string[];
  readonly incoming: Map<string, Link[]>;
  readonly outgoing: Link[];
  /** Indices of the nodes it reads from, in the order of its ports. */
  sources: number[];
}

/** Variadic modules take more inputs under these names. */
export const extraPort = /^input([2-9]|[1-9][0-9]+)$/;

const memo = new WeakMap<Graph, Topology>();

/** The topology of a graph, computed once per graph object. */
export function topologyOf(graph: Graph): Topology {
  let topology = memo.get(graph);
  if (!topology) {
    topology = walk(graph);
    memo.set(graph, topology);
  }
  return topology;
}

const none: readonly never[] = [];

function walk(graph: Graph): Topology {
  const index = new Map<string, number>();
  const vertices: Vertex[] = [];
  for (const [id, node] of Object.entries(graph.nodes)) {
    const def = moduleDef(node.module) ?? null;
    index.set(id, vertices.length);
    const declared = def?.inputs.filter((port) => !standsFor(def, port, node.args ?? {})) ?? none;
    const edges = { incoming: new Map(), outgoing: [], sources: [] };
    vertices.push({ id, args: node.args ?? {}, def, declared, ports: [...declared], ...edges });
  }
  const dangling: Edge[] = [];
  const unknownPorts: Link[] = [];
  for (const edge of graph.edges) {
    const source = index.get(edge.source);
    const target = index.get(edge.target);
    if (source === undefined || target === undefined) dangling.push(edge);
    else connect(vertices[source]!, vertices[target]!, edge, unknownPorts);
  }
  for (const vertex of vertices) arrange(vertex, index);
  const { order, cycles } = components(vertices);
  const at = (node: string) => vertices[index.get(node) ?? -1];
  const closure = (start: Iterable<string>, next: (vertex: Vertex) => Iterable<number>) => {
    const seen = new Set<string>();
    const stack: number[] = [];
    const visit = (i: number) => {
      const { id } = vertices[i]!;
      if (!seen.has(id)) stack.push(i);
      seen.add(id);
    };
    for (const id of start) if (index.has(id)) visit(index.get(id)!);
    while (stack.length > 0) for (const i of next(vertices[stack.pop()!]!)) visit(i);
    return seen;
  };
  return {
    order: order.map((i) => vertices[i]!.id),
    cycles: cycles.map((part) => part.map((i) => vertices[i]!.id)),
    dangling: dangling.sort((a, b) => compare(edgeId(a), edgeId(b))),
    unknownPorts: unknownPorts.sort((a, b) => compare(a.id, b.id)),
    def: (node) => at(node)?.def ?? null,
    ports: (node) => at(node)?.ports ?? none,
    forwardPorts: (node) => (at(node) ? inForwardOrder(at(node)!) : none),
    incoming: (node, port) => at(node)?.incoming.get(port) ?? none,
    outgoing: (node) => at(node)?.outgoing ?? none,
    downstream: (nodes) => closure(nodes, (v) => v.outgoing.map((link) => index.get(link.to.node)!)),
    upstream: (nodes) => closure(nodes, (v) => v.sources),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function connect(source: Vertex, target: Vertex, edge: Edge, unknown: Link[]): void {
  const { def } = target;
  const port = edge.targetPort ?? def?.inputs[0] ?? "input";
  const link: Link = { edge, id: edgeId(edge), from: sourceOf(edge), to: { node: target.id, port } };
  if (def && !target.declared.includes(port)) {
    const isOptional = def.optional.includes(port) && !standsFor(def, port, target.args);
    if (!isOptional && !(def.variadic && extraPort.test(port))) {
      unknown.push(link);
      return;
    }
    if (!target.ports.includes(port)) target.ports.push(port);
  }
  source.outgoing.push(link);
  const links = target.incoming.get(port);
  if (links) links.push(link);
  else target.incoming.set(port, [link]);
}

/** Null where an argument stands for an input, or an optional one before others is left open; none at the end. */
function inForwardOrder({ def, ports }: Vertex): readonly (string | null)[] {
  if (!def) return ports;
  const own = [...def.inputs, ...def.optional];
  const rest = ports.filter((port) => !own.includes(port));
  const order = [...own.map((port) => (ports.includes(port) ? port : null)), ...rest];
  return order.slice(0, order.findLastIndex((port) => port !== null) + 1);
}

/** Brings what depends on the order of edges into an order that does not. */
function arrange(vertex: Vertex, index: ReadonlyMap<string, number>): void {
  const further = vertex.ports.splice(vertex.declared.length);
  const optional = vertex.def?.optional ?? none;
  const extra = further.filter((port) => !optional.includes(port));
  vertex.ports.push(
    ...optional.filter((port) => further.includes(port)),
    ...extra.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5))),
  );
  vertex.outgoing.sort(
    (a, b) => index.get(a.to.node)! - index.get(b.to.node)! || compare(a.to.port, b.to.port) || compare(a.id, b.id),
  );
  const ports = vertex.def ? vertex.ports : [...vertex.incoming.keys()].sort(compare);
  for (const port of ports) {
    const links = vertex.incoming.get(port);
    if (!links) continue;
    if (links.length > 1) links.sort((a, b) => compare(a.id, b.id));
    for (const { from } of links) vertex.sources.push(index.get(from.node)!);
  }
}

/**
 * Tarjan's strongly connected components (SIAM J. Comput. 1, 1972) along "reads from": they come out sources first,
 * which is the topological order, and those of more than one node (or with an edge to itself) are the cycles.
 * Iterative: a chain of thousands of nodes must not exhaust the stack.
 */
function components(vertices: readonly Vertex[]): { order: number[]; cycles: number[][] } {
  const order: number[] = [];
  const cycles: number[][] = [];
  const number = new Int32Array(vertices.length).fill(-1);
  const low = new Int32Array(vertices.length);
  const next = new Int32Array(vertices.length);
  const open: number[] = [];
  const isOpen = new Uint8Array(vertices.length);
  const path: number[] = [];
  let count = 0;
  const enter = (v: number) => {
    number[v] = low[v] = count++;
    open.push(v);
    isOpen[v] = 1;
    path.push(v);
  };
  for (let root = 0; root < vertices.length; root++) {
    if (number[root] !== -1) continue;
    enter(root);
    while (path.length > 0) {
      const v = path.at(-1)!;
      const { sources } = vertices[v]!;
      if (next[v]! < sources.length) {
        const w = sources[next[v]!++]!;
        if (number[w] === -1) enter(w);
        else if (isOpen[w]) low[v] = Math.min(low[v]!, number[w]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[v]!);
      if (low[v] !== number[v]) continue;
      const part = open.splice(open.lastIndexOf(v)).sort((a, b) => a - b);
      for (const w of part) isOpen[w] = 0;
      order.push(...part);
      if (part.length > 1 || sources.includes(v)) cycles.push(part);
    }
  }
  return { order, cycles };
}
