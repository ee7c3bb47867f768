// Owns the form of a module declaration: one per torch.nn class, everything else is derived from it.

import type { DType } from "../core/dtype.ts";
import type { TorchError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";
import type { Functional } from "../ops/functional.ts";
import type { AxesRule, Axis } from "./axes.ts";
import type { Args, ArgValues, Fields, TensorValue } from "./fields.ts";

/** Groups of the palette: those of torch.nn's documentation in its order, then those of functions of tensors. */
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
  "Indexing",
  "Reduction",
  "Math",
  "Matrix",
  "Source",
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
  | { readonly kind: "xavier_uniform" }
  | { readonly kind: "xavier_normal" }
  /** Standard normal rows, with zeros in one of them (an embedding's padding). */
  | { readonly kind: "normal_rows"; readonly zero: number | null }
  /** The values given. */
  | { readonly kind: "value"; readonly value: TensorValue };

/** A learned parameter, or a buffer, of a module. */
export interface ParamSpec {
  readonly shape: Shape;
  readonly init: Init;
  readonly dtype?: DType;
  readonly buffer?: true;
  /** A buffer that is not saved. */
  readonly transient?: true;
  /** A parameter that does not learn. */
  readonly frozen?: true;
}
export type Params = Readonly<Record<string, ParamSpec | null>>;
export type ParamValues<P extends Params, V> = { readonly [K in keyof P]: null extends P[K] ? V | null : V };

/** The bound of `count` inputs where the first output must stay below `bound`. */
export type InputBound = (bound: number, count: number) => number;

/** For an output that holds nothing but values of its inputs, and zeros. */
export const sameBound: InputBound = (bound) => bound;

/** What is known of a call whose inputs are taken for indices; shapes are null where they are not known. */
export interface IndexedInputs {
  readonly args: ArgValues;
  readonly shapes: readonly (Shape | null)[];
  readonly output: Shape | null;
}

/**
 * An operator between its inputs; a function of a namespace, or a method of the first input, with the order of its
 * tensors and arguments; a tensor that a class holds; or a call put together by itself, of arguments as Python writes
 * them.
 */
export type PythonForm =
  | { readonly operator: string }
  | { readonly of: "torch" | "F" | "method"; readonly order: readonly string[] }
  | { readonly attribute: (name: string, args: Readonly<Record<string, string | null>>) => string }
  | { readonly call: (inputs: readonly string[], args: Readonly<Record<string, string | null>>) => string };

/** What forward returns: one value, or torch's tuple of them, nested as torch nests them. */
export type Output<V> = V | null | readonly Output<V>[];

/** A module inside a module, by its declaration and what its constructor is given. */
export interface Child {
  readonly module: AnyModuleDef;
  readonly args: ArgValues;
  /** The built module, where one was given as an argument: it starts from the values of that, or, shared, is that. */
  readonly like?: unknown;
  readonly share?: boolean;
}
/** Modules in a ModuleList. With `clones` all start from the values of the first, as torch's deep copies do. */
export interface ChildList {
  readonly list: readonly Child[];
  readonly clones?: boolean;
}
export type Children = Readonly<Record<string, Child | ChildList | null>>;

/** Calls a module inside; the result is its first output. Flags (`need_weights`) go in a last plain object. */
export interface Run<V> {
  (...inputs: readonly (V | null | Flags)[]): V;
  /** Its own parameters and buffers, for an op that takes over its work. */
  readonly params: Readonly<Record<string, V | null>>;
}
type RunOf<T, V> = T extends { readonly list: readonly unknown[] } ? readonly Run<V>[] : T extends null ? null : Run<V>;
export type Runs<C extends Children, V> = { readonly [K in keyof C]: RunOf<C[K], V> };

/** An argument of forward that is no tensor: a switch, or sizes (null: not given). */
export type Flag = boolean | readonly number[] | null;
/** Arguments of forward that are no tensors, with torch's defaults. */
export type Flags = Readonly<Record<string, Flag>>;

/** What forward sees of its module: its arguments, mode and parameters; `run` its children; `flags` of this call. */
export type Self<F extends Fields, P extends Params, C extends Children, G extends Flags, V> = {
  readonly args: Args<F>;
  readonly training: boolean;
  readonly run: Runs<C, V>;
  readonly flags: { readonly [K in keyof G]: G[K] extends boolean ? boolean : readonly number[] | null };
} & ParamValues<P, V>;

/** A declaration with its types: `args`, `params` and `forward` are checked against each other. */
export interface ModuleDef<
  N extends string,
  F extends Fields,
  P extends Params,
  I extends readonly string[],
  O extends readonly string[] = readonly [],
  C extends Children = Readonly<Record<never, never>>,
  G extends Flags = Readonly<Record<never, never>>,
> {
  readonly name: N;
  readonly category: Category;
  readonly doc: string;
  /** Whether torch has it as a class, or as a function of tensors: then no value of its own is kept under its name. */
  readonly kind: "class" | "function";
  /** Other names it is looked for by. */
  readonly words: readonly string[];
  /** Not offered in the palette: a part of another module. */
  readonly hidden: boolean;
  /** Whether values enter or leave the model here. */
  readonly role: "input" | "output" | null;
  /** How many spatial dims it works on, beside the channels and the batch: 2 of Conv2d. Absent: any dims. */
  readonly spatial?: number;
  /** "optional": torch takes one sample without a batch dim as well, (C, H, W) for (N, C, H, W). */
  readonly batch: "optional" | "always";
  /** What the dims of its outputs are called, where they are not those of its input. */
  readonly axes?: AxesRule;
  /** What only the last dim of its output is called, the others being those of its input. */
  readonly lastAxis?: Axis;
  /** Output ports that torch returns together, as a tuple inside its result: an LSTM's states. */
  readonly tuples: readonly (readonly string[])[];
  /** How large whole numbers in its inputs may be where its first output must stay below a bound. Absent: unknown. */
  readonly inputBound?: InputBound;
  /** What an input's values must be below, where they are taken for indices; undefined of other inputs. */
  readonly indexLimit?: (input: number, given: IndexedInputs) => number | undefined;
  /** Whether torch refuses saved running statistics that are not tracked any more. */
  readonly refusesRunningStats?: true;
  /** How Python writes it where torch has it as an operator or a function instead of a class. */
  readonly python?: PythonForm;
  /** Names of the input ports; the first is the unnamed one. */
  readonly inputs: I;
  /** Names of further input ports, which may be left open: forward then gets null. */
  readonly optional: O;
  /** Switches and sizes that forward takes (`need_weights`, `output_size`), with their defaults; no ports. */
  readonly flags: G;
  /** Forward's parameters in torch's order, where it is not inputs, optional, flags. A group's name stands for it. */
  readonly signature: readonly string[];
  /** Parameters of forward that are tuples, with the ports they consist of: `hx: ["h_0", "c_0"]`. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Input ports that take a list of ints too, as torch's tuple of lengths. */
  readonly lists?: readonly string[];
  /** Whether more inputs may follow: `input2`, `input3`, … */
  readonly variadic: boolean;
  /** Whether its inputs decide how many outputs there are, beyond those that its arguments tell of: `1`, `2`, … */
  readonly list?: true;
  /** Names of the output ports; the first is the unnamed one. */
  readonly outputs: (args: Args<F>) => readonly string[];
  /** How many dims torch's `_check_input_dim` lets the first input have; others are a ValueError. Absent: any. */
  readonly ranks?: readonly number[];
  readonly args: F;
  readonly params: (args: Args<F>) => P;
  /** Modules inside, in torch's order. They draw their first values before the module's own parameters do. */
  readonly children: (args: Args<F>) => C;
  /** Torch's `_reset_parameters` over all parameters, called when all have their values: a new init, or null. */
  readonly reset?: (name: string, shape: Shape, args: Args<F>) => Init | null;
  readonly forward: <V>(
    F: Functional<V>,
    self: Self<F, P, C, G, V>,
    ...inputs: [...{ [K in keyof I]: V }, ...{ [K in keyof O]: V | null }]
  ) => Output<V>;
  /** Torch's constructor check across arguments: the text of a ValueError, another error, or null. */
  readonly check?: (args: Args<F>) => string | TorchError | null;
  /** The text between the parentheses of repr, only where torch's is not "every argument, in order". */
  readonly repr?: (args: Args<F>) => string;
}

/** A declaration with its types erased, for code that walks the registry. Method syntax makes it assignable. */
export interface AnyModuleDef {
  readonly name: string;
  readonly category: Category;
  readonly doc: string;
  readonly kind: "class" | "function";
  readonly words: readonly string[];
  readonly hidden: boolean;
  readonly role: "input" | "output" | null;
  readonly spatial?: number;
  readonly batch: "optional" | "always";
  readonly axes?: AxesRule;
  readonly lastAxis?: Axis;
  readonly tuples: readonly (readonly string[])[];
  readonly inputBound?: InputBound;
  readonly refusesRunningStats?: true;
  readonly python?: PythonForm;
  readonly inputs: readonly string[];
  readonly optional: readonly string[];
  readonly flags: Flags;
  readonly signature: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly lists?: readonly string[];
  readonly variadic: boolean;
  readonly list?: true;
  readonly ranks?: readonly number[];
  readonly args: Fields;
  outputs(args: unknown): readonly string[];
  params(args: unknown): Params;
  children(args: unknown): Children;
  reset?(name: string, shape: Shape, args: unknown): Init | null;
  forward<V>(F: Functional<V>, self: unknown, ...inputs: readonly (V | null)[]): Output<V>;
  check?(args: unknown): string | TorchError | null;
  repr?(args: unknown): string;
  indexLimit?(input: number, given: IndexedInputs): number | undefined;
}

type Given =
  | "kind"
  | "words"
  | "hidden"
  | "role"
  | "batch"
  | "tuples"
  | "inputs"
  | "optional"
  | "flags"
  | "signature"
  | "groups"
  | "outputs"
  | "params"
  | "variadic"
  | "children";

type Declared<
  N extends string,
  F extends Fields,
  P extends Params,
  I extends readonly string[],
  O extends readonly string[],
  C extends Children,
  G extends Flags,
> = Omit<ModuleDef<N, F, P, I, O, C, G>, Given> & {
  readonly kind?: "class" | "function";
  readonly words?: readonly string[];
  readonly hidden?: boolean;
  readonly role?: "input" | "output" | null;
  readonly batch?: "optional" | "always";
  readonly tuples?: readonly (readonly string[])[];
  readonly inputs?: I;
  readonly optional?: O;
  readonly flags?: G;
  readonly signature?: readonly string[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly variadic?: boolean;
  readonly outputs?: readonly string[] | ((args: Args<F>) => readonly string[]);
  readonly params?: (args: Args<F>) => P;
  readonly children?: (args: Args<F>) => C;
};

const none = {};

/**
 * Completes a declaration: one input `input`, one output `output`, no parameters and nothing optional unless it says
 * otherwise.
 */
export function defineModule<
  const N extends string,
  const F extends Fields,
  P extends Params = Readonly<Record<never, null>>,
  const I extends readonly string[] = readonly ["input"],
  const O extends readonly string[] = readonly [],
  C extends Children = Readonly<Record<never, never>>,
  const G extends Flags = Readonly<Record<never, never>>,
>(def: Declared<N, F, P, I, O, C, G>): ModuleDef<N, F, P, I, O, C, G> {
  const { outputs = ["output"], inputs = ["input"] as unknown as I, optional = [] as unknown as O } = def;
  const { flags = none as G, groups = none } = def;
  return {
    ...def,
    kind: def.kind ?? "class",
    words: def.words ?? [],
    hidden: def.hidden ?? false,
    role: def.role ?? null,
    batch: def.batch ?? "optional",
    tuples: def.tuples ?? [],
    inputs,
    optional,
    flags,
    groups,
    signature: def.signature ?? [...inputs, ...optional, ...Object.keys(flags)],
    variadic: def.variadic ?? false,
    outputs: typeof outputs === "function" ? outputs : () => outputs,
    params: def.params ?? (() => none as P),
    children: def.children ?? (() => none as C),
  };
}
