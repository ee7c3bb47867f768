// Owns the sizes of ops along dims: what is reduced goes, or stays with size 1.
import { indexError, runtimeError, ShapeError } from "../../core/errors.ts";
import { normalizeDim, numel, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import type { Ints } from "../values.ts";

/** The dims meant, as indices in order; none and no list are all. */
export function reducedAxes(rank: number, dim: Ints | null): number[] {
  const given = dim === null ? [] : [dim].flat();
  if (given.length === 0) return Array.from({ length: rank }, (_, d) => d);
  const axes = given.map((d) => normalizeDim(d, rank));
  const twice = axes.find((d, i) => axes.indexOf(d) !== i);
  if (twice !== undefined) throw runtimeError(`dim ${twice} appears multiple times in the list of dims`);
  return axes.filter((d) => d < rank).sort((a, b) => a - b);
}

function reduced(input: Shape, dim: Ints | null = null, keepdim = false): Shape {
  const axes = reducedAxes(input.length, dim);
  return keepdim ? input.map((size, d) => (axes.includes(d) ? 1 : size)) : input.filter((_, d) => !axes.includes(d));
}

/** An extreme needs something to choose from. */
const extreme =
  (op: string) =>
  (input: Shape, dim: Ints | null = null, keepdim = false): Shape => {
    const shape = reduced(input, dim, keepdim);
    if (numel(input) > 0) return shape;
    if (dim === null) {
      const text = `${op}(): Expected reduction dim to be specified for input.numel() == 0.`;
      if (op.startsWith("arg")) throw indexError(text);
      throw runtimeError(`${text} Specify the reduction dim with the 'dim' argument.`);
    }
    const none = reducedAxes(input.length, dim).find((d) => input[d] === 0);
    if (none !== undefined) throw indexError(`${op}(): Expected reduction dim ${none} to have non-zero size.`);
    return shape;
  };

/** With a dim, the values and where they were. */
const found =
  (op: string) =>
  (input: Shape, dim: number | null = null, keepdim = false): Shape | readonly [Shape, Shape] => {
    const shape = extreme(op)(input, dim, keepdim);
    return dim === null ? shape : [shape, shape];
  };

function along(input: Shape, dim: number): Shape {
  normalizeDim(dim, input.length);
  return input;
}

export const reducingShapes = {
  sum: reduced,
  mean: reduced,
  prod: reduced,
  amax: extreme("amax"),
  amin: extreme("amin"),
  max: found("max"),
  min: found("min"),
  argmax: extreme("argmax"),
  argmin: extreme("argmin"),
  var: (input, dim = null, _unbiased = true, keepdim = false) => reduced(input, dim, keepdim),
  std: (input, dim = null, _unbiased = true, keepdim = false) => reduced(input, dim, keepdim),
  norm: (input, _p = 2, dim = null, keepdim = false) => reduced(input, dim, keepdim),
  logsumexp: reduced,
  all: reduced,
  any: reduced,
  cumsum: along,
  cumprod: along,
  sort: (input, dim = -1) => [along(input, dim), input],
  argsort: (input, dim = -1) => along(input, dim),
  topk(input, k, dim = -1) {
    const axis = normalizeDim(dim, input.length);
    const size = input[axis] ?? 1;
    if (k < 0 || k > size) {
      throw new ShapeError("selected index k out of range", {
        what: "size",
        expected: k,
        got: size,
        input: 0,
        dim: axis,
        arg: "k",
      });
    }
    const shape = input.map((own, d) => (d === axis ? k : own));
    return [shape, shape];
  },
} satisfies Partial<Functional<Shape>>;
