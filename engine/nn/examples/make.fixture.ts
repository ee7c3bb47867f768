// Owns the making of an example's inputs, and how a refused call prints.
import type { Generator } from "../../core/random.ts";
import { numel, type Shape } from "../../core/shape.ts";
import { empty, randn } from "../../tensor/create.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { gapOf, type InputExample } from "./example.fixture.ts";

/** Values in a random order, well apart and away from 0, so that few steps cross a kink of max or relu. */
function spread(shape: Shape, generator: Generator): Tensor {
  const out = empty(shape);
  const gap = gapOf(shape);
  const order = Array.from(randn([numel(shape)], { generator }).data, (v, i) => [v, i] as const);
  order.sort((a, b) => a[0] - b[0]);
  for (const [place, [, i]] of order.entries()) out.data[i] = (place - order.length / 2 + 0.25) * gap;
  return out;
}

/** An input as its example says. */
export function make(input: InputExample, generator: Generator): Tensor {
  if (!("shape" in input)) return spread(input, generator);
  return empty(input.shape, input.dtype).copy_(Array.from({ length: numel(input.shape) }, (_, i) => input.at(i)));
}

/** The error of a call, as Python prints it. */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  return "no error";
}
