// Owns what a declaration's forward makes of any interpreter's values, without a module that holds weights.
import type { Shape } from "../core/shape.ts";
import { isTyped, type Typed, typedFunctional } from "../ops/dtypes/index.ts";
import type { Functional } from "../ops/functional.ts";
import { shapeFunctional } from "../ops/shapes/index.ts";
import type { AnyModuleDef, Child, Flags, ParamSpec, Params, Run } from "./define.ts";
import { checkRank, childArgs, flatOutputs, isChildList } from "./derive.ts";
import type { ArgValues } from "./fields.ts";
import { sizesOf, withSizes } from "./sizes.ts";

export type { Typed } from "../ops/dtypes/index.ts";

/** An interpreter of ops, and what stands in it for a parameter or buffer. */
export interface DeclaredInterpreter<V> {
  readonly functional: Functional<V>;
  /** `key` is the parameter's state_dict key. */
  parameter(spec: ParamSpec, key: string): V;
  isValue(value: unknown): boolean;
  /** Whether modules may overwrite their inputs (`inplace`); they may unless told. */
  readonly overwrites?: boolean;
}

export interface Mode {
  readonly training: boolean;
  readonly flags?: Flags;
}

/**
 * What a module gives out, one value per port (null: a result that is left out). Inputs come in the order of the ports,
 * optional ones after the others: null where one is left open. `prefix`: what the keys of its parameters begin with.
 */
export function interpretDeclared<V>(
  interpreter: DeclaredInterpreter<V>,
  def: AnyModuleDef,
  args: ArgValues,
  inputs: readonly (V | null)[],
  { training, flags = {} }: Mode,
  prefix = "",
): (V | null)[] {
  const valuesOf = (params: Params, before: string): Readonly<Record<string, V | null>> =>
    Object.fromEntries(
      Object.entries(params).map(([name, spec]) => [name, spec && interpreter.parameter(spec, before + name)]),
    );
  const runOf = (child: Child, path: string): Run<V> => {
    const inside = childArgs(child);
    const call = (...given: readonly unknown[]): V => {
      const last = given.at(-1);
      const hasFlags = typeof last === "object" && last !== null && !Array.isArray(last) && !interpreter.isValue(last);
      const values = (hasFlags ? given.slice(0, -1) : given) as (V | null)[];
      const mode = { training, flags: hasFlags ? (last as Flags) : {} };
      return interpretDeclared(interpreter, child.module, inside, values, mode, path)[0]!;
    };
    return Object.defineProperty(call, "params", {
      get: () => valuesOf(child.module.params(inside), path),
    }) as unknown as Run<V>;
  };
  const children = Object.entries(def.children(args)).map(([name, child]) => {
    const path = `${prefix}${name}.`;
    if (child === null) return [name, null];
    return [name, isChildList(child) ? child.list.map((item, i) => runOf(item, `${path}${i}.`)) : runOf(child, path)];
  });
  const own = valuesOf(def.params(args), prefix);
  const known = withSizes(def, args, inputs.map(sizesOf));
  const taken = interpreter.overwrites === false && "inplace" in known ? { ...known, inplace: false } : known;
  const self = { args: taken, training, run: Object.fromEntries(children), flags: { ...def.flags, ...flags }, ...own };
  const open = new Array<null>(Math.max(0, def.inputs.length + def.optional.length - inputs.length)).fill(null);
  return flatOutputs(def.forward<V>(interpreter.functional, self, ...inputs, ...open), interpreter.isValue);
}

const shapes: DeclaredInterpreter<Shape> = {
  functional: shapeFunctional,
  parameter: ({ shape }) => shape,
  isValue: (value) => Array.isArray(value) && value.every((size) => typeof size === "number"),
};

/**
 * Shapes of the output ports, in their order; throws torch's error when the inputs do not fit. Inputs come in the order
 * of the ports, optional ones after the others: null where one is left open.
 */
export function outputShapes(
  def: AnyModuleDef,
  args: ArgValues,
  inputs: readonly (Shape | null)[],
  training = false,
): Shape[] {
  checkRank(def, inputs);
  if (def.outputs(args).length === 0) return [];
  return interpretDeclared(shapes, def, args, inputs, { training }).filter((shape) => shape !== null);
}

const types: DeclaredInterpreter<Typed> = {
  functional: typedFunctional,
  parameter: ({ shape, dtype = "float32" }) => ({ shape, dtype }),
  isValue: isTyped,
};

/** The same with dtypes: torch's error too where a type is one that the module does not take. */
export function outputTypes(
  def: AnyModuleDef,
  args: ArgValues,
  inputs: readonly (Typed | null)[],
  training = false,
): Typed[] {
  checkRank(
    def,
    inputs.map((input) => input?.shape ?? null),
  );
  if (def.outputs(args).length === 0) return [];
  return interpretDeclared(types, def, args, inputs, { training }).filter((value) => value !== null);
}
