// Owns what follows from a declaration: resolved arguments, problems of arguments, repr, source, shapes, parameter counts.
import { ShapeError, TorchError } from "../core/errors.ts";
import { type PyValue, pyRepr } from "../core/python.ts";
import { numel, type Shape } from "../core/shape.ts";
import { shapeFunctional } from "../ops/shapes/index.ts";
import { parseArg } from "./arguments.ts";
import type { AnyModuleDef } from "./define.ts";
import type { ArgValues, Field } from "./fields.ts";

export interface Resolution {
  /** Every argument, normalised; those in `errors` are undefined. */
  readonly args: ArgValues;
  /** Names of the arguments that were inferred from the input. */
  readonly inferred: readonly string[];
  /** What is wrong, by argument name; `""` for a problem across arguments. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Given arguments over inferred ones over torch's defaults, each checked and normalised. */
export function resolveArgs(def: AnyModuleDef, given: ArgValues, input?: Shape): Resolution {
  const args: Record<string, unknown> = {};
  const inferred: string[] = [];
  const errors: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    if (!(name in def.args)) errors[name] = `${def.name}.__init__() got an unexpected keyword argument '${name}'`;
  }
  for (const [name, field] of Object.entries(def.args)) {
    let value: unknown = given[name];
    if (value === undefined && field.infer && input) {
      value = field.infer(input);
      if (value !== undefined) inferred.push(name);
    }
    if (value === undefined) value = field.default;
    if (value === undefined) {
      errors[name] = field.infer && !input ? "cannot be inferred before the input is connected" : "required";
      continue;
    }
    const parsed = parseArg(field, value);
    if (parsed.ok) args[name] = parsed.value;
    else errors[name] = parsed.error;
  }
  if (Object.keys(errors).length === 0) {
    const message = def.check?.(args);
    if (message) errors[""] = message;
  }
  return { args, inferred, errors };
}

/** The resolved arguments, or torch's error about the first wrong one. */
export function requireArgs(def: AnyModuleDef, given: ArgValues): ArgValues {
  const { args, errors } = resolveArgs(def, given);
  const unexpected = Object.values(errors).find((text) => text.includes("unexpected keyword"));
  if (unexpected) throw new TorchError("TypeError", unexpected);
  const missing = Object.keys(def.args).filter((name) => name in errors && given[name] === undefined);
  if (missing.length > 0) {
    const names = missing.map((name) => `'${name}'`);
    const list = names.length < 3 ? names.join(" and ") : `${names.slice(0, -1).join(", ")}, and ${names.at(-1)}`;
    const s = missing.length === 1 ? "" : "s";
    throw new TorchError(
      "TypeError",
      `${def.name}.__init__() missing ${missing.length} required positional argument${s}: ${list}`,
    );
  }
  for (const [name, text] of Object.entries(errors)) {
    throw new TorchError("ValueError", name === "" ? text : `${def.name}: ${name}: ${text}`);
  }
  return args;
}

const printValue = (field: Field<unknown>, value: unknown): string =>
  pyRepr(value as PyValue, field.kind === "float" || field.kind === "floats" ? "float" : "int");

/** `repr(module)`, to torch's letter. */
export function reprModule(def: AnyModuleDef, args: ArgValues): string {
  const inside = def.repr
    ? def.repr(args)
    : Object.entries(def.args)
        .map(([name, field]) => `${name}=${printValue(field, args[name])}`)
        .join(", ");
  return `${def.name}(${inside})`;
}

/** A value as source: a tuple that torch spreads from one number is written as that number, `5` for `(5, 5)`. */
function sourceValue(field: Field<unknown>, value: unknown): string {
  const spread = field.single === "spread" && Array.isArray(value) && value.every((item) => item === value[0]);
  return printValue(field, spread ? value[0] : value);
}

/** PyTorch source of the constructor call: required arguments positional, others only where not the default. */
export function pythonCall(def: AnyModuleDef, args: ArgValues): string {
  const shown: string[] = [];
  for (const [name, field] of Object.entries(def.args)) {
    const value = sourceValue(field, args[name]);
    if (field.default === undefined) shown.push(value);
    else if (value !== sourceValue(field, normalDefault(field))) shown.push(`${name}=${value}`);
  }
  return `nn.${def.name}(${shown.join(", ")})`;
}

/** The default in the form a resolved argument has. */
function normalDefault(field: Field<unknown>): unknown {
  const parsed = parseArg(field, field.default);
  return parsed.ok ? parsed.value : field.default;
}

/** Whether an argument's resolved value is torch's default. */
export const isDefault = (field: Field<unknown>, value: unknown): boolean =>
  field.default !== undefined && printValue(field, value) === printValue(field, normalDefault(field));

/** An argument's value as Python prints it. */
export const printArg = printValue;

/** Torch's `_check_input_dim`: a ValueError where the first input has a number of dims the module refuses. */
export function checkRank(def: AnyModuleDef, inputs: readonly Shape[]): void {
  const input = inputs[0];
  if (!def.ranks || !input || def.ranks.includes(input.length)) return;
  throw new ShapeError(
    `expected ${def.ranks.map((n) => `${n}D`).join(" or ")} input (got ${input.length}D input)`,
    { what: "rank", expected: def.ranks.at(-1)!, got: input.length, input: 0 },
    "ValueError",
  );
}

/** Shapes of the output ports, in their order; throws torch's error when the inputs do not fit. */
export function outputShapes(def: AnyModuleDef, args: ArgValues, inputs: readonly Shape[], training = false): Shape[] {
  checkRank(def, inputs);
  const params = Object.entries(def.params(args)).map(([name, spec]) => [name, spec?.shape ?? null]);
  const self = { args, training, ...Object.fromEntries(params) };
  const out = def.forward<Shape>(shapeFunctional, self, ...inputs);
  const ports = def.outputs(args).length;
  if (ports === 0) return [];
  return ports === 1 ? [out as Shape] : [...(out as readonly Shape[])];
}

/** Number of learned values. */
export function parameterCount(def: AnyModuleDef, args: ArgValues): number {
  let n = 0;
  for (const spec of Object.values(def.params(args))) if (spec && !spec.buffer) n += numel(spec.shape);
  return n;
}
