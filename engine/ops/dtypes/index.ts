// Owns the interpreter of ops over shapes and dtypes together: what an op gives, and torch's error where a type is wrong.
import type { DType } from "../../core/dtype.ts";
import type { Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { shapeFunctional } from "../shapes/index.ts";
import { activationRules } from "./activations.ts";
import { functionRules } from "./functions.ts";
import { layerRules } from "./layers.ts";
import type { Given, Typed } from "./rule.ts";
import { severalRules } from "./several.ts";

export type { Typed } from "./rule.ts";

type Call = (...args: readonly unknown[]) => unknown;

/** Ops whose result is of the first tensor's type, whatever it is. */
const keeping = ["flatten", "unflatten", "pixel_shuffle", "pixel_unshuffle", "channel_shuffle"] as const;
const first = (x: Typed): Given => x.dtype;

/** Of an op without a rule only running tells what type comes out. */
const rules: Readonly<Record<string, Call | undefined>> = {
  ...Object.fromEntries(keeping.map((name) => [name, first as Call])),
  ...(layerRules as unknown as Record<string, Call>),
  ...(activationRules as unknown as Record<string, Call>),
  ...(severalRules as unknown as Record<string, Call>),
  ...(functionRules as Record<string, Call>),
  zeros: (_shape, dtype = "float32") => dtype,
};

export const isTyped = (value: unknown): value is Typed =>
  typeof value === "object" && value !== null && "shape" in value && "dtype" in value;

const isSizes = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((size) => typeof size === "number");

/** Arguments as the interpreter of shapes takes them. */
function shapesOf(value: unknown): unknown {
  if (isTyped(value)) return value.shape;
  // A distance that a loss is given: what comes back into it has a shape and no type that anybody knows.
  if (typeof value === "function") {
    return (...sizes: readonly Shape[]) => shapesOf(value(...sizes.map((shape): Typed => ({ shape, dtype: null }))));
  }
  return Array.isArray(value) && value.some(isTyped) ? value.map(shapesOf) : value;
}

/** Shapes and types of what came out, joined; nested as torch nests them. */
function joined(shapes: unknown, given: Given | undefined): unknown {
  if (isSizes(shapes)) return { shape: shapes, dtype: (given ?? null) as DType | null } satisfies Typed;
  if (!Array.isArray(shapes)) return shapes;
  // One type stands for all of a list.
  return shapes.map((shape, i) => joined(shape, Array.isArray(given) ? (given as readonly Given[])[i] : given));
}

const typed = (name: string, op: Call): Call => {
  const rule = rules[name];
  return (...args) => {
    // Shapes come first, as in torch: a rule may count on them.
    const shapes = op(...args.map(shapesOf));
    return joined(shapes, rule?.(...args) as Given | undefined);
  };
};

/** Every op over shapes and dtypes: torch's error as a ShapeError or a DTypeError. */
export const typedFunctional = Object.fromEntries(
  Object.entries(shapeFunctional).map(([name, op]) => [name, typed(name, op as Call)]),
) as unknown as Functional<Typed>;
