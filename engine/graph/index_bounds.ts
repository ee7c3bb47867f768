// Owns how large the whole numbers of an Input may be, so that random ones are indices of what reads them.
import { numel, type Shape } from "../core/shape.ts";
import { compile } from "./compile.ts";
import { type Graph, type PortRef, printPort } from "./graph.ts";
import { inferShapes } from "./infer.ts";
import type { WiredModule } from "./spec.ts";
import { wiredModules } from "./wiring.ts";

type ShapeOf = (port: PortRef) => Shape | null | undefined;

/** What random whole numbers are below where nothing reads them as indices: small enough to tell them apart. */
export const usualBound = 10;

const memo = new WeakMap<Graph, ReadonlyMap<string, number>>();

/**
 * For each Input that indices are read from, directly or through modules that keep values, the number that all of its
 * elements must be below (and at least 0): the rows of the smallest Embedding, the classes of a loss, … Memoised on the
 * graph object; linear time.
 */
export function indexBounds(graph: Graph): ReadonlyMap<string, number> {
  let found = memo.get(graph);
  if (!found) {
    found = findBounds(graph, inferShapes(graph).shapeOf);
    memo.set(graph, found);
  }
  return found;
}

function findBounds(graph: Graph, shapeOf: ShapeOf): ReadonlyMap<string, number> {
  const { spec } = compile(graph);
  const bounds = new Map<string, number>();
  for (const step of wiredModules(spec).toReversed()) {
    const own = bounds.get(step.name);
    const passed = own === undefined ? undefined : passedOn(step, own);
    step.inputs.forEach((port, i) => {
      if (port === null) return;
      const limits = [passed, readAsIndex(step, i, shapeOf), bounds.get(printPort(port))];
      const known = limits.filter((limit) => limit !== undefined);
      if (known.length > 0) bounds.set(printPort(port), Math.max(1, Math.min(...known)));
    });
  }
  return new Map(spec.inputs.flatMap((name) => (bounds.has(name) ? [[name, bounds.get(name) as number]] : [])));
}

/** Modules whose first output holds nothing but values of their inputs, and zeros. */
const keeping =
  /^(Identity|Flatten|Unflatten|Cat|Dropout[123]?d?|ReLU|Pixel(Uns|S)huffle|ChannelShuffle|(Reflection|Replication|Zero)Pad[123]d|MaxPool[123]d|AdaptiveMaxPool[123]d)$/;

/** How large inputs may be where every output must stay below `bound`. */
function passedOn({ module, inputs }: WiredModule, bound: number): number | undefined {
  const count = inputs.filter((port) => port !== null).length;
  if (keeping.test(module)) return bound;
  if (module === "Add") return Math.floor((bound - 1) / count) + 1;
  // A power of a root may miss it by rounding.
  if (module === "Mul") return Math.floor((bound - 1) ** (1 / count) + 1e-9) + 1;
  return undefined;
}

/** What an input of a module must be below, where the module takes it for indices. */
function readAsIndex({ module, args, inputs, name }: WiredModule, input: number, shapeOf: ShapeOf): number | undefined {
  const first = inputs[0] ? shapeOf(inputs[0]) : null;
  switch (module) {
    case "Embedding":
      return args.num_embeddings as number;
    case "EmbeddingBag":
      // Offsets rise from 0: with one bag after another empty, zeros do.
      return [args.num_embeddings as number, 1][input];
    case "CrossEntropyLoss":
    case "NLLLoss":
    case "MultiMarginLoss":
    case "MultiLabelMarginLoss":
      return input === 1 ? classes(first) : undefined;
    case "AdaptiveLogSoftmaxWithLoss":
      return input === 1 ? (args.n_classes as number) : undefined;
    case "CTCLoss": {
      const targets = inputs[1] ? shapeOf(inputs[1]) : null;
      const most = [undefined, first?.at(-1), first && first[0]! + 1, targets && targets.at(-1)! + 1][input];
      return most ?? undefined;
    }
    case "MaxUnpool1d":
    case "MaxUnpool2d":
    case "MaxUnpool3d": {
      const out = shapeOf({ node: name, port: null });
      return input === 1 && out ? numel(out.slice(-Number(module.at(-2)))) : undefined;
    }
    default:
      return undefined;
  }
}

/** The classes of scores (N, C, …) or (C). */
const classes = (scores: Shape | null | undefined): number | undefined => scores?.[scores.length > 1 ? 1 : 0];
