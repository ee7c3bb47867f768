// Owns the form of a function's example: what the walk through the registry of functions needs to know of one.
import type { ArgValues } from "../../../modules/fields.ts";
import type { InputExample, Size } from "../example.fixture.ts";

export interface FunctionExample {
  readonly args?: ArgValues;
  /** One for each port in forward's order; null where it is open or an argument stands for it. */
  readonly inputs: (n: Size) => readonly (InputExample | null)[];
  /** A call that PyTorch refuses, and its error as Python prints it. Absent where nothing of floats is refused. */
  readonly wrong?: {
    readonly args?: ArgValues;
    readonly inputs: readonly (InputExample | null)[];
    readonly error: string;
  };
}
export type FunctionExamples = Readonly<Record<string, FunctionExample>>;

/** One tensor of two dims. */
export const matrix = (n: Size): readonly InputExample[] => [[n(1, 3), 3]];
