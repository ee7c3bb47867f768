// Owns the check of a call before it runs, by the rules that infer its shape and dtype: both refuse it in the same words.
import { typedFunctional } from "../../ops/dtypes/index.ts";
import { Tensor } from "../tensor.ts";

type Op = (...args: readonly unknown[]) => unknown;

function typed(value: unknown): unknown {
  if (value instanceof Tensor) return { shape: value.shape, dtype: value.dtype };
  return Array.isArray(value) && value[0] instanceof Tensor ? value.map(typed) : value;
}

/** The same ops, each of which first asks the rules of sizes and dtypes. */
export const checked = <T extends object>(ops: T): T =>
  Object.fromEntries(
    Object.entries(ops as Record<string, Op>).map(([name, op]): [string, Op] => [
      name,
      (...args) => {
        (typedFunctional as unknown as Record<string, Op>)[name]!(...args.map(typed));
        return op(...args);
      },
    ]),
  ) as T;
