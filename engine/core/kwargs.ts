// Owns keyword arguments: a plain object that stands last in a call.

export type Kwargs = Readonly<Record<string, unknown>>;

/** Whether a value is a plain object: keyword arguments. */
export const isKwargs = (value: unknown): value is Kwargs =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** What stands by position and what by name. */
export function splitKwargs(given: readonly unknown[]): { positional: readonly unknown[]; kwargs: Kwargs } {
  const last = given.at(-1);
  return isKwargs(last) ? { positional: given.slice(0, -1), kwargs: last } : { positional: given, kwargs: {} };
}
