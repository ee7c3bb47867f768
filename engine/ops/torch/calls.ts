// Owns the list of torch's functions with the ways to call them, each read once, when it is first asked for.
import { type Call, callOf, methodOf } from "./bind.ts";
import { creationCalls } from "./creation.ts";
import { indexingCalls } from "./indexing.ts";
import { pointwiseCalls } from "./pointwise.ts";
import { productCalls } from "./product.ts";
import { reductionCalls } from "./reduction.ts";
import { shapeCalls } from "./shape.ts";
import { overloadOf } from "./text.ts";

const written = {
  ...pointwiseCalls,
  ...reductionCalls,
  ...shapeCalls,
  ...indexingCalls,
  ...productCalls,
  ...creationCalls,
};

/** A function of torch whose arguments torch's own parser reads. */
export type CallName = keyof typeof written;

const isCall = (name: string): name is CallName => Object.hasOwn(written, name);

const read = new Map<string, Call>();

function once(key: string, make: () => Call): Call {
  const known = read.get(key);
  if (known) return known;
  const made = make();
  read.set(key, made);
  return made;
}

/** How torch's function of the name is called; null where it has none that its parser reads. */
export function functionCall(name: string): Call | null {
  if (!isCall(name)) return null;
  return once(name, () => callOf(name, [written[name]].flat().map(overloadOf)));
}

/** How the method is called; `add_` as `add`. */
export function methodCall(name: string): Call | null {
  const base = functionCall(name) ?? (name.endsWith("_") ? functionCall(name.slice(0, -1)) : null);
  return base && once(`Tensor.${name}`, () => methodOf({ ...base, name }));
}
