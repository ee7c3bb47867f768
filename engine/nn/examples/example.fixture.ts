// Owns the form of an example: what the walk through the registry needs to know of a class.
import type { DType } from "../../core/dtype.ts";
import { numel, type Shape } from "../../core/shape.ts";
import type { ArgValues } from "../../modules/fields.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** An input: its shape (a float32 tensor of values well apart), or one of integers or chosen floats. */
export type InputExample = Shape | ChosenInput;
export interface ChosenInput {
  readonly shape: Shape;
  readonly dtype: DType;
  /** The value at a place in C order. */
  readonly at: (i: number) => number;
}

/** A random size between two, both included. */
export type Size = (min: number, max: number) => number;

export interface Example {
  /** Constructor arguments, at least the required ones. */
  readonly args?: ArgValues;
  /** `repr` of the module with these arguments, as PyTorch prints it. */
  readonly repr: string;
  readonly inputs: (n: Size) => readonly InputExample[];
  /** A call that PyTorch refuses, and its error as Python prints it; other arguments than the example's where given. */
  readonly wrong: {
    readonly args?: ArgValues;
    readonly inputs: readonly InputExample[];
    readonly error: string;
  };
  /** Made of the inputs before the call, where torch's gradient is a gradient only behind this. */
  readonly through?: (...inputs: readonly Tensor[]) => readonly Tensor[];
}
export type Examples = Readonly<Record<string, Example>>;

/** An input of integers. */
export const int64 = (shape: Shape, at: (i: number) => number): ChosenInput => ({ shape, dtype: "int64", at });
/** An input of truths, every other one true. */
export const bools = (shape: Shape): ChosenInput => ({ shape, dtype: "bool", at: (i) => (i + 1) % 2 });
/** An input of chosen floats, such as probabilities. */
export const float32 = (shape: Shape, at: (i: number) => number): ChosenInput => ({ shape, dtype: "float32", at });
/** How far apart the values of an input given by its shape are: few reach as far to both sides as many. */
export const gapOf = (shape: Shape): number => Math.min(1, Math.max(0.05, 8 / numel(shape)));
/** An input of values that are none of those of an input given by the same shape, and well apart from them. */
export const between = (shape: Shape): ChosenInput => float32(shape, (i) => gapOf(shape) * (((i * 5) % 7) - 3));
