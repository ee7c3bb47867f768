// Owns random graphs and random edits of them, for property tests.
import { type Shape, sameShape } from "../core/shape.ts";
import { resolveArgs } from "../modules/derive.ts";
import type { ArgValues } from "../modules/fields.ts";
import { moduleDef } from "../modules/index.ts";
import { outputShapes } from "../modules/interpret.ts";
import { edge } from "./graph.fixture.ts";
import { type Edge, edgeId, type Graph, type GraphNode } from "./graph.ts";

/** Uniform numbers in [0, 1): the same for the same seed (a 32-bit counter through Murmur's finalizer). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const below = (random: Random, n: number): number => Math.floor(random() * n);
const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)]!;

interface Value {
  readonly port: string;
  readonly shape: Shape;
}

interface Recipe {
  readonly module: string;
  readonly args?: (random: Random, shape: Shape) => ArgValues;
}

const maybe = (random: Random, args: ArgValues): ArgValues => (random() < 0.4 ? args : {});

const unary: readonly Recipe[] = [
  {
    module: "Conv2d",
    args: (r) => ({
      out_channels: 1 + below(r, 4),
      kernel_size: 1 + below(r, 3),
      ...maybe(r, { padding: pick<unknown>(r, [1, [1, 0], "same"]) }),
      ...maybe(r, { bias: false }),
      ...maybe(r, { dilation: pick(r, [1, 2]) }),
    }),
  },
  { module: "Conv2d", args: (r) => ({ out_channels: 2, kernel_size: 3, stride: 1 + below(r, 2), padding: 1 }) },
  { module: "Conv2d", args: (_r, s) => ({ out_channels: s[1] ?? 1, kernel_size: 3, padding: 1, groups: s[1] ?? 1 }) },
  {
    module: "MaxPool2d",
    args: (r) => ({ kernel_size: 2, ...maybe(r, { stride: 1 }), ...maybe(r, { ceil_mode: true }) }),
  },
  { module: "MaxPool2d", args: () => ({ kernel_size: 2, return_indices: true }) },
  { module: "AvgPool2d", args: (r) => ({ kernel_size: 2, ...maybe(r, { stride: 1 }) }) },
  { module: "AdaptiveAvgPool2d", args: (r) => ({ output_size: pick<unknown>(r, [1, 3, [2, 3]]) }) },
  { module: "ZeroPad2d", args: () => ({ padding: 1 }) },
  { module: "BatchNorm2d" },
  { module: "ReLU" },
  { module: "ReLU" },
  { module: "Sigmoid" },
  { module: "Tanh" },
  { module: "GELU" },
  { module: "Softmax", args: () => ({ dim: 1 }) },
  { module: "Dropout" },
  { module: "Flatten" },
  { module: "Linear", args: (r) => ({ out_features: 1 + below(r, 5) }) },
  { module: "mean", args: (r) => ({ dim: pick<unknown>(r, [-1, [1, -1]]), keepdim: r() < 0.7 }) },
  { module: "amax", args: () => ({ dim: 1, keepdim: true }) },
  { module: "max", args: () => ({ dim: -1, keepdim: true }) },
  { module: "permute", args: (r, s) => ({ dims: shuffle([...s.keys()], r) }) },
  { module: "transpose", args: () => ({ dim0: 1, dim1: -1 }) },
  { module: "reshape", args: () => ({ shape: [{ $: "input.shape[0]" }, { $: "input.shape[1] * 1" }, -1] }) },
  { module: "unsqueeze", args: (r) => ({ dim: pick(r, [1, -1]) }) },
  { module: "flip", args: () => ({ dims: [-1] }) },
  { module: "chunk", args: (r) => ({ chunks: 2, dim: pick(r, [1, -1]) }) },
  { module: "getitem", args: (r) => ({ index: pick(r, ["[:, :2]", "[..., None]", "[:, -1:]", "[..., ::2]"]) }) },
  { module: "mul", args: () => ({ other: 0.5 }) },
  { module: "add", args: () => ({ other: 1 }) },
  { module: "softmax", args: () => ({ dim: -1 }) },
];

export interface RandomOptions {
  /** Number of modules besides Input and Output nodes. */
  readonly size?: number;
  /** Chance that a module that does not fit its input is kept. */
  readonly wrong?: number;
}

/**
 * A random network, mostly valid: diamonds, several branches, sums, products and joins of two to four inputs, second output
 * ports, one or two Inputs, none to two Outputs; edges and nodes shuffled. All values are float32, but those of a
 * port `indices`, which only an Output reads.
 */
