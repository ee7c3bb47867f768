// Ops that join several tensors.
import type { Functional } from "../../ops/functional.ts";
import { add, mul } from "../math/binary.ts";
import { cat } from "../math/join.ts";
import type { Tensor } from "../tensor.ts";

export const mergeOps = {
  add: (input, other) => add(input, other),
  mul: (input, other) => mul(input, other),
  cat: (tensors, dim) => cat(tensors, dim),
} satisfies Partial<Functional<Tensor>>;
