// Owns the search for numbers that fit: the nearest to those that were given, each dim of a tuple on its own.

import { numel } from "../../../engine/core/shape.ts";
import { maxElements } from "../../../engine/graph/problems.ts";
import { allParams, printArg, resolveArgs } from "../../../engine/modules/derive.ts";
import type { ArgValues, Field } from "../../../engine/modules/fields.ts";
import { outputTypes } from "../../../engine/modules/interpret.ts";
import { setArg } from "../edits.ts";
import { type Candidate, cost, type Situation } from "./repair.ts";

/** Far from the given number only every few are tried. */
const near = 16;
const farthest = 2 ** 20;

type Fits = (value: unknown) => boolean;

/** One candidate for every argument of whole numbers that can be changed so that the node takes what it is given. */
export function fittingNumbers({ id, node, graph, problem }: Situation): readonly Candidate[] {
  const def = node?.def;
  if (id === null || !node?.resolution || !def || node.taken.some((t, i) => t === null && i < def.inputs.length)) {
    return [];
  }
  const given = graph.nodes[id]?.args ?? {};
  const training = problem.kind === "training";
  const works = (args: ArgValues): boolean => {
    const { args: resolved, errors } = resolveArgs(def, args, node.taken[0]?.shape);
    if (Object.keys(errors).length > 0) return false;
    try {
      const params = Object.values(allParams(def, resolved));
      if (params.some((spec) => spec && numel(spec.shape) > maxElements)) return false;
      return outputTypes(def, resolved, node.taken, training).every(({ shape }) => numel(shape) <= maxElements);
    } catch {
      return false;
    }
  };
  return Object.entries(def.args).flatMap(([arg, field]) => {
    if (field.former || (field.kind !== "int" && field.kind !== "ints")) return [];
    const start = given[arg] ?? node.resolution?.args[arg] ?? field.default;
    const meant = problem.hint?.arg === arg || problem.arg === arg ? 0 : 0.5;
    const fits: Fits = (value) => works({ ...given, [arg]: value });
    return changesOf(field, start, given[arg] === undefined, fits, problem.hint).map(
      ({ value, change }): Candidate => ({
        id: `set ${arg} ${JSON.stringify(value)}`,
        label: (t) => t("problems.fix.set", { arg, value: printArg(field, value) }),
        edit: setArg(id, arg, value),
        sets: { arg, value },
        cost: cost.number + meant + change,
      }),
    );
  });
}

interface Change {
  readonly value: unknown;
  /** How far it is from what was given, from 0 to 1 for each dim. */
  readonly change: number;
}

/** Nearest values in both directions. One number stands for equal ones, unless the user wrote a tuple. */
function changesOf(
  field: Field<unknown>,
  start: unknown,
  isDefault: boolean,
  fits: Fits,
  hint: Situation["problem"]["hint"],
): Change[] {
  const many = field.kind === "ints" && field.length !== undefined;
  const first = typeof start === "number" && many ? new Array<number>(field.length!).fill(start) : start;
  const from = typeof first === "number" ? [first] : first;
  if (!Array.isArray(from) || from.length === 0 || !from.every((v) => Number.isSafeInteger(v))) return [];
  // A size is as it must be all at once: normalized_shape is the end of what comes in.
  if (field.kind === "ints" && !many) return [];
  const spell = (values: readonly number[]): unknown => {
    const even = values.every((v) => v === values[0]);
    return typeof first === "number" || (even && (isDefault || typeof start === "number")) ? values[0] : [...values];
  };
  const ok = (values: readonly number[]) => fits(spell(values));
  const exact = hint && from.length === 1 ? [hint.got, hint.expected] : [];
  const found = [
    towards(from, -1, field, ok),
    towards(from, 1, field, ok),
    ...exact.map((v) => (ok([v]) ? [v] : null)),
  ];
  const distance = (v: number, i: number) => Math.abs(v - from[i]!) / (Math.abs(v) + Math.abs(from[i]!));
  return found.flatMap((values) => {
    if (!values || values.every((v, i) => v === from[i])) return [];
    const change = values.reduce((sum, v, i) => sum + (v === from[i] ? 0 : 0.1 + distance(v, i)), 0);
    return [{ value: spell(values), change }];
  });
}

/** The steps away from a number that are tried: all near ones, then ever longer ones. */
function* steps(most: number): Generator<number> {
  for (let step = 1; step <= most; step = step < near ? step + 1 : Math.ceil(step * 1.25)) yield step;
  if (most > 0) yield most;
}

/**
 * The vector nearest to `from` that fits, where every entry goes up (or down) no further than it must: all go together
 * until they fit, then each goes back as far as it may.
 */
function towards(
  from: readonly number[],
  direction: 1 | -1,
  { min = -farthest, max = farthest }: Field<unknown>,
  ok: (values: readonly number[]) => boolean,
): readonly number[] | null {
  // Going down, the largest entries go first; going up, the smallest.
  const edge = direction < 0 ? Math.max(...from) : Math.min(...from);
  // Upwards a number costs: a thousand more layers would be built to be tried.
  const most = Math.min(farthest, direction < 0 ? edge - min : Math.min(max - edge, Math.max(64, edge)));
  const meet = (limit: number) => from.map((v) => (direction < 0 ? Math.min(v, limit) : Math.max(v, limit)));
  let last = 0;
  for (const step of steps(most)) {
    if (!ok(meet(edge + direction * step))) {
      last = step;
      continue;
    }
    const nearest = firstFit(last, step, (s) => ok(meet(edge + direction * s)));
    return relaxed(meet(edge + direction * nearest), from, direction, ok);
  }
  return null;
}

function relaxed(
  found: readonly number[],
  from: readonly number[],
  direction: 1 | -1,
  ok: (values: readonly number[]) => boolean,
): readonly number[] {
  const values = [...found];
  for (const [i, start] of from.entries()) {
    const distance = Math.abs(values[i]! - start);
    if (distance === 0) continue;
    const at = (step: number) => values.with(i, start + direction * step);
    values[i] = ok(at(0)) ? start : at(firstFit(0, distance, (step) => ok(at(step))))[i]!;
  }
  return values;
}

/** The least step above `bad` that is good, by halving, given that `good` is. */
function firstFit(bad: number, good: number, isGood: (step: number) => boolean): number {
  let [low, high] = [bad, good];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isGood(middle)) high = middle;
    else low = middle;
  }
  return high;
}