export function randomGraph(seed: number, { size = 12, wrong = 0.03 }: RandomOptions = {}): Graph {
  const random = randomNumbers(seed);
  const nodes: [string, GraphNode][] = [];
  const edges: Edge[] = [];
  const values: Value[] = [];
  const indices: string[] = [];
  const inputs = random() < 0.2 ? 2 : 1;
  const shape = [1 + below(random, 2), 1 + below(random, 3), 4 + below(random, 6), 4 + below(random, 6)];
  for (let i = 1; i <= inputs; i++) {
    nodes.push([`input${i}`, { module: "Input", args: { shape } }]);
    values.push({ port: `input${i}`, shape });
  }
  // Recent values are read more often, as in real networks.
  const source = (): Value => values[Math.max(0, values.length - 1 - Math.floor(random() ** 2 * values.length))]!;

  const add = (module: string, args: ArgValues, from: readonly Value[]): void => {
    const def = moduleDef(module)!;
    const name = `${module.toLowerCase()}_${nodes.length}`;
    let shapes: Shape[] | null = null;
    let results: readonly string[] = [];
    try {
      const { args: resolved, errors } = resolveArgs(def, args, from[0]?.shape);
      if (Object.keys(errors).length === 0) results = def.outputs(resolved);
      if (Object.keys(errors).length === 0)
        shapes = outputShapes(
          def,
          resolved,
          from.map((value) => value.shape),
        );
    } catch {
      shapes = null;
    }
    if (shapes?.some((s) => s.includes(0))) shapes = null;
    if (!shapes && random() >= wrong) return;
    nodes.push([name, Object.keys(args).length > 0 ? { module, args } : { module }]);
    const ports = [...def.inputs, "input2", "input3"];
    from.forEach((value, i) => {
      const named = i > 0 || random() < 0.2;
      edges.push(edge(value.port, named ? `${name}.${ports[i]}` : name));
    });
    if (!shapes) return;
    values.push({ port: random() < 0.1 ? `${name}.${results[0]}` : name, shape: shapes[0]! });
    for (const [i, shape] of shapes.entries()) {
      const port = `${name}.${results[i] ?? i}`;
      if (i > 0 && results[i] === "indices") indices.push(port);
      else if (i > 0) values.push({ port, shape });
    }
  };

  for (let tries = 0; nodes.length < size + inputs && tries < size * 8; tries++) {
    const first = source();
    if (random() < 0.3) {
      const mates = values.filter((value) => sameShape(value.shape, first.shape));
      const more = Array.from({ length: 1 + below(random, 3) }, () => pick(random, mates));
      const module = pick(random, ["add", "mul", "cat"]);
      add(module, module === "cat" ? { dim: random() < 0.3 ? -1 : 1 } : {}, [first, ...more]);
    } else {
      const recipe = pick(random, unary);
      add(recipe.module, recipe.args?.(random, first.shape) ?? {}, [first]);
    }
  }
  const outputs = pick(random, [0, 1, 1, 1, 2]);
  for (let i = 1; i <= outputs; i++) {
    const read =
      indices.length > 0 && random() < 0.2 ? pick(random, indices) : i === 1 ? values.at(-1)!.port : source().port;
    nodes.push([`output${i}`, { module: "Output" }]);
    edges.push(edge(read, `output${i}`));
  }
  return { nodes: Object.fromEntries(random() < 0.3 ? shuffle(nodes, random) : nodes), edges: shuffle(edges, random) };
}

/** The same items in a random order (Fisher–Yates). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = below(random, i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** A random change, sensible or not: what a user (or a broken file) could do to a graph. */
export function randomEdit(graph: Graph, random: Random): Graph {
  const names = Object.keys(graph.nodes);
  const name = names.length > 0 ? pick(random, names) : "none";
  const port = () =>
    pick(random, [name, pick(random, [...names, "missing"])]) +
    pick(random, ["", "", "", ".other", ".indices", ".nowhere"]);
  switch (below(random, 7)) {
    case 0: {
      const { [name]: _gone, ...nodes } = graph.nodes;
      const touches = ({ source, target }: Edge) => source === name || target === name;
      return { nodes, edges: random() < 0.8 ? graph.edges.filter((each) => !touches(each)) : graph.edges };
    }
    case 1: {
      const gone = graph.edges.length > 0 ? edgeId(pick(random, graph.edges)) : "";
      return { ...graph, edges: graph.edges.filter((each) => edgeId(each) !== gone) };
    }
    case 2:
      return { ...graph, edges: [...graph.edges, edge(port(), port())] };
    case 3:
      return graph.edges.length > 0 ? { ...graph, edges: [...graph.edges, pick(random, graph.edges)] } : graph;
    case 4: {
      const args = pick<ArgValues>(random, [
        { out_channels: 3, kernel_size: 3 },
        { out_channels: 0, kernel_size: 3 },
        { out_channels: 2 ** 20, kernel_size: 200, in_channels: 2 ** 20 },
        { shape: [1, 2, 5, 5] },
        { shape: [1000, 1000, 1000] },
        { kernel_size: "3" },
        { dim: 7 },
        {},
      ]);
      return { ...graph, nodes: { ...graph.nodes, [name]: { module: graph.nodes[name]?.module ?? "ReLU", args } } };
    }
    case 5:
      return {
        ...graph,
        nodes: { ...graph.nodes, [`new${below(random, 99)}`]: { module: pick(random, ["ReLU", "Add", "Nonsense"]) } },
      };
    default:
      return { ...graph, edges: shuffle(graph.edges, random) };
  }
}
