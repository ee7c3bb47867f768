// Owns the form of a module declaration: one per torch.nn class, everything else is derived from it.
import type { DType } from "../core/dtype.ts";
import type { Shape } from "../core/shape.ts";
import type { Functional } from "../ops/functional.ts";
import type { Args, Fields } from "./fields.ts";

/** Groups of the palette, in the order of torch.nn's documentation. */
export const categories = [
  "Input/Output",
  "Convolution",
  "Pooling",
  "Padding",
  "Activation",
  "Normalization",
  "Recurrent",
  "Transformer",
  "Linear",
  "Dropout",
  "Sparse",
  "Distance",
  "Loss",
  "Vision",
  "Shape",
  "Merge",
] as const;
export type Category = (typeof categories)[number];

/** How a parameter gets its first values (torch.nn.init); formulas in engine/nn/init. */
export type Init =
  | { readonly kind: "zeros" }
  | { readonly kind: "ones" }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly bound: number }
  | { readonly kind: "normal"; readonly std: number }
  | { readonly kind: "kaiming_uniform" }
  | { readonly kind: "xavier_uniform" };

/** A learned parameter, or a buffer, of a module. */
export interface ParamSpec {
  readonly shape: Shape;
  readonly init: Init;
  readonly dtype?: DType;
  readonly buffer?: true;
}
export type Params = Readonly<Record<string, ParamSpec | null>>;
export type ParamValues<P extends Params, V> = { readonly [K in keyof P]: null extends P[K] ? V | null : V };

type Output<V> = V | readonly V[];

/** A declaration with its types: `args`, `params` and `forward` are checked against each other. */
export interface ModuleDef<N extends string, F extends Fields, P extends Params, I extends readonly string[]> {
  readonly name: N;
  readonly category: Category;
  readonly doc: string;
  /** Names of the input ports; the first is the unnamed one. */
  readonly inputs: I;
  /** Whether more inputs may follow: `input2`, `input3`, … */
  readonly variadic: boolean;
  /** Names of the output ports; the first is the unnamed one. */
  readonly outputs: (args: Args<F>) => readonly string[];
  /** How many dims torch's `_check_input_dim` lets the first input have; others are a ValueError. Absent: any. */
  readonly ranks?: readonly number[];
  readonly args: F;
  readonly params: (args: Args<F>) => P;
  readonly forward: <V>(
    F: Functional<V>,
    self: { readonly args: Args<F>; readonly training: boolean } & ParamValues<P, V>,
    ...inputs: { [K in keyof I]: V }
  ) => Output<V>;
  /** Torch's constructor check across arguments: the error's text, or null. */
  readonly check?: (args: Args<F>) => string | null;
  /** The text between the parentheses of repr, only where torch's is not "every argument, in order". */
  readonly repr?: (args: Args<F>) => string;
}

/** A declaration with its types erased, for code that walks the registry. Method syntax makes it assignable. */
export interface AnyModuleDef {
  readonly name: string;
  readonly category: Category;
  readonly doc: string;
  readonly inputs: readonly string[];
  readonly variadic: boolean;
  readonly ranks?: readonly number[];
  readonly args: Fields;
  outputs(args: unknown): readonly string[];
  params(args: unknown): Params;
  forward<V>(F: Functional<V>, self: unknown, ...inputs: readonly V[]): Output<V>;
  check?(args: unknown): string | null;
  repr?(args: unknown): string;
}

type Declared<N extends string, F extends Fields, P extends Params, I extends readonly string[]> = Omit<
  ModuleDef<N, F, P, I>,
  "inputs" | "outputs" | "params" | "variadic"
> & {
  readonly inputs?: I;
  readonly variadic?: boolean;
  readonly outputs?: readonly string[] | ((args: Args<F>) => readonly string[]);
  readonly params?: (args: Args<F>) => P;
};

const none = {};

/** Completes a declaration: one input `input`, one output `output` and no parameters unless it says otherwise. */
export function defineModule<
  const N extends string,
  const F extends Fields,
  P extends Params = Readonly<Record<never, null>>,
  const I extends readonly string[] = readonly ["input"],
>(def: Declared<N, F, P, I>): ModuleDef<N, F, P, I> {
  const { outputs = ["output"], params = () => none as P, inputs = ["input"] as unknown as I } = def;
  return {
    ...def,
    inputs,
    variadic: def.variadic ?? false,
    outputs: typeof outputs === "function" ? outputs : () => outputs,
    params,
  };
}
