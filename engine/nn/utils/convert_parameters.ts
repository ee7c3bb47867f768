// Owns parameters as one vector and back.
import { typeError } from "../../core/errors.ts";
import { no_grad } from "../../tensor/autograd.ts";
import { cat } from "../../tensor/math/join.ts";
import { slice } from "../../tensor/math/shape.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { listed, type Parameters } from "./clip_grad.ts";

/** All parameters one after the other, flattened; gradients flow to each. */
export const parameters_to_vector = (parameters: Parameters): Tensor =>
  cat(listed(parameters).map((parameter) => parameter.reshape(-1)));

/** Copies a vector's elements into the parameters, in their order. */
export function vector_to_parameters(vec: Tensor, parameters: Parameters): void {
  if (!(vec instanceof Tensor)) throw typeError(`expected torch.Tensor, but got: ${typeof vec}`);
  let start = 0;
  no_grad(() => {
    for (const parameter of listed(parameters)) {
      const part = slice(vec, 0, start, start + parameter.numel());
      parameter.copy_(part.reshape(parameter.shape));
      start += parameter.numel();
    }
  });
}
