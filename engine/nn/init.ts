// Owns torch.nn.init: first values of parameters, with torch's formulas and its random stream.
import { valueError } from "../core/errors.ts";
import { defaultGenerator, normal_ as fillNormal, uniform_ as fillUniform, type Generator } from "../core/random.ts";
import { numel } from "../core/shape.ts";
import type { Init } from "../modules/define.ts";
import { no_grad } from "../tensor/autograd.ts";
import type { Tensor } from "../tensor/tensor.ts";

function write(tensor: Tensor, fill: (values: Float32Array) => void): Tensor {
  no_grad(() => tensor.beforeWrite());
  fill(tensor.floats);
  return tensor;
}

export const constant_ = (tensor: Tensor, value: number): Tensor => no_grad(() => tensor.fill_(value));
export const zeros_ = (tensor: Tensor): Tensor => constant_(tensor, 0);
export const ones_ = (tensor: Tensor): Tensor => constant_(tensor, 1);

export const uniform_ = (tensor: Tensor, a = 0, b = 1, generator: Generator = defaultGenerator): Tensor =>
  write(tensor, (values) => fillUniform(values, a, b, generator));

export const normal_ = (tensor: Tensor, mean = 0, std = 1, generator: Generator = defaultGenerator): Tensor =>
  write(tensor, (values) => fillNormal(values, mean, std, generator));

/** How many inputs feed an output of a weight (O, I, k…), and the other way round. */
function fans({ shape }: Tensor): { fanIn: number; fanOut: number } {
  if (shape.length < 2) {
    throw valueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
  }
  const field = numel(shape.slice(2));
  return { fanIn: shape[1]! * field, fanOut: shape[0]! * field };
}

/** U(-bound, bound) with bound = √3 √(2 / (1 + a²)) / √fan_in (He et al., 2015); a is the slope of a leaky ReLU. */
export function kaiming_uniform_(tensor: Tensor, a = 0, generator: Generator = defaultGenerator): Tensor {
  const std = Math.sqrt(2 / (1 + a * a)) / Math.sqrt(fans(tensor).fanIn);
  const bound = Math.sqrt(3) * std;
  return uniform_(tensor, -bound, bound, generator);
}

/** U(-bound, bound) with bound = gain √(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010). */
export function xavier_uniform_(tensor: Tensor, gain = 1, generator: Generator = defaultGenerator): Tensor {
  const { fanIn, fanOut } = fans(tensor);
  const bound = Math.sqrt(3) * gain * Math.sqrt(2 / (fanIn + fanOut));
  return uniform_(tensor, -bound, bound, generator);
}

/** N(0, std²) with std = gain √(2 / (fan_in + fan_out)) (Glorot and Bengio, 2010). */
export function xavier_normal_(tensor: Tensor, gain = 1, generator: Generator = defaultGenerator): Tensor {
  const { fanIn, fanOut } = fans(tensor);
  return normal_(tensor, 0, gain * Math.sqrt(2 / (fanIn + fanOut)), generator);
}

/** Fills a parameter or buffer as its declaration says. An empty one draws nothing. */
export function initialize(tensor: Tensor, init: Init, generator: Generator): Tensor {
  if (tensor.numel() === 0) return tensor;
  switch (init.kind) {
    case "zeros":
      return zeros_(tensor);
    case "ones":
      return ones_(tensor);
    case "constant":
      return constant_(tensor, init.value);
    case "uniform":
      return uniform_(tensor, -init.bound, init.bound, generator);
    case "normal":
      return normal_(tensor, 0, init.std, generator);
    case "kaiming_uniform":
      return kaiming_uniform_(tensor, Math.sqrt(5), generator);
    case "xavier_uniform":
      return xavier_uniform_(tensor, 1, generator);
    case "xavier_normal":
      return xavier_normal_(tensor, 1, generator);
    case "normal_rows": {
      normal_(tensor, 0, 1, generator);
      const { zero } = init;
      const width = numel(tensor.shape.slice(1));
      return zero === null ? tensor : write(tensor, (values) => values.fill(0, zero * width, (zero + 1) * width));
    }
    case "value":
      return write(tensor, (values) => values.set(init.value.data));
    default:
      return init satisfies never;
  }
}
