// Owns entries of functions that are called in the same way.

/** One entry for each name. */
export function alike<const N extends readonly string[], const C>(names: N, call: C): { readonly [K in N[number]]: C } {
  return Object.fromEntries(names.map((name) => [name, call])) as { readonly [K in N[number]]: C };
}
