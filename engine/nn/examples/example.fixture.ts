// Owns the form of an example: what the walk through the registry needs to know of a class.
import type { DType } from "../../core/dtype.ts";
import type { Shape } from "../../core/shape.ts";
import type { ArgValues } from "../../modules/fields.ts";

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
  /** How far a gradient may lie from its finite difference, relative to 1 + |slope|; 3e-3 when absent. */
  readonly tolerance?: number;
}
export type Examples = Readonly<Record<string, Example>>;

/** An input of integers. */
export const int64 = (shape: Shape, at: (i: number) => number): ChosenInput => ({ shape, dtype: "int64", at });
/** An input of chosen floats, such as probabilities. */
export const float32 = (shape: Shape, at: (i: number) => number): ChosenInput => ({ shape, dtype: "float32", at });
