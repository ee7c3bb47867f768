// Owns how large the whole numbers of an Input may be, so that random ones are indices of what reads them.
import type { Shape } from "../core/shape.ts";
import { moduleDef } from "../modules/index.ts";
import { compile } from "./compile.ts";
import { type Graph, type PortRef, printPort } from "./graph.ts";
import { inferShapes } from "./infer.ts";
import type { WiredModule } from "./spec.ts";
import { wiredModules } from "./wiring.ts";

type ShapeOf = (port: PortRef) => Shape | null;

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
    const own = bounds.get(step.id);
    const passed = own === undefined ? undefined : passedOn(step, own);
    step.inputs.forEach((port, i) => {
      if (port === null) return;
      const limits = [passed, readAsIndex(step, i, shapeOf), bounds.get(printPort(port))];
      const known = limits.filter((limit) => limit !== undefined);
      if (known.length > 0) bounds.set(printPort(port), Math.max(1, Math.min(...known)));
    });
  }
  return new Map(spec.inputs.flatMap(({ id }) => (bounds.has(id) ? [[id, bounds.get(id) as number]] : [])));
}

/** How large inputs may be where the first output must stay below `bound`. */
function passedOn({ module, inputs }: WiredModule, bound: number): number | undefined {
  const count = inputs.filter((port) => port !== null).length;
  return moduleDef(module)?.inputBound?.(bound, count);
}

/** What an input of a module must be below, where the module takes it for indices. */
function readAsIndex({ module, args, inputs, id }: WiredModule, input: number, shapeOf: ShapeOf): number | undefined {
  const shapes = inputs.map((port) => port && shapeOf(port));
  return moduleDef(module)?.indexLimit?.(input, { args, shapes, output: shapeOf({ node: id, port: null }) });
}
