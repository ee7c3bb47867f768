// Owns Einstein's sums as torch writes them, `"bij,bjk->bik"`: what an equation says of the dims of its operands.
import { runtimeError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";

export const failure = (text: string): Error => runtimeError(`einsum(): ${text}`);

/** The dims an ellipsis stands for, the last one `…0`. */
export const dots = (count: number): string[] => Array.from({ length: count }, (_, i) => `…${count - 1 - i}`);
export const ellipsis = "...";

export interface Equation {
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
      if (found.includes(ellipsis)) throw failure(`found '.' for ${what} but an ellipsis (...) was already found`);
      if (text.slice(i, i + 3) !== ellipsis) throw failure(`found '.' for ${what} that is not part of any ellipsis`);
      found.push(ellipsis);
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

/** Reads an equation. */
export function readEquation(text: string): Equation {
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

/** The dims of an operand with their names. */
export interface NamedShape {
  readonly shape: Shape;
  readonly names: readonly string[];
}

/** The names of an operand's dims, an ellipsis spelled out. */
export function namesOf(shape: Shape, list: readonly string[], at: number): readonly string[] {
  const wide = list.includes(ellipsis);
  const letters = list.filter((name) => name !== ellipsis).length;
  if (wide ? letters > shape.length : letters !== shape.length) {
    throw failure(
      `the number of subscripts in the equation (${letters}) ${wide ? "is more than" : "does not match"} the number of ` +
        `dimensions (${shape.length}) for operand ${at}${wide ? "" : " and no ellipsis was given"}`,
    );
  }
  return list.flatMap((name) => (name === ellipsis ? dots(shape.length - letters) : [name]));
}

/** A name given twice reads the diagonal, whose sizes must agree. */
export function checkDiagonals({ shape, names }: NamedShape, at: number): void {
  for (const [d, name] of names.entries()) {
    const first = names.indexOf(name);
    if (shape[first] === shape[d]) continue;
    throw failure(
      `subscript ${name} is repeated for operand ${at} but the sizes don't match, ${shape[d]} != ${shape[first]}`,
    );
  }
}

/** Sizes by name; those of one element stretch. */
export function sizesOf(operands: readonly NamedShape[]): Map<string, number> {
  const sizes = new Map<string, number>();
  operands.forEach(({ shape, names }, at) => {
    names.forEach((name, d) => {
      const [known, size] = [sizes.get(name) ?? 1, shape[d]!];
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

/** The output's names: as written, or dims of ellipses and then the letters that stand once, in their order. */
export function outputOf(
  { inputs, output }: Equation,
  operands: readonly { readonly names: readonly string[] }[],
): string[] {
  const spread = operands.map(({ names }) => names.filter((name) => name.startsWith("…")).length);
  const wide = dots(Math.max(...spread));
  if (output === null) {
    const letters = inputs.flat().filter((name) => name !== ellipsis);
    return [...wide, ...letters.filter((name) => letters.indexOf(name) === letters.lastIndexOf(name)).sort()];
  }
  output.forEach((name, i) => {
    if (output.indexOf(name) !== i) throw failure(`output subscript ${name} appears more than once in the output`);
    if (name !== ellipsis && !operands.some(({ names }) => names.includes(name))) {
      throw failure(`output subscript ${name} does not appear in the equation for any input operand`);
    }
  });
  return output.flatMap((name) => (name === ellipsis ? wide : [name]));
}

/** Whether there are as many operands as the equation says. */
export function checkCount({ inputs }: Equation, count: number): void {
  if (inputs.length === count) return;
  throw failure(`${inputs.length > count ? "fewer" : "more"} operands were provided than specified in the equation`);
}

/** The shape that an equation makes of operands of these shapes. */
export function equationShape(text: string, shapes: readonly Shape[]): Shape {
  const equation = readEquation(text);
  checkCount(equation, shapes.length);
  const operands = shapes.map((shape, i) => ({ shape, names: namesOf(shape, equation.inputs[i]!, i) }));
  operands.forEach(checkDiagonals);
  const sizes = sizesOf(operands);
  return outputOf(equation, operands).map((name) => sizes.get(name)!);
}
