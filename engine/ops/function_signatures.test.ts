// Holds that functions as nodes name their arguments as torch's own calls of them do.
import { expect, test } from "vitest";
import { functionSignatures } from "./function_signatures.ts";
import { functionCall } from "./torch/calls.ts";
import { pythonCalls } from "./torch/python.ts";

/** What torch reads by other means than a list of parameters: a subscript, nested lists, operands of any number. */
const apart = ["tensor", "getitem", "einsum"];

/** The names torch's parsers take for a function, over all the ways to call it; null where it has none. */
function torchNames(name: string): ReadonlySet<string> | null {
  if (Object.hasOwn(pythonCalls, name)) {
    return new Set(pythonCalls[name as keyof typeof pythonCalls].map((text) => /\w+/.exec(text)![0]));
  }
  const call = functionCall(name);
  return call && new Set(call.overloads.flatMap(({ parameters }) => parameters.map((parameter) => parameter.name)));
}

test("every argument of a function is one of torch's", () => {
  const strange = Object.entries(functionSignatures).flatMap(([name, names]): string[] => {
    if (apart.includes(name)) return [];
    const known = torchNames(name);
    return known ? names.filter((arg) => !known.has(arg)).map((arg) => `${name}.${arg}`) : [name];
  });
  expect(strange).toEqual([]);
});
