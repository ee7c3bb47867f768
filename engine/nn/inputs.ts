// Owns how a call's inputs reach a declared module: by position in torch's order, by keyword, in torch's tuples.
import { typeError } from "../core/errors.ts";
import { splitKwargs } from "../core/kwargs.ts";
import { pyTypeName } from "../core/python.ts";
import type { AnyModuleDef, Flags } from "../modules/define.ts";
import type { ArgValues } from "../modules/fields.ts";
import { standsFor } from "../modules/functions/define.ts";
import { tensor } from "../tensor/create.ts";
import { Tensor } from "../tensor/tensor.ts";

export interface BoundInputs {
  /** In the order of the ports, the optional ones last; null where one was left out. */
  readonly inputs: (Tensor | null)[];
  readonly flags: Flags;
}

const quoted = (names: readonly string[]): string => {
  const list = names.map((name) => `'${name}'`);
  return list.length < 3 ? list.join(" and ") : `${list.slice(0, -1).join(", ")}, and ${list.at(-1)}`;
};

/** How many positional arguments forward takes, as Python says it (`self` counts). */
function positions({ signature, inputs }: AnyModuleDef): string {
  const most = signature.length + 1;
  return signature.length === inputs.length ? `${most}` : `from ${inputs.length + 1} to ${most}`;
}

/** What was given to `forward`, by port, where `args` stand for some of them; throws Python's TypeErrors about wrong, missing and surplus arguments. */
export function bindInputs(def: AnyModuleDef, given: readonly unknown[], args: ArgValues = {}): BoundInputs {
  const { positional, kwargs } = splitKwargs(given);
  const ports = [...def.inputs, ...def.optional];
  const values = new Map<string, unknown>();
  const surplus = def.variadic ? positional.slice(def.inputs.length) : [];
  const named = positional.slice(0, positional.length - surplus.length);
  const flat = named.length > def.signature.length && named.length <= ports.length;
  if (!flat && named.length > def.signature.length) {
    throw typeError(
      `${def.name}.forward() takes ${positions(def)} positional arguments but ${named.length + 1} were given`,
    );
  }
  named.forEach((value, i) => {
    values.set((flat ? ports : def.signature)[i]!, value);
  });
  for (const [name, value] of Object.entries(kwargs)) {
    if (values.has(name)) throw typeError(`${def.name}.forward() got multiple values for argument '${name}'`);
    if (!def.signature.includes(name) && !ports.includes(name)) {
      throw typeError(`${def.name}.forward() got an unexpected keyword argument '${name}'`);
    }
    values.set(name, value);
  }
  for (const [group, members] of Object.entries(def.groups)) spread(def, group, members, values);
  const open = (port: string | undefined): boolean => port !== undefined && standsFor(def, port, args);
  const missing = def.inputs.filter((port) => !values.has(port) && !open(port));
  if (missing.length > 0) {
    const s = missing.length === 1 ? "" : "s";
    throw typeError(
      `${def.name}.forward() missing ${missing.length} required positional argument${s}: ${quoted(missing)}`,
    );
  }
  for (const port of def.lists ?? []) {
    const value = values.get(port);
    if (Array.isArray(value)) values.set(port, tensor(value, { dtype: "int64" }));
  }
  const inputs = [...ports.map((port) => values.get(port) ?? null), ...surplus].map((value, i) => {
    if (value instanceof Tensor || (value === null && (i >= def.inputs.length || open(ports[i])))) return value;
    throw typeError(
      `${def.name}.forward(): argument '${ports[i]}' (position ${i + 1}) must be Tensor, not ${pyTypeName(value)}`,
    );
  });
  const flags = Object.entries(def.flags).map(([name, value]) => [name, values.get(name) ?? value]);
  return { inputs, flags: Object.fromEntries(flags) };
}

/** A tuple given for a group (`hx` of an LSTM) as the values of its ports. */
function spread(def: AnyModuleDef, group: string, members: readonly string[], values: Map<string, unknown>): void {
  const tuple = values.get(group) ?? null;
  values.delete(group);
  if (tuple === null) return;
  if (!Array.isArray(tuple) || tuple.length !== members.length) {
    throw typeError(`${def.name}.forward(): expected a tuple of ${members.length} Tensors for argument '${group}'`);
  }
  members.forEach((port, i) => {
    values.set(port, tuple[i]);
  });
}

/**
 * The arguments of a call that gives a module the values of its ports, in their order (null: left open), whatever
 * torch's order of forward's parameters is.
 */
export function portArguments(def: AnyModuleDef, values: readonly unknown[], flags: Flags = {}): unknown[] {
  const required = values.slice(0, def.inputs.length);
  const optional = def.optional.map((port, i) => [port, values[def.inputs.length + i] ?? null] as const);
  const given = Object.fromEntries([...optional.filter(([, value]) => value !== null), ...Object.entries(flags)]);
  if (def.variadic) return [...values];
  return Object.keys(given).length > 0 ? [...required, given] : [...required];
}
