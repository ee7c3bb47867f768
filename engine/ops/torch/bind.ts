// Owns the binding of arguments to the parameters of a call as torch's parser does it, with its TypeErrors.
import { runtimeError, type TorchError, typeError } from "../../core/errors.ts";
import type { Kwargs } from "../../core/kwargs.ts";
import { firstNoInt, fits, type IsTensor, looksRight, plain, typeOf } from "./check.ts";
import { type Overload, type Parameter, typeNames } from "./text.ts";

/** The ways to call a function, and where an op takes what is given. */
export interface Call {
  readonly name: string;
  readonly overloads: readonly Overload[];
  /** The op's arguments by place, before those that are given by name only. */
  readonly places: readonly string[];
}

const isNamed = ({ type }: Parameter): boolean => type === "name" || type === "names";

/** A call whose op takes the arguments of its longest overload in order, and the others' where their names or places say. */
export function callOf(name: string, overloads: readonly Overload[]): Call {
  const plainOnes = overloads.filter(({ parameters }) => !parameters.some(isNamed));
  const longest = plainOnes.reduce((a, b) => (b.positional > a.positional ? b : a), plainOnes[0] ?? overloads[0]!);
  return { name, overloads, places: longest.parameters.slice(0, longest.positional).map((p) => p.name) };
}

/** The call of a method: without the tensor that it belongs to, and without `out`. */
export function methodOf({ name, overloads }: Call): Call {
  const own = overloads.flatMap((overload) => {
    const self = overload.parameters.findIndex((p) => p.type === "Tensor" && p.name === "input");
    if (self < 0) return [];
    const rest = overload.parameters.filter((p, i) => i !== self && p.name !== "out");
    const words = rest.map((p) => `${typeNames[p.type]} ${p.name}`);
    const star = rest.findIndex((p) => p.keyword);
    if (star >= 0) words.splice(star, 0, "*");
    return {
      parameters: rest,
      positional: overload.positional - 1,
      required: overload.required - 1,
      printed: `(${words.join(", ")})`,
    };
  });
  return callOf(name, own);
}

/** Numpy's names, which torch takes too. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  dim: ["axis"],
  keepdim: ["keepdims"],
  input: ["x", "a", "x1"],
  other: ["x2"],
};

interface Given {
  readonly positional: readonly unknown[];
  readonly kwargs: Kwargs;
  readonly isTensor: IsTensor;
}

function lookUp(kwargs: Kwargs, name: string): { readonly key: string; readonly value: unknown } | null {
  const key = [name, ...(otherNames[name] ?? [])].find((k) => kwargs[k] !== undefined);
  return key === undefined ? null : { key, value: kwargs[key] };
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** Torch's own grammar: it adds the s where one is missing. */
function missing(name: string, overload: Overload, from: number, { kwargs }: Given): TorchError {
  const names = overload.parameters
    .slice(from)
    .filter((p) => p.default === null && lookUp(kwargs, p.name) === null)
    .map((p) => `"${p.name}"`);
  return typeError(
    `${name}() missing ${names.length} required positional argument${names.length === 1 ? "s" : ""}: ${names.join(", ")}`,
  );
}

function tooMany(name: string, { positional, parameters }: Overload, given: number): TorchError {
  const least = parameters.slice(0, positional).filter((p) => p.default === null).length;
  const takes =
    least < positional
      ? `from ${least} to ${count(positional, "positional argument")}`
      : count(positional, "positional argument");
  return typeError(`${name}() takes ${takes} but ${given} ${given === 1 ? "was" : "were"} given`);
}

function wrongType(name: string, p: Parameter, value: unknown, place: number | null, given: Given): TorchError {
  const { isTensor } = given;
  const must = `must be ${typeNames[p.type]}`;
  const list = Array.isArray(value) ? value : null;
  const at = place === null ? "" : ` (position ${place + 1})`;
  if ((p.type === "ints" || p.type === "syms") && list) {
    const bad = firstNoInt(list, isTensor);
    return typeError(
      `${name}(): argument '${p.name}' ${must}, but found element of type ${typeOf(list[bad], isTensor)} at pos ${bad + 1}`,
    );
  }
  return typeError(`${name}(): argument '${p.name}'${at} ${must}, not ${typeOf(value, isTensor)}`);
}

function unexpected(name: string, { parameters }: Overload, { kwargs }: Given): TorchError {
  for (const key of Object.keys(kwargs)) {
    if (parameters.some((p) => p.name === key || otherNames[p.name]?.includes(key))) continue;
    return typeError(`${name}() got an unexpected keyword argument '${key}'`);
  }
  const twice = Object.keys(kwargs).find((key) => parameters.some((p) => p.name === key))!;
  return typeError(`${name}() got multiple values for argument '${twice}'`);
}

