// Owns what follows from a declaration: resolved arguments, problems of arguments, repr, source, shapes, parameter counts.
import { ShapeError, TorchError } from "../core/errors.ts";
import { isExpression } from "../core/expression.ts";
import { indentRepr, type NumberKind, type PyValue, pyList, pyRepr, pySource, pyTuple } from "../core/python.ts";
import { plain, say, type Words } from "../core/said.ts";
import { numel, type Shape } from "../core/shape.ts";
import { parseArg } from "./arguments.ts";
import type { AnyModuleDef, Child, ChildList, Output, Params } from "./define.ts";
import type { ArgValues, Field, ModuleValue, TensorValue } from "./fields.ts";

export interface Resolution {
  /** Every argument, normalised; those in `errors` are undefined. */
  readonly args: ArgValues;
  /** Names of the arguments that were inferred from the input. */
  readonly inferred: readonly string[];
  /** What is wrong, by argument name; `""` for a problem across arguments. */
  readonly errors: Readonly<Record<string, string>>;
  /** The same as words, for a reader of another language. */
  readonly said: Readonly<Record<string, Words>>;
}

const classOf = (field: Field<unknown>, value: ModuleValue): AnyModuleDef =>
  (field.modules as readonly AnyModuleDef[]).find((def) => def.name === value.module)!;

/** Given arguments over inferred ones over torch's defaults, each checked and normalised. */
export function resolveArgs(def: AnyModuleDef, given: ArgValues, input?: Shape): Resolution {
  const args: Record<string, unknown> = {};
  const inferred: string[] = [];
  const said: Record<string, Words> = {};
  const resolveInner = (field: Field<unknown>, name: string, value: ModuleValue): void => {
    const inner = classOf(field, value);
    const found = resolveArgs(inner, value.args, input);
    const wrong = Object.entries(found.said)[0];
    if (wrong) said[name] = wrong[0] === "" ? wrong[1] : placedAt(inner.name, placedAt(...wrong));
    else args[name] = { ...value, args: found.args };
  };
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(def.args, name))
      said[name] = `${def.name}.__init__() got an unexpected keyword argument '${name}'`;
  }
  for (const [name, field] of Object.entries(def.args)) {
    let value: unknown = given[name];
    if (value === undefined && field.infer && input) {
      value = field.infer(input);
      if (value !== undefined) inferred.push(name);
    }
    if (value === undefined) value = field.default;
    if (value === undefined) {
      said[name] = field.infer && !input ? say("notInferred") : say("required");
      continue;
    }
    const parsed = parseArg(field, value);
    if (!parsed.ok) said[name] = parsed.said;
    else if (field.kind === "module" && parsed.value) resolveInner(field, name, parsed.value as ModuleValue);
    else args[name] = parsed.value;
  }
  if (Object.keys(said).length === 0) {
    const problem = def.check?.(args);
    if (problem) said[""] = typeof problem === "string" ? problem : problem.message;
  }
  const errors = Object.fromEntries(Object.entries(said).map(([name, words]) => [name, plain(words)]));
  return { args, inferred, errors, said };
}

const placedAt = (place: string, what: Words): Words => say("at", { place, what });

/** The resolved arguments, or torch's error about the first wrong one. */
export function requireArgs(def: AnyModuleDef, given: ArgValues): ArgValues {
  const { args, errors } = resolveArgs(def, given);
  const unexpected = Object.values(errors).find((text) => text.includes("unexpected keyword"));
  if (unexpected) throw new TorchError("TypeError", unexpected);
  const missing = Object.keys(def.args).filter((name) => Object.hasOwn(errors, name) && given[name] === undefined);
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
    const word = given[name];
    const refused = typeof word === "string" ? def.args[name]?.refuse?.(word) : undefined;
    const failed = name === "" ? def.check?.(args) : refused;
    if (failed instanceof TorchError) throw failed;
    throw new TorchError("ValueError", name === "" ? text : `${def.name}: ${name}: ${text}`);
  }
  return args;
}

/** How Python's plain values are written: as their repr, or as source. */
type Writer = (value: PyValue, kind?: NumberKind) => string;

function printValue(field: Field<unknown>, value: unknown, write: Writer = pyRepr): string {
  if (isExpression(value)) return value.$;
  if (Array.isArray(value) && value.some(isExpression)) {
    return pyTuple(value.map((item) => printValue(field, item, write)));
  }
  if (value !== null && field.kind === "module") return printInner(field, value as ModuleValue);
  if (value !== null && field.kind === "tensor") {
    const parsed = parseArg(field, value);
    return parsed.ok ? printTensor(parsed.value as TensorValue, write) : JSON.stringify(value);
  }
  if (field.exact) return write(value as PyValue);
  return write(value as PyValue, field.kind === "float" || field.kind === "floats" ? "float" : "int");
}

