// Owns the form of a declaration of one of torch's functions of tensors.
import type { Functional } from "../../ops/functional.ts";
import {
  type AnyModuleDef,
  type Category,
  defineModule,
  type IndexedInputs,
  type InputBound,
  type ModuleDef,
  type Output,
  type PythonForm,
} from "../define.ts";
import type { Args, Field, Fields } from "../fields.ts";

/** What forward is given at a port: where an argument of the same name may stand for the tensor, a number too. */
type Inputs<I extends readonly string[], F extends Fields, V> = {
  [K in keyof I]: I[K] extends keyof F ? V | NonNullable<Args<F>[I[K]]> : V;
};
type Open<O extends readonly string[], F extends Fields, V> = {
  [K in keyof O]: (O[K] extends keyof F ? V | NonNullable<Args<F>[O[K]]> : V) | null;
};

interface Declared<N extends string, F extends Fields, I extends readonly string[], O extends readonly string[]> {
  /** Torch's name. */
  readonly name: N;
  readonly category: Category;
  readonly doc: string;
  readonly words?: readonly string[];
  /** Torch's parameters that are no tensors. One with the name of a port stands for a tensor where it is given. */
  readonly args: F;
  /** Torch's parameters that are tensors; "input" alone unless said. */
  readonly inputs?: I;
  readonly optional?: O;
  readonly variadic?: boolean;
  readonly outputs?: readonly string[] | ((args: Args<F>) => readonly string[]);
  readonly list?: true;
  readonly inputBound?: InputBound;
  readonly indexLimit?: (input: number, given: IndexedInputs) => number | undefined;
  /** Torch's order of all parameters, where it is not tensors first. */
  readonly order?: readonly string[];
  /** Where Python finds it: in torch's namespace unless said; or how it is written. */
  readonly python?: "torch" | "F" | "method" | PythonForm;
  readonly forward: <V>(
    F: Functional<V>,
    args: Args<F>,
    ...inputs: [...Inputs<I, F, V>, ...Open<O, F, V>]
  ) => Output<V>;
}

/** A declared function: a module without parameters, whose numbers may stand for tensors. */
export interface FunctionDef<
  N extends string,
  F extends Fields,
  I extends readonly string[],
  O extends readonly string[],
> extends ModuleDef<N, F, Readonly<Record<never, null>>, I, O> {
  readonly kind: "function";
}

/** Sizes and dims may be expressions over the sizes of what comes in. */
const withSizes = <F extends Fields>(args: F): F =>
  Object.fromEntries(
    Object.entries(args).map(([name, field]): [string, Field<unknown>] => [
      name,
      field.kind === "int" || field.kind === "ints" ? { ...field, sizes: true } : field,
    ]),
  ) as unknown as F;

/** Declares a function: one input `input`, one output, in torch's namespace, unless it says otherwise. */
export function defineFunction<
  const N extends string,
  const F extends Fields,
  const I extends readonly string[] = readonly ["input"],
  const O extends readonly string[] = readonly [],
>(def: Declared<N, F, I, O>): FunctionDef<N, F, I, O> {
  const { inputs = ["input"] as unknown as I, optional = [] as unknown as O, order, forward, ...rest } = def;
  const { python = "torch" } = def;
  const ports = [...inputs, ...optional];
  const made = defineModule({
    ...rest,
    kind: "function",
    inputs,
    optional,
    args: withSizes(def.args),
    python:
      typeof python === "string"
        ? { of: python, order: order ?? [...new Set([...ports, ...Object.keys(def.args)])] }
        : python,
    forward: (F, { args }, ...given) => {
      const numbers = args as Readonly<Record<string, unknown>>;
      const values = given.map((value, i) => value ?? numbers[ports[i] ?? ""] ?? null);
      return forward(F, args, ...(values as never));
    },
  });
  return made as unknown as FunctionDef<N, F, I, O>;
}

/** Whether an argument stands for the tensor of a port: then there is no such port. */
export const standsFor = (def: AnyModuleDef, port: string, args: Readonly<Record<string, unknown>>): boolean =>
  Object.hasOwn(def.args, port) && args[port] !== undefined && args[port] !== null;
