// Owns Einstein's sums: torch's equations, and their products, two operands at a time, by matrix products.
import { valueError } from "../../core/errors.ts";
import { numel } from "../../core/shape.ts";
import {
  checkCount,
  checkDiagonals,
  type Equation,
  ellipsis,
  failure,
  namesOf,
  outputOf,
  readEquation,
  sizesOf,
} from "../../ops/equation.ts";
import { Tensor } from "../tensor.ts";
import { mul } from "./binary.ts";
import { bmm } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { diagonal, expand, movedim, permute } from "./shape.ts";

/** Operands and lists of numbers by turns: the same as an equation, numbers as letters. */
function fromLists(args: readonly unknown[]): { equation: Equation; operands: Tensor[] } {
  const letter = (entry: unknown): string => {
    if (entry === ellipsis) return ellipsis;
    const n = entry as number;
    if (!(Number.isInteger(n) && n >= 0 && n < 52))
      throw failure("expected subscripts to be within the valid range [0, 52)");
    return String.fromCharCode(n < 26 ? 65 + n : 71 + n);
  };
  const lists = args.filter((arg) => !(arg instanceof Tensor)) as readonly (readonly unknown[])[];
  const operands = args.filter((arg) => arg instanceof Tensor);
  const read = lists.map((list) => list.map(letter));
  return {
    operands,
    equation: { inputs: read.slice(0, operands.length), output: read[operands.length] ?? null },
  };
}

/** An operand with the names of its dims. */
interface Named {
  readonly x: Tensor;
  readonly names: readonly string[];
}

/** Gives every dim its name; a name given twice reads the diagonal. */
function named(x: Tensor, list: readonly string[], at: number): Named {
  let names = namesOf(x.shape, list, at);
  checkDiagonals({ shape: x.shape, names }, at);
  let out = x;
  for (const name of new Set(names)) {
    while (names.indexOf(name) !== names.lastIndexOf(name)) {
      const [first, last] = [names.indexOf(name), names.lastIndexOf(name)];
      out = movedim(diagonal(out, 0, first, last), -1, first);
      names = names.filter((_, i) => i !== last);
    }
  }
  return { x: out, names };
}

/** Dims in the order of names; those it lacks have one element. */
function arranged({ x, names }: Named, order: readonly string[]): Tensor {
  const own = order.filter((name) => names.includes(name));
  const out = permute(
    x,
    own.map((name) => names.indexOf(name)),
  );
  return out.reshape(order.map((name) => (names.includes(name) ? x.shape[names.indexOf(name)]! : 1)));
}

/** Without the dims that nobody else asks for: summed. */
function reduced({ x, names }: Named, kept: ReadonlySet<string>): Named {
  const dims = names.flatMap((name, d) => (kept.has(name) ? [] : [d]));
  return dims.length === 0 ? { x, names } : { x: sum(x, dims), names: names.filter((name) => kept.has(name)) };
}

/** The sum of products of two operands over the names that are not kept. */
function contract(a: Named, b: Named, kept: ReadonlySet<string>): Named {
  const size = ({ x, names }: Named, name: string): number => x.shape[names.indexOf(name)]!;
  // What one of the two does not step through needs no product.
  const left = reduced(
    a,
    new Set([...kept, ...b.names.filter((name) => a.names.includes(name) && size(b, name) !== 1)]),
  );
  const right = reduced(b, new Set([...kept, ...left.names]));
  const common = left.names.filter((name) => right.names.includes(name));
  const summed = common.filter((name) => !kept.has(name));
  const even = common.every((name) => size(left, name) === size(right, name));
  const both = common.filter((name) => kept.has(name));
  const [onlyA, onlyB] = [left.names, right.names].map((names) => names.filter((name) => !common.includes(name))) as [
    string[],
    string[],
  ];
  const names = [...both, ...onlyA, ...onlyB];
  if (summed.length === 0 || !even) {
    const all = [...names, ...summed];
    return reduced({ x: mul(arranged(left, all), arranged(right, all)), names: all }, new Set(names));
  }
  const count = (from: Named, list: readonly string[]): number => numel(list.map((name) => size(from, name)));
  const [batch, rows, depth, columns] = [
    count(left, both),
    count(left, onlyA),
    count(left, summed),
    count(right, onlyB),
  ];
  const product = bmm(
    arranged(left, [...both, ...onlyA, ...summed]).reshape([batch, rows, depth]),
    arranged(right, [...both, ...summed, ...onlyB]).reshape([batch, depth, columns]),
  );
  const shape = names.map((name) => size(left.names.includes(name) ? left : right, name));
  return { x: product.reshape(shape), names };
}

/** torch.einsum: `"bij,bjk->bik"` and operands, a list of them, or operands and lists of subscripts by turns. */
export function einsum(args: readonly unknown[]): Tensor {
  if (args.length < 2) {
    throw valueError(
      "einsum(): must specify the equation string and at least one operand, or at least one operand and its subscripts list",
    );
  }
  // PyTorch's own tests of the function name the operands first.
  const text = args.find((arg) => typeof arg === "string");
  const given =
    text === undefined
      ? fromLists(args)
      : { equation: readEquation(text), operands: args.filter((arg) => arg !== text).flat() as Tensor[] };
  const { equation, operands } = given;
  checkCount(equation, operands.length);
  const all = operands.map((x, i) => named(x, equation.inputs[i]!, i));
  const sizes = sizesOf(all.map(({ x, names }) => ({ shape: x.shape, names })));
  const output = outputOf(equation, all);
  const [first, ...rest] = all as [Named, ...Named[]];
  let result = first;
  rest.forEach((next, i) => {
    const later = rest.slice(i + 1).flatMap(({ names }) => names);
    result = contract(result, next, new Set([...output, ...later]));
  });
  const last = reduced(result, new Set(output));
  const x = arranged(last, output);
  const shape = output.map((name) => sizes.get(name)!);
  return x.shape.every((size, d) => size === shape[d]) ? x : expand(x, shape);
}
