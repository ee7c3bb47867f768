// Owns Einstein's sums: torch's equations, and their products, two operands at a time, by matrix products.
import { runtimeError, valueError } from "../../core/errors.ts";
import { numel } from "../../core/shape.ts";
import { Tensor } from "../tensor.ts";
import { mul } from "./binary.ts";
import { bmm } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { diagonal, expand, movedim, permute } from "./shape.ts";

const failure = (text: string): Error => runtimeError(`einsum(): ${text}`);

/** The dims an ellipsis stands for, the last one `…0`. */
const dots = (count: number): string[] => Array.from({ length: count }, (_, i) => `…${count - 1 - i}`);
const ELLIPSIS = "...";

interface Equation {
  /** Subscripts of each operand; "..." where an ellipsis stands. */
  readonly inputs: readonly (readonly string[])[];
  /** Those of the result; null where the equation leaves it to torch. */
  readonly output: readonly string[] | null;
}

/** Reads one operand's subscripts, or the output's. */
function subscripts(text: string, start: number, what: string): string[] {
  const found: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === " ") continue;
    if (char === ".") {
      if (found.includes(ELLIPSIS)) throw failure(`found '.' for ${what} but an ellipsis (...) was already found`);
      if (text.slice(i, i + 3) !== ELLIPSIS) throw failure(`found '.' for ${what} that is not part of any ellipsis`);
      found.push(ELLIPSIS);
      i += 2;
      continue;
    }
    if (!/[a-zA-Z]/.test(char)) {
      throw failure(
        `invalid subscript given at index ${start + i} in the equation string, subscripts must be in [a-zA-Z]`,
      );
    }
    found.push(char);
  }
  return found;
}

function equationOf(text: string): Equation {
  const arrow = text.indexOf("->");
  const left = arrow < 0 ? text : text.slice(0, arrow);
  let start = 0;
  const inputs = left.split(",").map((part, i) => {
    const read = subscripts(part, start, `operand ${i}`);
    start += part.length + 1;
    return read;
  });
  return { inputs, output: arrow < 0 ? null : subscripts(text.slice(arrow + 2), arrow + 2, "output") };
}

/** Operands and lists of numbers by turns: the same as an equation, numbers as letters. */
function fromLists(args: readonly unknown[]): { equation: Equation; operands: Tensor[] } {
  const letter = (entry: unknown): string => {
    if (entry === ELLIPSIS) return ELLIPSIS;
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
  const wide = list.includes(ELLIPSIS);
  const letters = list.filter((name) => name !== ELLIPSIS).length;
  if (wide ? letters > x.ndim : letters !== x.ndim) {
    throw failure(
      `the number of subscripts in the equation (${letters}) ${wide ? "is more than" : "does not match"} the number of ` +
        `dimensions (${x.ndim}) for operand ${at}${wide ? "" : " and no ellipsis was given"}`,
    );
  }
  let names = list.flatMap((name) => (name === ELLIPSIS ? dots(x.ndim - letters) : [name]));
  let out = x;
  for (const name of new Set(names)) {
    while (names.indexOf(name) !== names.lastIndexOf(name)) {
      const [first, last] = [names.indexOf(name), names.lastIndexOf(name)];
      if (out.shape[first] !== out.shape[last]) {
        throw failure(
          `subscript ${name} is repeated for operand ${at} but the sizes don't match, ${out.shape[last]} != ` +
            `${out.shape[first]}`,
        );
      }
      out = movedim(diagonal(out, 0, first, last), -1, first);
      names = names.filter((_, i) => i !== last);
    }
  }
  return { x: out, names };
}

/** Sizes by name; those of one element stretch. */
function sizesOf(operands: readonly Named[]): Map<string, number> {
  const sizes = new Map<string, number>();
  operands.forEach(({ x, names }, at) => {
    names.forEach((name, d) => {
      const [known, size] = [sizes.get(name) ?? 1, x.shape[d]!];
      if (known !== 1 && size !== 1 && known !== size) {
        throw failure(
          `subscript ${name} has size ${size} for operand ${at} which does not broadcast with previously seen size ${known}`,
        );
      }
      sizes.set(name, known === 1 ? size : known);
    });
  });
  return sizes;
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

/** The output's names: as written, or dims of ellipses and then the letters that stand once, in their order. */
function outputOf({ inputs, output }: Equation, operands: readonly Named[], wide: readonly string[]): string[] {
  if (output === null) {
    const letters = inputs.flat().filter((name) => name !== ELLIPSIS);
    return [...wide, ...letters.filter((name) => letters.indexOf(name) === letters.lastIndexOf(name)).sort()];
  }
  output.forEach((name, i) => {
    if (output.indexOf(name) !== i) throw failure(`output subscript ${name} appears more than once in the output`);
    if (name !== ELLIPSIS && !operands.some(({ names }) => names.includes(name))) {
      throw failure(`output subscript ${name} does not appear in the equation for any input operand`);
    }
  });
  return output.flatMap((name) => (name === ELLIPSIS ? wide : [name]));
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
      : { equation: equationOf(text), operands: args.filter((arg) => arg !== text).flat() as Tensor[] };
  const { equation, operands } = given;
  if (equation.inputs.length !== operands.length) {
    const fewer = equation.inputs.length > operands.length;
    throw failure(`${fewer ? "fewer" : "more"} operands were provided than specified in the equation`);
  }
  const all = operands.map((x, i) => named(x, equation.inputs[i]!, i));
  const sizes = sizesOf(all);
  const wide = dots(Math.max(...all.map(({ names }) => names.filter((name) => name.startsWith("…")).length)));
  const output = outputOf(equation, all, wide);
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
