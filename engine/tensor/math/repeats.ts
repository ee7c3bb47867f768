// Ops that repeat elements in place, as often as one number or a tensor of numbers says.
import { runtimeError } from "../../core/errors.ts";
import { contiguousStrides, normalizeDim } from "../../core/shape.ts";
import { empty } from "../create.ts";
import { Tensor } from "../tensor.ts";
import { index_select } from "./indexing.ts";
import { as_strided, flatten } from "./shape.ts";

/** Places 0, 1, …, each as often as its number says. */
function repeatedPlaces(repeats: Tensor): Tensor {
  if (repeats.ndim > 1) throw runtimeError("repeat_interleave only accept 1D vector as repeat");
  if (repeats.dtype !== "int64") throw runtimeError("repeats has to be Long or Int tensor");
  const counts = Array.from(repeats.data);
  if (counts.some((n) => n < 0)) throw runtimeError("repeats can not be negative");
  const out = empty([counts.reduce((sum, n) => sum + n, 0)], "int64");
  out.copy_(counts.flatMap((n, place) => new Array<number>(n).fill(place)));
  return out;
}

/** Every element along `dim` repeated in place; without an input the places of a tensor of repeats. */
export function repeat_interleave(
  input: Tensor | undefined,
  repeats: number | Tensor,
  dim: number | null = null,
  { output_size = null }: { readonly output_size?: number | null } = {},
): Tensor {
  if (input === undefined) return repeatedPlaces(repeats as Tensor);
  const x = dim === null ? flatten(input) : input;
  const axis = normalizeDim(dim ?? 0, x.ndim);
  if (repeats instanceof Tensor && repeats.numel() !== 1) {
    if (repeats.numel() !== x.shape[axis]) throw runtimeError("repeats must have the same size as input along dim");
    const places = repeatedPlaces(repeats);
    if (output_size !== null && output_size !== places.numel())
      throw runtimeError("allocated size does not match required size");
    return index_select(x, axis, places);
  }
  const times = repeats instanceof Tensor ? repeats.item() : repeats;
  if (times < 0) throw runtimeError("repeats can not be negative");
  const strides = contiguousStrides(x.shape);
  const at = <T>(list: readonly T[], extra: T): T[] => [...list.slice(0, axis + 1), extra, ...list.slice(axis + 1)];
  const repeated = as_strided(x, "RepeatInterleaveBackward0", at(x.shape, times), at(strides, 0));
  return repeated.reshape(x.shape.map((size, d) => (d === axis ? size * times : size)));
}
