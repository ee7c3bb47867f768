// Changes of dtype.

import type { DType } from "../../core/dtype.ts";
import { noCuda, runtimeError } from "../../core/errors.ts";
import { kernels } from "../../kernels/index.ts";
import { empty } from "../create.ts";
import type { Tensor } from "../tensor.ts";

/** The tensor in another dtype (the same tensor if it has it already); "cpu" is where every tensor is. */
export function to(input: Tensor, target: DType | "cpu" | "cuda"): Tensor {
  if (target === "cpu" || target === input.dtype) return input;
  if (/^cuda(:\d+)?$/.test(target)) throw noCuda();
  if (target !== "float32" && target !== "int64" && target !== "bool") {
    throw runtimeError(`expected one of the dtypes float32, int64, bool or the device cpu, got ${String(target)}`);
  }
  const out = empty(input.shape, target);
  kernels.convert(input.data, out.data);
  return out;
}

export const float = (input: Tensor): Tensor => to(input, "float32");
export const long = (input: Tensor): Tensor => to(input, "int64");
export const bool = (input: Tensor): Tensor => to(input, "bool");
export const cpu = (input: Tensor): Tensor => input;
/** Torch's error: there is no such device. */
export const cuda = (input: Tensor): Tensor => to(input, "cuda");
export const type_as = (input: Tensor, other: Tensor): Tensor => to(input, other.dtype);
