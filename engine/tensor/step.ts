// Owns the steps of optimizers over tensors: the kernels, and that what they write counts as written.
import { kernels } from "../kernels/index.ts";
import type { OptimKernels } from "../kernels/optim/contract.ts";
import type { Tensor } from "./tensor.ts";

type Floats<S> = { readonly [K in keyof S]: Tensor };

type Steps = OptimKernels;

const over =
  <Name extends keyof Steps>(name: Name) =>
  (
    param: Tensor,
    grad: Tensor,
    state: Floats<Parameters<Steps[Name]>[2]>,
    settings: Parameters<Steps[Name]>[3],
  ): void => {
    const tensors = Object.entries(state) as [string, Tensor][];
    for (const [, tensor] of tensors) tensor.beforeWrite();
    param.beforeWrite();
    const arrays = Object.fromEntries(tensors.map(([key, tensor]) => [key, tensor.floats]));
    const step = kernels[name] as (p: Float32Array, g: Float32Array, state: object, settings: unknown) => void;
    step(param.floats, grad.floats, arrays, settings);
  };

export const sgd = over("sgd");
export const adam = over("adam");
export const adamax = over("adamax");
export const nadam = over("nadam");
export const radam = over("radam");
export const adagrad = over("adagrad");
export const adadelta = over("adadelta");
export const rmsprop = over("rmsprop");
export const rprop = over("rprop");
export const asgd = over("asgd");
