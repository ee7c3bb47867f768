// Owns the pairs of key and value that ModuleDict and ParameterDict are made and updated from.
import { typeError, valueError } from "../core/errors.ts";
import { isKwargs } from "../core/kwargs.ts";
import { keyError, typename } from "./members.ts";

export type Pairs<T> =
  | ReadonlyMap<string, T>
  | Readonly<Record<string, T>>
  | Iterable<readonly [string, T]>
  | { items(): Iterable<readonly [string, T]> };

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] === "function";

const hasItems = <T>(value: unknown): value is { items(): Iterable<readonly [string, T]> } =>
  typeof (value as { items?: unknown } | null)?.items === "function";

/** The pairs in their order; torch's errors, which begin with `name`, when they are none. */
export function pairsOf<T>(name: "ModuleDict" | "ParameterDict", given: Pairs<T>): (readonly [string, T])[] {
  if (given instanceof Map) return [...given];
  if (isKwargs(given)) return Object.entries(given as Readonly<Record<string, T>>);
  if (hasItems<T>(given)) return [...given.items()];
  if (!isIterable(given)) {
    const caller = name === "ModuleDict" ? name : "ParametersDict";
    throw typeError(
      `${caller}.update should be called with an iterable of key/value pairs, but got ${typename(given)}`,
    );
  }
  return [...(given as Iterable<readonly [string, T]>)].map((pair: unknown, i) => {
    const element = `${name} update sequence element #${i}`;
    if (!isIterable(pair)) throw typeError(`${element} should be Iterable; is${typename(pair)}`);
    const list = [...pair];
    if (list.length !== 2) throw valueError(`${element} has length ${list.length}; 2 is required`);
    return list as unknown as readonly [string, T];
  });
}

/** Python's KeyError for a key that is not there. */
export const missing = (key: string): Error => keyError(`'${key}'`);
