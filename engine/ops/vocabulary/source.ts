// The vocabulary of sources of values.
import type { DType } from "../../core/dtype.ts";
import type { Shape } from "../../core/shape.ts";

/** Sources of values. */
export interface SourceOps<V> {
  zeros(shape: Shape, dtype?: DType): V;
  ones(size: Shape, dtype?: DType): V;
  full(size: Shape, fill_value: number, dtype?: DType | null): V;
  eye(n: number, m?: number | null, dtype?: DType): V;
  arange(start: number, end: number, step?: number, dtype?: DType | null): V;
  linspace(start: number, end: number, steps: number): V;
  /** Random numbers of the run's stream. */
  randn(size: Shape): V;
  rand(size: Shape): V;
  /** The values themselves, in C order. */
  tensor(data: ArrayLike<number>, shape: Shape, dtype: DType): V;
}
