// Owns classes that are called without `new`, as Python's are, and can be extended all the same.

export type Callable<A extends readonly unknown[], T> = ((...args: A) => T) & (new (...args: A) => T);

/** The class itself, but a call makes an instance. */
export const callable = <A extends readonly unknown[], T extends object>(
  Class: new (...args: A) => T,
): Callable<A, T> =>
  new Proxy(Class, { apply: (target, _receiver, args) => new target(...(args as unknown as A)) }) as Callable<A, T>;
