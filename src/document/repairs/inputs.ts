// Owns repairs of the Inputs a problem depends on: their type, their batch, the order and number of their dims.

import { printShape, type Shape } from "../../../engine/core/shape.ts";
import type { Graph } from "../../../engine/graph/graph.ts";
import { nameOf } from "../../../engine/graph/identity.ts";
import { roleOf } from "../../../engine/modules/index.ts";
import { setArg } from "../edits.ts";
import { type Candidate, cost, feedingEdge, inputsBefore, type Situation } from "./repair.ts";

const withShape = (graph: Graph, input: string, shape: Shape, price: number, channels = false): Candidate => ({
  id: `shape ${input} ${printShape(shape)}`,
  label: (t) => {
    const told = { name: nameOf(graph, input), shape: printShape(shape) };
    return t(channels ? "problems.fix.channelsFirst" : "problems.fix.shape", told);
  },
  edit: setArg(input, "shape", [...shape]),
  cost: price,
});

/** Values of another type from an Input. */
function types(situation: Situation, id: string): readonly Candidate[] {
  const { problem, graph } = situation;
  if (!problem.types) return [];
  const { wants } = problem.types;
  const others = (["int64", "float32", "bool"] as const).filter((dtype) => dtype !== wants);
  return inputsBefore(situation, id).flatMap((input) =>
    [wants, ...others].flatMap((dtype, i): Candidate[] => {
      const now = graph.nodes[input]?.args?.dtype ?? "float32";
      if (now === dtype) return [];
      return [
        {
          id: `dtype ${input} ${dtype}`,
          label: (t) => t("problems.fix.dtype", { name: nameOf(graph, input), dtype }),
          edit: setArg(input, "dtype", dtype === "float32" ? undefined : dtype),
          cost: cost.exact + i,
        },
      ];
    }),
  );
}

/** A batch of two where a normalisation has one value to look at. */
function batch(situation: Situation, id: string): readonly Candidate[] {
  if (situation.problem.kind !== "training") return [];
  const inputs = inputsBefore(situation, id);
  const changes = inputs.flatMap((input): [string, Shape][] => {
    const shape = situation.inference.shapeOf({ node: input, port: null });
    return shape && shape.length > 1 && shape[0] === 1 ? [[input, [2, ...shape.slice(1)]]] : [];
  });
  if (changes.length === 0) return [];
  const all: Candidate = {
    id: "batch",
    label: (t) => t("problems.fix.batch", { size: 2 }),
    edit: (d) => changes.reduce((document, [input, shape]) => setArg(input, "shape", shape)(document), d),
    cost: cost.infer,
  };
  return [all];
}

/** (N, H, W, C) as (N, C, H, W): the last dim at the place of the channels. */
const channelsFirst = (shape: Shape, dim: number): Shape => shape.slice(0, -1).toSpliced(dim, 0, shape.at(-1)!);

function layouts(situation: Situation, id: string): readonly Candidate[] {
  const { problem, inference, graph } = situation;
  const { hint } = problem;
  if (problem.kind !== "shape") return [];
  const edge = feedingEdge(situation);
  const direct = edge === null ? null : edge.source;
  const found: Candidate[] = [];
  for (const input of inputsBefore(situation, id)) {
    const shape = inference.shapeOf({ node: input, port: null });
    if (!shape) continue;
    if (hint?.what === "channels" && shape.length > 2 && shape.at(-1) === hint.expected) {
      const dim = hint.dim ?? (shape.length < 4 ? 0 : 1);
      found.push(withShape(graph, input, channelsFirst(shape, dim), cost.meant, true));
    }
    if (input !== direct) continue;
    const turned = hint?.what === "channels" && shape.at(-1) === hint.expected;
    if (hint?.dim !== undefined && hint.what !== "kernel" && hint.dim < shape.length && !turned) {
      found.push(withShape(graph, input, shape.with(hint.dim, hint.expected), cost.input));
    }
    // Dims of 1 in front that are missing, or too many.
    for (let more = 1; more <= 3; more++)
      found.push(withShape(graph, input, [...new Array(more).fill(1), ...shape], cost.input + more / 10));
    if (shape.length > 1) found.push(withShape(graph, input, shape.slice(1), cost.input + 0.2));
    if (shape.length === 3) found.push(withShape(graph, input, [shape[0]!, 1, ...shape.slice(1)], cost.input + 0.15));
  }
  return found;
}

/** An Input of more elements than there is room for: one sample of it, or a small one. */
function smaller({ problem, id, graph, node }: Situation): readonly Candidate[] {
  const shape = node?.resolution?.args.shape;
  if (problem.kind !== "too_large" || id === null || roleOf(graph.nodes[id]?.module) !== "input") return [];
  if (!Array.isArray(shape)) return [];
  const sizes = shape as number[];
  const most = sizes.map((size) => Math.min(size, Math.floor((2 ** 28) ** (1 / sizes.length))));
  return [withShape(graph, id, sizes.with(0, 1), cost.exact), withShape(graph, id, most, cost.number)];
}

export function inputRepairs(situation: Situation): readonly Candidate[] {
  const { id } = situation;
  if (id === null) return [];
  return [...types(situation, id), ...batch(situation, id), ...layouts(situation, id), ...smaller(situation)];
}