/** What is given, by parameter, or what is wrong with it. */
function parse(name: string, overload: Overload, given: Given): Map<Parameter, unknown> | (() => TorchError) {
  const { positional, kwargs, isTensor } = given;
  const { parameters } = overload;
  const first = parameters[0];
  const listed = overload.positional === 1 && (first?.type === "ints" || first?.type === "syms");
  if (positional.length > overload.positional && !listed) return () => tooMany(name, overload, positional.length);
  const found = new Map<Parameter, unknown>();
  let named = Object.values(kwargs).filter((value) => value !== undefined).length;
  let at = 0;
  for (const [i, p] of parameters.entries()) {
    const byPlace = at < positional.length && !p.keyword;
    if (at < positional.length && p.keyword) return () => tooMany(name, overload, positional.length);
    const entry = byPlace ? null : lookUp(kwargs, p.name);
    const value = byPlace ? positional[at] : entry?.value;
    const none = value === null && p.nullable;
    if (value === undefined && p.default === null) return () => missing(name, overload, i, given);
    if (value === undefined) {
      if (byPlace) at++;
      continue;
    }
    if (none || fits(name, p, value, isTensor)) found.set(p, none ? null : plain(p, value, isTensor));
    else if (byPlace && listed && at === 0 && firstNoInt(positional, isTensor) < 0) {
      found.set(
        p,
        positional.map((entry) => plain({ ...p, type: "int" }, entry, isTensor)),
      );
      at = positional.length;
      continue;
    } else {
      const whole = byPlace && listed && !Array.isArray(value) && typeof value === "number" ? positional : value;
      return () => wrongType(name, p, whole, byPlace ? at : null, given);
    }
    if (byPlace) at++;
    else named--;
  }
  return named > 0 ? () => unexpected(name, overload, given) : found;
}

/** Torch's error where no overload fits: all of them, and what is wrong with those of as many arguments. */
function noneFits({ name, overloads }: Call, { positional, kwargs, isTensor }: Given): TorchError {
  const named = Object.entries(kwargs)
    .filter(([, value]) => value !== undefined)
    .reverse();
  const described = [
    ...positional.map((value) => typeOf(value, isTensor)),
    ...named.map(([key, value]) => `${key}=${typeOf(value, isTensor)}`),
  ];
  const lines = overloads.flatMap(({ printed, parameters }) => {
    const words = printed.slice(1, -1).split(", ");
    const line = ` * ${printed}`;
    if (printed === "()" || words.length !== described.length) return [line];
    const wrong = named.map(([key]) => key).filter((key) => !parameters.some((p) => p.name === key));
    if (wrong.length > 0) {
      return [line, `      didn't match because some of the keywords were incorrect: ${wrong.join(", ")}`];
    }
    const types = words.map((word, i) => {
      const p = parameters.find(({ name }) => word.endsWith(` ${name}`));
      const byName = i >= positional.length;
      const value = byName ? kwargs[p?.name ?? ""] : positional[i];
      const text = `${byName ? `${p?.name}=` : ""}${typeOf(value, isTensor)}`;
      return p && looksRight(p.type, value, isTensor) ? text : `!${text}!`;
    });
    return [line, `      didn't match because some of the arguments have invalid types: (${types.join(", ")})`];
  });
  return typeError(
    `${name}() received an invalid combination of arguments - got (${described.join(", ")}), but expected one of:\n` +
      `${lines.join("\n")}\n`,
  );
}

function refuse(call: Call, given: Given): never {
  const n = given.positional.length + Object.values(given.kwargs).filter((value) => value !== undefined).length;
  const likely = call.overloads.filter(({ required, parameters }) => n >= required && n <= parameters.length);
  const only = call.overloads.length === 1 ? call.overloads[0] : likely.length === 1 ? likely[0] : undefined;
  const failure = only ? parse(call.name, only, given) : null;
  throw typeof failure === "function" ? failure() : noneFits(call, given);
}

/** Dims by name: no tensor here has names. */
function refuseNames(found: ReadonlyMap<Parameter, unknown>, self: unknown, isTensor: IsTensor): void {
  for (const [p, value] of found) {
    if (!isNamed(p) || value === null) continue;
    const rank = isTensor(self) ? self.shape.length : 0;
    throw runtimeError(`Name '${[value].flat()[0]}' not found in Tensor[${new Array(rank).fill("None").join(", ")}].`);
  }
}

/**
 * The arguments of the op behind a call: by place, undefined where none is given, and then, if any, those that are given
 * by name only as a plain object. `self` is the tensor a method belongs to.
 */
export function bind(
  call: Call,
  positional: readonly unknown[],
  kwargs: Kwargs,
  isTensor: IsTensor,
  self: unknown = positional[0],
): unknown[] {
  const given: Given = { positional, kwargs, isTensor };
  for (const overload of call.overloads) {
    const found = parse(call.name, overload, given);
    if (typeof found === "function") continue;
    refuseNames(found, self, isTensor);
    const args: unknown[] = [];
    const options: Record<string, unknown> = {};
    overload.parameters.forEach((p, i) => {
      if (!found.has(p)) return;
      const place = call.places.indexOf(p.name);
      if (place >= 0) args[place] = found.get(p);
      else if (p.keyword) options[p.name] = found.get(p);
      else args[i] = found.get(p);
    });
    if (Object.keys(options).length > 0) args[call.places.length] = options;
    return Array.from(args);
  }
  return refuse(call, given);
}
