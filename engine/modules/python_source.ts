// Owns how Python writes a call of one of torch's functions: as an operator, a function of a namespace or a method.
import { renamed } from "../core/expression.ts";
import type { AnyModuleDef } from "./define.ts";
import { isDefault, sourceValue } from "./derive.ts";
import type { ArgValues } from "./fields.ts";

/** What can stand beside an operator without brackets. */
const simple = /^[\w.]+$|^\w+\(.*\)$/;

/** The line of a constructor that makes a tensor the class holds; null for what is none. */
export function pythonAttribute(def: AnyModuleDef, name: string, args: ArgValues): string | null {
  if (!def.python || !("attribute" in def.python)) return null;
  const written = Object.entries(def.args).map(([key, field]) => [key, sourceValue(field, args[key])]);
  return def.python.attribute(name, Object.fromEntries(written));
}

/**
 * A call as an expression. `values` are the variables of its ports in forward's order, null where one is open or an
 * argument stands for it.
 */
export function pythonFunction(def: AnyModuleDef, values: readonly (string | null)[], args: ArgValues): string {
  const form = def.python!;
  const ports = [...def.inputs, ...def.optional];
  const variables = new Map(ports.flatMap((port, i): [string, string][] => (values[i] ? [[port, values[i]]] : [])));
  const argument = (name: string): string => {
    if (name === "dtype") return `torch.${args.dtype}`;
    // An index is Python already.
    if (name === "index" && typeof args.index === "string") return args.index;
    return renamed({ $: sourceValue(def.args[name]!, args[name]) }, variables);
  };
  const operand = (port: string, i: number): string | null =>
    values[i] ?? (Object.hasOwn(def.args, port) && args[port] != null ? argument(port) : null);
  if ("call" in form) {
    const given = values.flatMap((value) => (value === null ? [] : [value]));
    const written = Object.keys(def.args).map((name) => [name, args[name] === null ? null : argument(name)]);
    return form.call(given, Object.fromEntries(written));
  }
  if ("attribute" in form) return "None";
  if ("operator" in form) {
    const operands = [...ports.map(operand), ...values.slice(ports.length)].filter((value) => value !== null);
    return operands.map((value) => (simple.test(value) ? value : `(${value})`)).join(` ${form.operator} `);
  }
  const [first] = ports;
  const parts: string[] = [];
  let byName = false;
  for (const name of form.order) {
    if (form.of === "method" && name === first) continue;
    const port = ports.indexOf(name);
    const field = def.args[name];
    const given = port >= 0 && values[port] ? values[port] : null;
    const needed = field === undefined || (field.default === undefined && port < 0);
    const shown = given ?? (field && (needed || !isDefault(field, args[name])) ? argument(name) : null);
    if (shown === null) byName = true;
    else if (byName || (!needed && given === null && port < 0)) {
      parts.push(`${name}=${shown}`);
      byName = true;
    } else parts.push(shown);
  }
  const named = `${def.name}(${parts.join(", ")})`;
  if (form.of === "method") return `${values[0]}.${named}`;
  return form.of === "F" ? `nn.functional.${named}` : `torch.${named}`;
}
