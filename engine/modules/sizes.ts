// Owns arguments that are worked out from the sizes of what comes in.
import { evaluate, isExpression, type Scope } from "../core/expression.ts";
import type { Shape } from "../core/shape.ts";
import type { AnyModuleDef } from "./define.ts";
import type { ArgValues } from "./fields.ts";

const isWorkedOut = (value: unknown): boolean =>
  isExpression(value) || (Array.isArray(value) && value.some(isExpression));

/** The arguments with every expression as the number that it comes to; the same object where there is none. */
export function withSizes(def: AnyModuleDef, args: ArgValues, shapes: readonly (Shape | null)[]): ArgValues {
  const open = Object.entries(args).filter(([, value]) => isWorkedOut(value));
  if (open.length === 0) return args;
  const ports = [...def.inputs, ...def.optional];
  const scope: Scope = Object.fromEntries(
    shapes.flatMap((shape, i): [string, Shape][] => (shape ? [[ports[i] ?? `input${i}`, shape]] : [])),
  );
  const number = (value: unknown): unknown => (isExpression(value) ? evaluate(value, scope) : value);
  const worked = open.map(([name, value]) => [name, Array.isArray(value) ? value.map(number) : number(value)]);
  return { ...args, ...Object.fromEntries(worked) };
}

/** The sizes of what any interpreter calls a value: sizes themselves, or something that has a shape. */
export const sizesOf = (value: unknown): Shape | null =>
  Array.isArray(value) ? (value as Shape) : ((value as { readonly shape?: Shape } | null)?.shape ?? null);