/** A module as source; one whose arguments are not complete as its class and what was given. */
function printInner(field: Field<unknown>, value: ModuleValue): string {
  const inner = (field.modules as readonly AnyModuleDef[]).find((def) => def.name === value.module);
  const given = Object.entries(value.args ?? {}).filter(([name]) => inner && Object.hasOwn(inner.args, name));
  const resolved = inner && resolveArgs(inner, value.args ?? {});
  if (resolved && Object.keys(resolved.errors).length === 0) return pythonCall(inner, resolved.args);
  return `nn.${value.module}(${given.map(([name, arg]) => `${name}=${printValue(inner!.args[name]!, arg, pySource)}`).join(", ")})`;
}

/** A tensor as source: `torch.tensor([0.5, 2.0])`. */
function printTensor({ shape, dtype, data }: TensorValue, write: Writer): string {
  const kind = dtype === "float32" ? "float" : "int";
  const list = (dim: number, at: number): PyValue => {
    if (dim === shape.length) return dtype === "bool" ? data[at] !== 0 : data[at]!;
    const size = shape[dim]!;
    return pyList(Array.from({ length: size }, (_, i) => list(dim + 1, at * size + i)));
  };
  return `torch.tensor(${write(list(0, 0), kind)})`;
}

/** The text between the parentheses of repr. */
export const reprArgs = (def: AnyModuleDef, args: ArgValues): string =>
  def.repr
    ? def.repr(args)
    : Object.entries(def.args)
        .map(([name, field]) => `${name}=${printValue(field, args[name])}`)
        .join(", ");

/** A child's arguments, all of them. */
export const childArgs = ({ module, args }: Child): ArgValues => requireArgs(module, args);

export const isChildList = (child: Child | ChildList): child is ChildList => "list" in child;

/** Prints lines between the parentheses as torch does: on the same line, or indented on lines of their own. */
const printLines = (name: string, lines: readonly string[]): string =>
  `${name}(\n${lines.map((line) => `  ${indentRepr(line, 2)}\n`).join("")})`;

/** `repr(module)`, to torch's letter. */
export function reprModule(def: AnyModuleDef, args: ArgValues): string {
  const one = (child: Child): string => reprModule(child.module, childArgs(child));
  const children = Object.entries(def.children(args)).flatMap(([name, child]) => {
    if (child === null) return [];
    if (!isChildList(child)) return [`(${name}): ${one(child)}`];
    return [
      `(${name}): ${printLines(
        "ModuleList",
        child.list.map((item, i) => `(${i}): ${one(item)}`),
      )}`,
    ];
  });
  const own = reprArgs(def, args);
  return children.length === 0
    ? `${def.name}(${own})`
    : printLines(def.name, [...(own === "" ? [] : [own]), ...children]);
}

/** A value as Python source: a tuple that torch spreads from one number is written as that number, `5` for `(5, 5)`. */
export function sourceValue(field: Field<unknown>, value: unknown): string {
  const spread = field.single === "spread" && Array.isArray(value) && value.every((item) => item === value[0]);
  return printValue(field, spread ? value[0] : value, pySource);
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
export function checkRank(def: AnyModuleDef, inputs: readonly (Shape | null)[]): void {
  const input = inputs[0];
  if (!def.ranks || !input || def.ranks.includes(input.length)) return;
  throw new ShapeError(
    `expected ${def.ranks.map((n) => `${n}D`).join(" or ")} input (got ${input.length}D input)`,
    { what: "rank", expected: def.ranks.at(-1)!, got: input.length, input: 0 },
    "ValueError",
  );
}

/** The values a forward returned, in the order of the output ports: torch's tuples unpacked. */
export function flatOutputs<V>(output: Output<V>, isValue: (value: unknown) => boolean): (V | null)[] {
  if (output === null || isValue(output)) return [output as V | null];
  return (output as readonly Output<V>[]).flatMap((item) => flatOutputs(item, isValue));
}

/** Parameters and buffers, those of the modules inside too, by their state_dict keys. */
export function allParams(def: AnyModuleDef, args: ArgValues): Params {
  const found: Record<string, Params[string]> = { ...def.params(args) };
  const collect = (prefix: string, child: Child): void => {
    for (const [key, spec] of Object.entries(allParams(child.module, childArgs(child))))
      found[`${prefix}.${key}`] = spec;
  };
  for (const [name, child] of Object.entries(def.children(args))) {
    if (child === null) continue;
    if (!isChildList(child)) collect(name, child);
    else for (const [i, item] of child.list.entries()) collect(`${name}.${i}`, item);
  }
  return found;
}

/** Number of learned values. */
export function parameterCount(def: AnyModuleDef, args: ArgValues): number {
  let n = 0;
  for (const spec of Object.values(allParams(def, args))) if (spec && !spec.buffer) n += numel(spec.shape);
  return n;
}
