// Owns Parameter: a tensor that a module learns.
import { runtimeError } from "../core/errors.ts";
import { Tensor } from "../tensor/tensor.ts";

/** A leaf tensor that modules register by holding it; shares the storage of the tensor it is made from. */
export class Parameter extends Tensor {
  constructor(data: Tensor, requires_grad = true) {
    super(data.storage, data.shape, data.offset);
    if (requires_grad && data.dtype !== "float32") {
      throw runtimeError("Only Tensors of floating point and complex dtype can require gradients");
    }
    this.requires_grad_(requires_grad);
    this.keep();
  }

  override toString(): string {
    return `Parameter containing:\n${super.toString()}`;
  }
}
