// Owns the steps of optimizers over tensors: the kernels, and that what they write counts as written.
import * as kernels from "../kernels/reference/step.ts";
import type { Tensor } from "./tensor.ts";

type Floats<S> = { readonly [K in keyof S]: Tensor };

const over =
  <S extends object, H>(kernel: (p: Float32Array, g: Float32Array, state: S, settings: H) => void) =>
  (param: Tensor, grad: Tensor, state: Floats<S>, settings: H): void => {
    const tensors = Object.entries(state) as [string, Tensor][];
    for (const [, tensor] of tensors) tensor.beforeWrite();
    param.beforeWrite();
    const arrays = Object.fromEntries(tensors.map(([name, tensor]) => [name, tensor.floats])) as S;
    kernel(param.floats, grad.floats, arrays, settings);
  };

export const sgd = over(kernels.sgd);
export const adam = over(kernels.adam);
export const adamax = over(kernels.adamax);
export const nadam = over(kernels.nadam);
export const radam = over(kernels.radam);
export const adagrad = over(kernels.adagrad);
export const adadelta = over(kernels.adadelta);
export const rmsprop = over(kernels.rmsprop);
export const rprop = over(kernels.rprop);
export const asgd = over(kernels.asgd);
