// Owns weight_norm: a weight as a direction and a length (Salimans and Kingma, 2016).
import { no_grad } from "../../tensor/autograd.ts";
import { div, mul } from "../../tensor/math/binary.ts";
import { norm } from "../../tensor/math/reduce.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Module } from "../base.ts";
import { Parameter } from "../parameter.ts";
import { Reparametrization, tensorOf } from "./reparametrize.ts";

const kind = new Reparametrization("weight_norm");

/** The norms of v's entries along `dim`, over all other dims; of the whole when dim is null. */
function lengths(v: Tensor, dim: number | null): Tensor {
  const axis = dim === null || dim === -1 ? null : dim;
  if (axis === null) return norm(v);
  const others = [...v.shape.keys()].filter((d) => d !== axis);
  // A vector has no other dims, and an empty list would mean all.
  return others.length === 0 ? norm(v.reshape(-1, 1), 2, 1) : norm(v, 2, others, true);
}

/** Replaces a parameter by `name`_g · `name`_v / ‖`name`_v‖, norms being those of entries of `dim` (null: one norm). */
export function weight_norm<M extends Module>(module: M, name = "weight", dim: number | null = 0): M {
  const weight = kind.take(module, name);
  const parts = [`${name}_g`, `${name}_v`] as const;
  module.register_parameter(parts[0], new Parameter(no_grad(() => lengths(weight, dim))));
  module.register_parameter(parts[1], new Parameter(weight.detach()));
  kind.put(module, name, parts, () => {
    const [g, v] = parts.map((part) => tensorOf(module, part)!) as [Tensor, Tensor];
    return mul(v, div(g, lengths(v, dim)));
  });
  return module;
}

/** Makes the weight a parameter again. */
export function remove_weight_norm<M extends Module>(module: M, name = "weight"): M {
  no_grad(() => kind.remove(module, name));
  return module;
}
