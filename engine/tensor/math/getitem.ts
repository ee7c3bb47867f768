// Owns indexing with everything Python's brackets take: entries, parts, new dims, tensors of places, masks, and all of them
// at once.
import { indexError, typeError, valueError } from "../../core/errors.ts";
import { broadcastShapes, numel, printShape, type Shape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { type IndexList, type PlainIndex, parseIndex, type Slice } from "../../ops/python_index.ts";
import { tensor, type Values } from "../create.ts";
import { Tensor } from "../tensor.ts";
import { stretched } from "./broadcast.ts";
import { nonzero, take } from "./indexing.ts";
import { permute, select, slice, unsqueeze } from "./shape.ts";

type Part = Partial<Slice>;
/** One entry of an index. */
export type IndexItem = number | boolean | null | "..." | Part | Tensor | IndexList;
/** One entry, several, or Python's text. */
export type Index = IndexItem | readonly IndexItem[] | string;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function itemsOf(index: Index): readonly IndexItem[] {
  if (typeof index === "string" && index !== "...") return parseIndex(index) as readonly PlainIndex[];
  return isList(index) ? (index as readonly IndexItem[]) : [index as IndexItem];
}

/** A list as the tensor it stands for. */
function listed(list: IndexList): Tensor {
  let first: IndexList | number | boolean | undefined = list;
  while (Array.isArray(first)) first = (first as IndexList)[0];
  return tensor(list as Values, { dtype: typeof first === "boolean" ? "bool" : "int64" });
}

function checked(item: IndexItem): IndexItem {
  if (typeof item === "number" && !Number.isInteger(item)) {
    throw indexError(
      "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got float)",
    );
  }
  if (typeof item === "string" && item !== "...") throw typeError("new(): invalid data type 'str'");
  if (item instanceof Tensor && item.dtype === "float32") {
    throw indexError("tensors used as indices must be long, byte or bool tensors");
  }
  return isList(item) ? listed(item as IndexList) : item;
}

/** How many dims an entry reads. */
function reads(item: IndexItem): number {
  if (item === null || item === "..." || typeof item === "boolean") return 0;
  return item instanceof Tensor && item.dtype === "bool" ? item.ndim : 1;
}

function part(x: Tensor, dim: number, { start = null, stop = null, step = null }: Part): Tensor {
  if (step === 0) throw valueError("slice step cannot be zero");
  if (step !== null && step < 0) throw valueError("step must be greater than zero");
  return slice(x, dim, start ?? 0, stop ?? Number.POSITIVE_INFINITY, step ?? 1);
}

function entry(x: Tensor, dim: number, at: number, place: number): Tensor {
  const size = x.shape[dim]!;
  if (at < -size || at >= size) {
    throw indexError(`index ${at} is out of bounds for dimension ${place} with size ${size}`);
  }
  return select(x, dim, at);
}

/** Places along the dims a mask covers. */
function placesOf(mask: Tensor, x: Tensor, dim: number): Tensor[] {
  mask.shape.forEach((size, d) => {
    if (size === x.shape[dim + d]) return;
    throw indexError(
      `The shape of the mask ${printShape(mask.shape)} at index ${d} does not match the shape of the indexed tensor ` +
        `${printShape(x.shape)} at index ${dim + d}`,
    );
  });
  const places = nonzero(mask);
  return mask.shape.map((_, d) => select(places, 1, d));
}

/** x with its first entries read off, and for every dim of what is left the tensor of places it is read at, if any. */
interface Advanced {
  readonly x: Tensor;
  readonly places: readonly (Tensor | null)[];
}

function applyBasic(input: Tensor, items: readonly IndexItem[]): Advanced {
  const asked = items.reduce<number>((n, item) => n + reads(item), 0);
  if (asked > input.ndim) throw indexError(`too many indices for tensor of dimension ${input.ndim}`);
  let x = input;
  let dim = 0;
  // The place in the input that the reader of an error knows.
  let place = 0;
  let wide = true;
  const places: (Tensor | null)[] = [];
  for (const item of items) {
    if (item === "...") {
      // Only the first one stands for dims.
      const count = wide ? input.ndim - asked : 0;
      wide = false;
      dim += count;
      place += count;
    } else if (item === null) {
      x = unsqueeze(x, dim);
      dim++;
    } else if (typeof item === "boolean") {
      x = unsqueeze(x, dim);
      places[dim] = tensor(item ? [0] : [], { dtype: "int64" });
      dim++;
    } else if (typeof item === "number") {
      x = entry(x, dim, item, place++);
    } else if (item instanceof Tensor) {
      const found = item.dtype === "bool" ? placesOf(item, x, dim) : [item];
      if (item.dtype === "bool" && item.ndim === 0) {
        x = unsqueeze(x, dim);
        found.push(tensor(item.item() ? [0] : [], { dtype: "int64" }));
      }
      for (const at of found) places[dim++] = at;
      place += reads(item);
    } else {
      x = part(x, dim, item as Part);
      dim++;
      place++;
    }
  }
  return { x, places: Array.from({ length: x.ndim }, (_, d) => places[d] ?? null) };
}

/** One number for every combination of places: where it is along the dims read as one. */
function flatPlaces(tensors: readonly Tensor[], sizes: readonly number[], first: number, shape: Shape): Float64Array {
  const out = new Float64Array(numel(shape));
  tensors.forEach((at, i) => {
    const size = sizes[i]!;
    const bad = kernels.firstOutside(at.data, -size, size);
    if (bad >= 0) {
      throw indexError(`index ${at.data[bad]} is out of bounds for dimension ${first + i} with size ${size}`);
    }
    const own = new Float64Array(out.length);
    kernels.copyStrided(at.data, own, shape, stretched(at.shape, shape), 0);
    for (let k = 0; k < out.length; k++) out[k] = out[k]! * size + (own[k]! < 0 ? own[k]! + size : own[k]!);
  });
  return out;
}

function commonShape(tensors: readonly Tensor[]): Shape {
  try {
    return tensors.map(({ shape }) => shape as Shape).reduce((a, b) => broadcastShapes(a, b));
  } catch {
    throw indexError(
      "shape mismatch: indexing tensors could not be broadcast together with shapes " +
        tensors.map(({ shape }) => printShape(shape)).join(", "),
    );
  }
}

/** Where an index with tensors of places leads: the tensor with the dims they read side by side, and the places in them. */
export interface Places {
  /** The input with the dims that are read moved together, as one dim. */
  readonly x: Tensor;
  readonly axis: number;
  readonly flat: Float64Array;
  /** The shape of what is read. */
  readonly shape: Shape;
  readonly tensors: readonly Tensor[];
}

function locate({ x: given, places }: Advanced): Places | null {
  const dims = places.flatMap((at, d) => (at ? [d] : []));
  if (dims.length === 0) return null;
  const tensors = dims.map((d) => places[d]!);
  const together = dims.every((d, i) => d === dims[0]! + i);
  // Dims that lie apart come first, as in numpy.
  const axis = together ? dims[0]! : 0;
  const rest = [...given.shape.keys()].filter((d) => !dims.includes(d));
  const x = together ? given : permute(given, [...dims, ...rest]);
  const sizes = dims.map((d) => given.shape[d]!);
  const shape = commonShape(tensors);
  const flat = flatPlaces(tensors, sizes, axis, shape);
  const [before, behind] = [x.shape.slice(0, axis), x.shape.slice(axis + dims.length)];
  return {
    x: x.reshape([...before, numel(sizes), ...behind]),
    axis,
    flat,
    shape: [...before, ...shape, ...behind],
    tensors,
  };
}

/** Entries at tensors of places, one for each dim or null: what getitem does after its slices. */
export function locateAt(input: Tensor, tensors: readonly (Tensor | null)[]): Places | null {
  return locate(
    applyBasic(
      input,
      tensors.map((at) => at ?? {}),
    ),
  );
}

/** input[index]: Python's text, or one or several of: integers, null, "...", { start, stop, step }, int64 and bool tensors. */
export function getitem(input: Tensor, index: Index): Tensor {
  const items = itemsOf(index).map(checked);
  const first = items[0];
  if (input.ndim === 0 && items.length === 1 && typeof first === "number") {
    throw indexError(
      "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim " +
        "tensor to a number",
    );
  }
  const basic = applyBasic(input, items);
  const found = locate(basic);
  if (found === null) return basic.x === input ? input.reshape(input.shape) : basic.x;
  return take("IndexBackward0", found.x, found.axis, () => found.flat, found.shape, found.tensors);
}
