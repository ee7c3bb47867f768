// Owns repairs of arguments: inferred, known by another name, brought into bounds, spelled right, or left out.
import { nearest } from "../../../engine/graph/nearest.ts";
import { describeField, parseArg, parseText } from "../../../engine/modules/arguments.ts";
import { printArg } from "../../../engine/modules/derive.ts";
import type { Field } from "../../../engine/modules/fields.ts";
import { setArg } from "../edits.ts";
import { newNode } from "../new_node.ts";
import { type Candidate, cost, type Situation } from "./repair.ts";

/** Values a wrong one may have been meant as, the likeliest first. */
function meantBy(field: Field<unknown>, given: unknown): readonly unknown[] {
  const { min, max, length, choices = [] } = field;
  const whole = field.kind === "int" || field.kind === "ints";
  const bounded = (v: unknown): unknown => {
    if (typeof v !== "number" || Number.isNaN(v)) return v;
    const inside = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, v));
    return whole && Number.isFinite(inside) ? Math.round(inside) : inside;
  };
  if (typeof given === "string") {
    const parsed = parseText(field, given);
    const word = nearest(given, choices);
    return [...(parsed.ok ? [parsed.value] : []), ...(word === null ? [] : [word])];
  }
  if (typeof given === "boolean" && field.kind !== "bool") return [Number(given)];
  if (typeof given === "number") {
    if (field.kind === "bool") return [given !== 0];
    return [bounded(given), [bounded(given)], ...(length ? [new Array(length).fill(bounded(given))] : [])];
  }
  if (!Array.isArray(given) || given.length === 0) return [];
  const items = given.map((item) => bounded(typeof item === "string" && item.trim() !== "" ? Number(item) : item));
  const cut = length === undefined ? [] : [items.slice(0, length)];
  const filled =
    length === undefined ? [] : [[...items, ...new Array(Math.max(0, length - items.length)).fill(items.at(-1))]];
  return [items, ...cut, ...filled, items[0]];
}

/** Repairs of an argument that the module itself refuses. */
export function argumentRepairs({ problem, id, node, graph }: Situation): readonly Candidate[] {
  const def = node?.def;
  const module = id === null ? undefined : graph.nodes[id]?.module;
  if (id === null || module === undefined || !def || problem.kind !== "argument") return [];
  const given = graph.nodes[id]?.args ?? {};
  const arg = problem.arg ?? "";
  const field = Object.hasOwn(def.args, arg) ? def.args[arg] : undefined;
  const set = (key: string, own: Field<unknown>, value: unknown, price: number): Candidate => ({
    id: `set ${key} ${JSON.stringify(value)}`,
    label: (t) => t("problems.fix.set", { arg: key, value: printArg(own, value) }),
    edit: setArg(id, key, value),
    cost: price,
  });
  const leaveOut = (key: string, price: number): Candidate => ({
    id: `reset ${key}`,
    label: (t) => t(Object.hasOwn(def.args, key) ? "problems.fix.reset" : "problems.fix.removeArgument", { arg: key }),
    edit: setArg(id, key, undefined),
    cost: price,
  });
  if (arg === "") return Object.keys(given).map((key) => leaveOut(key, cost.input));
  if (!field) {
    const meant = nearest(
      arg,
      Object.keys(def.args).filter((key) => given[key] === undefined),
    );
    const renamed: Candidate[] = [];
    if (meant !== null) {
      renamed.push({
        id: `rename ${arg} ${meant}`,
        label: (t) => t("problems.fix.renameArgument", { from: arg, to: meant }),
        edit: (d) => setArg(id, meant, given[arg])(setArg(id, arg, undefined)(d)),
        cost: cost.infer,
      });
    }
    return [...renamed, leaveOut(arg, cost.number)];
  }
  const start = newNode(module).args ?? {};
  const values = given[arg] === undefined ? [start[arg] ?? field.min] : meantBy(field, given[arg]);
  const right = values.filter((value) => value !== undefined && parseArg(field, value).ok);
  const other = given[arg] !== undefined && start[arg] !== undefined ? [set(arg, field, start[arg], cost.module)] : [];
  const words = field.kind === "choice" && describeField(field) !== "" ? (field.choices ?? []) : [];
  return [
    ...right.map((value, i) => set(arg, field, value, cost.exact + i / 10)),
    ...words.slice(0, 4).map((word) => set(arg, field, word, cost.module)),
    ...(given[arg] === undefined ? [] : [leaveOut(arg, cost.number)]),
    ...other,
  ];
}

/** Repairs of an argument that does not fit the input: inferred from it, or set to its sizes. */
export function inferredRepairs({ problem, id, node, graph }: Situation): readonly Candidate[] {
  const def = node?.def;
  if (id === null || !def || problem.kind !== "shape") return [];
  const given = graph.nodes[id]?.args ?? {};
  const found: Candidate[] = [];
  for (const [arg, field] of Object.entries(def.args)) {
    if (given[arg] === undefined || !field.infer) continue;
    found.push({
      id: `infer ${arg}`,
      label: (t) => t("problems.fix.infer", { arg }),
      edit: setArg(id, arg, undefined),
      sets: { arg },
      // Of a list it would change how many there are, too.
      cost: field.kind === "ints" ? cost.number : cost.infer,
    });
    const input = node.taken[0]?.shape;
    const value = input && field.infer(input);
    if (value === undefined || field.kind === "ints") continue;
    found.push({
      id: `set ${arg} ${JSON.stringify(value)}`,
      label: (t) => t("problems.fix.set", { arg, value: printArg(field, value) }),
      edit: setArg(id, arg, value),
      sets: { arg, value },
      cost: cost.exact,
    });
  }
  // Sizes of the last dims, as many as were given (normalized_shape).
  const { arg } = problem.hint ?? {};
  const field = arg === undefined ? undefined : def.args[arg];
  const shape = node.taken[0]?.shape;
  if (arg !== undefined && field?.kind === "ints" && field.length === undefined && shape) {
    const old = given[arg];
    const count = Array.isArray(old) ? old.length : 1;
    const value = shape.slice(-count);
    found.push({
      id: `set ${arg} ${JSON.stringify(value)}`,
      label: (t) => t("problems.fix.set", { arg, value: printArg(field, value) }),
      edit: setArg(id, arg, typeof old === "number" ? value[0] : value),
      sets: { arg, value },
      cost: cost.exact,
    });
  }
  return found;
}
