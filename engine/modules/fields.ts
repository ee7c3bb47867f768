// Owns argument fields: one value says an argument's type, torch's default, bounds and choices.
import type { DType, TypedArray } from "../core/dtype.ts";
import type { TorchError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";

export type FieldKind = "int" | "float" | "bool" | "choice" | "ints" | "floats" | "text" | "tensor" | "module";

/** Whole numbers reach no further than this, up and down, unless a field is narrower. */
export const largestInt = 2 ** 31 - 1;
/** What NumPy's and torch's tensors have at most. */
export const mostDims = 64;
/** As many numbers as a list has at most: most are about dims. */
export const mostItems = mostDims;
/** As many layers as a module stacks at most: each is expanded when shapes are inferred. */
export const mostLayers = 256;

/** A tensor given as an argument: elements in C order. A Tensor is one, and so is what a file's nested lists become. */
export interface TensorValue {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: TypedArray;
}

/** A module given as an argument: its class and its constructor's arguments. */
export interface ModuleValue {
  readonly module: string;
  readonly args: ArgValues;
  /** The built module, where one was given: copies start from its values. */
  readonly like?: unknown;
}

/** What a field of modules needs to know of a class. */
export interface ModuleClass {
  readonly name: string;
  readonly args: Fields;
}

/** A constructor argument. `T` is the type of its resolved value. */
export interface Field<T> {
  readonly kind: FieldKind;
  /** Torch's default; absent when the argument is required. */
  readonly default?: T;
  readonly min?: number;
  readonly max?: number;
  /** Allowed words: of a choice, or besides numbers (`padding="same"`). */
  readonly choices?: readonly string[];
  /** Torch's error about a word that is not among the choices. */
  readonly refuse?: (word: string) => TorchError;
  /** `ints`: how many; absent when any number of them may be given. */
  readonly length?: number;
  /** `ints`, `floats`: the most of them, where any number may be given; `mostItems` unless it says otherwise. */
  readonly most?: number;
  /** `ints`: whether one int stands for all (`kernel_size=3`), and if so whether torch keeps it or spreads it. */
  readonly single?: "keep" | "spread";
  /** Whether None is a value. */
  readonly nullable?: boolean;
  /** `ints`: whether None is allowed in place of one of them (`AdaptiveAvgPool2d((None, 7))`). */
  readonly nullableItems?: boolean;
  /** `float`: a whole one stays whole in Python, where it makes a difference (`x * 2` of integers). */
  readonly exact?: true;
  /** `int`, `ints`: whether an expression over the sizes of what comes in may stand for a number. */
  readonly sizes?: true;
  /** An argument torch keeps for old code only: forms leave it out. */
  readonly former?: true;
  /** `module`: the classes that may be given. */
  readonly modules?: readonly ModuleClass[];
  readonly doc?: string;
  /** What a new layer starts with in an editor, where torch asks for a value, or for one of several; a number stands for all of several ints. */
  readonly start?: T | number;
  /** As torch's Lazy modules: filled in from the first input's shape unless it is given. */
  readonly infer?: (input: Shape) => T | undefined;
}

type Options<T> = Omit<Field<T>, "kind" | "nullable" | "single" | "length" | "choices" | "modules">;

export const int = (o: Options<number> = {}): Field<number> => ({ kind: "int", ...o });
export const float = (o: Options<number> = {}): Field<number> => ({ kind: "float", ...o });
export const bool = (o: Options<boolean> = {}): Field<boolean> => ({ kind: "bool", ...o });

/** A number of either kind: whole ones stay whole. */
export const number = (o: Options<number> = {}): Field<number> => ({ kind: "float", exact: true, ...o });
/** A text of a notation of its own. */
export const text = (o: Options<string> = {}): Field<string> => ({ kind: "text", ...o });

/** One of a few words. */
export const choice = <const T extends string>(choices: readonly T[], o: Options<T> = {}): Field<T> => ({
  kind: "choice",
  choices,
  ...o,
});

/** `n` ints; one int alone is spread over all of them, as torch's `_pair` does (Conv2d). */
export const tuple = (length: number, o: Options<readonly number[]> = {}): Field<readonly number[]> => ({
  kind: "ints",
  length,
  single: "spread",
  ...o,
});

/** One int or `n` ints, kept as given (MaxPool2d prints `kernel_size=2` or `(2, 3)`). */
export const intOrTuple = (
  length: number,
  o: Options<number | readonly number[]> = {},
): Field<number | readonly number[]> => ({ kind: "ints", length, single: "keep", ...o });

/** One float or several, kept as given (Upsample prints `scale_factor=2.0` or `(2.0, 3.0)`); any number without `length`. */
export const floatOrTuple = (
  length: number | undefined,
  o: Options<number | readonly number[]> = {},
): Field<number | readonly number[]> => ({ kind: "floats", single: "keep", ...(length ? { length } : {}), ...o });

/** One int or any number of them, kept as given. */
export const intOrInts = (o: Options<number | readonly number[]> = {}): Field<number | readonly number[]> => ({
  kind: "ints",
  single: "keep",
  ...o,
});

/** Any number of ints (a shape). */
export const ints = (o: Options<readonly number[]> = {}): Field<readonly number[]> => ({ kind: "ints", ...o });

/** A tensor, from code or as nested lists of numbers. */
export const tensorField = (o: Options<TensorValue> = {}): Field<TensorValue> => ({ kind: "tensor", ...o });

/** A module of one of a few classes, as `{ module, args }` or built already. */
export const moduleField = (modules: readonly ModuleClass[], o: Options<ModuleValue> = {}): Field<ModuleValue> => ({
  kind: "module",
  modules,
  ...o,
});

/** The same field, with words allowed beside numbers. */
export const orWords = <T, const W extends string>(
  field: Field<T>,
  choices: readonly W[],
  refuse?: (word: string) => TorchError,
): Field<T | W> => ({
  ...(field as Field<T | W>),
  choices,
  ...(refuse ? { refuse } : {}),
});

/** The same field, with None allowed (and the default, unless the field has one). */
export const optional = <T>(field: Field<T>): Field<T | null> => ({
  default: null,
  ...(field as Field<T | null>),
  nullable: true,
});

/** The same field of several ints, with None allowed in place of each. */
export const withNullItems = (
  field: Field<number | readonly number[]>,
): Field<number | null | readonly (number | null)[]> => ({
  ...(field as Field<number | null | readonly (number | null)[]>),
  nullable: true,
  nullableItems: true,
});

// biome-ignore lint/suspicious/noExplicitAny: fields of every value type stand side by side in a declaration
export type Fields = Readonly<Record<string, Field<any>>>;
export type Args<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };
/** Argument values with their types erased, by argument name. */
export type ArgValues = Readonly<Record<string, unknown>>;
