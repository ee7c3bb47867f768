// Owns how the functions that torch writes in Python are called: their parameters as `def` lists them, and Python's errors.
import { typeError } from "../../core/errors.ts";
import type { Kwargs } from "../../core/kwargs.ts";

/** A `*name` takes what else stands by position, as a list. */
export const pythonCalls = {
  atleast_1d: ["*tensors"],
  atleast_2d: ["*tensors"],
  atleast_3d: ["*tensors"],
  block_diag: ["*tensors"],
  broadcast_tensors: ["*tensors"],
  cartesian_prod: ["*tensors"],
  cdist: ["x1", "x2", "p=2.0", "compute_mode='use_mm_for_euclid_dist_if_necessary'"],
  chain_matmul: ["*matrices", "out=None"],
  einsum: ["*args"],
  meshgrid: ["*tensors", "indexing=None"],
  norm: ["input", "p='fro'", "dim=None", "keepdim=False", "out=None", "dtype=None"],
  split: ["tensor", "split_size_or_sections", "dim=0"],
  tensordot: ["a", "b", "dims=2", "out=None"],
} as const satisfies Record<string, readonly string[]>;

const nameOf = (parameter: string): string => /\w+/.exec(parameter)![0];

/** Python's list of names: `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  if (quoted.length < 3) return quoted.join(" and ");
  return `${quoted.slice(0, -1).join(", ")}, and ${quoted.at(-1)}`;
}

const plural = (n: number): string => (n === 1 ? "" : "s");

/**
 * Arguments in the order of the parameters, undefined where none is given. What `*name` takes stands first, as a list.
 * Python's TypeErrors about missing, unknown, doubled and too many arguments.
 */
export function bindPython(
  name: string,
  parameters: readonly string[],
  positional: readonly unknown[],
  kwargs: Kwargs,
): unknown[] {
  const names = parameters.map(nameOf);
  const variadic = parameters[0]?.startsWith("*") ?? false;
  const places = variadic ? 1 : parameters.length;
  const least = variadic ? 0 : parameters.filter((parameter) => !parameter.includes("=")).length;
  if (!variadic && positional.length > places) {
    const takes = least === places ? `${places}` : `from ${least} to ${places}`;
    throw typeError(
      `${name}() takes ${takes} positional argument${plural(places)} but ${positional.length} ` +
        `${positional.length === 1 ? "was" : "were"} given`,
    );
  }
  const args: unknown[] = variadic ? [[...positional]] : [...positional];
  for (const [key, value] of Object.entries(kwargs)) {
    const place = variadic && key === names[0] ? -1 : names.indexOf(key);
    if (place < 0) throw typeError(`${name}() got an unexpected keyword argument '${key}'`);
    if (!variadic && place < positional.length) {
      throw typeError(`${name}() got multiple values for argument '${key}'`);
    }
    args[place] = value;
  }
  const missing = names.slice(0, least).filter((_, i) => args[i] === undefined);
  if (missing.length > 0) {
    throw typeError(
      `${name}() missing ${missing.length} required positional argument${plural(missing.length)}: ${listed(missing)}`,
    );
  }
  return args;
}
