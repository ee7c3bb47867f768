// Owns the sizes of what Python's brackets pick of a tensor: entries, parts, new dims, lists of places and masks.
import { indexError, valueError } from "../../core/errors.ts";
import { broadcastShapes, printShape, type Shape } from "../../core/shape.ts";
import { type IndexList, type PlainIndex, parseIndex, type Slice } from "../python_index.ts";

/** The sizes of a nested list. */
function listShape(list: IndexList): number[] {
  const shape: number[] = [];
  for (let part: IndexList[number] | IndexList | undefined = list; Array.isArray(part); part = part[0]) {
    shape.push(part.length);
  }
  return shape;
}

/** The elements of a nested list, in C order. */
const elements = (list: IndexList): (number | boolean)[] =>
  list.flatMap((item) => (typeof item === "object" ? elements(item) : [item]));

const isMask = (list: IndexList): boolean => typeof elements(list)[0] === "boolean";
const isList = (item: PlainIndex): item is IndexList => Array.isArray(item);

/** How many dims an entry reads. */
function reads(item: PlainIndex): number {
  if (item === null || item === "..." || typeof item === "boolean") return 0;
  return isList(item) && isMask(item) ? listShape(item).length : 1;
}

/** How many entries of a dim a slice picks, with Python's reading of negative and too large bounds. */
function partOf({ start, stop, step }: Slice, size: number): number {
  if (step === 0) throw valueError("slice step cannot be zero");
  if (step !== null && step < 0) throw valueError("step must be greater than zero");
  const clip = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
  return Math.max(Math.ceil((clip(stop ?? size) - clip(start ?? 0)) / (step ?? 1)), 0);
}

function checkPlaces(list: IndexList, dim: number, size: number): void {
  for (const at of elements(list) as number[]) {
    if (at >= -size && at < size) continue;
    throw indexError(`index ${at} is out of bounds for dimension ${dim} with size ${size}`);
  }
}

/** What of a tensor is left, dim by dim: a size, or the sizes of the places that it is read at. */
type Left = { readonly size: number; readonly places: Shape | null };

function masked(list: IndexList, input: Shape, at: number, left: Left[]): void {
  const shape = listShape(list);
  shape.forEach((size, d) => {
    if (size === input[at + d]) return;
    throw indexError(
      `The shape of the mask ${printShape(shape)} at index ${d} does not match the shape of the indexed tensor ` +
        `${printShape(input)} at index ${at + d}`,
    );
  });
  const held = elements(list).filter((holds) => holds === true).length;
  for (const size of shape) left.push({ size, places: [held] });
}

/** Where lists of places stand, their common shape takes the place of their dims: the first of all where they lie apart. */
function joined(left: readonly Left[]): Shape {
  const dims = left.flatMap(({ places }, d) => (places ? [d] : []));
  if (dims.length === 0) return left.map(({ size }) => size);
  const shapes = dims.map((d) => left[d]!.places!);
  let common: Shape;
  try {
    common = shapes.reduce((a, b) => broadcastShapes(a, b));
  } catch {
    throw indexError(
      "shape mismatch: indexing tensors could not be broadcast together with shapes " +
        shapes.map(printShape).join(", "),
    );
  }
  const together = dims.every((d, i) => d === dims[0]! + i);
  const axis = together ? dims[0]! : 0;
  const rest = left.filter(({ places }) => places === null).map(({ size }) => size);
  return [...rest.slice(0, axis), ...common, ...rest.slice(axis)];
}

/** The shape of `input[index]`, with torch's IndexErrors. */
export function indexedShape(input: Shape, index: string): Shape {
  const items = parseIndex(index);
  if (input.length === 0 && items.length === 1 && typeof items[0] === "number") {
    throw indexError(
      "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim " +
        "tensor to a number",
    );
  }
  const asked = items.reduce<number>((n, item) => n + reads(item), 0);
  if (asked > input.length) throw indexError(`too many indices for tensor of dimension ${input.length}`);
  const left: Left[] = [];
  const keep = (sizes: Shape): void => {
    for (const size of sizes) left.push({ size, places: null });
  };
  let at = 0;
  let wide = true;
  for (const item of items) {
    if (item === "...") {
      // Only the first one stands for dims.
      const count = wide ? input.length - asked : 0;
      wide = false;
      keep(input.slice(at, at + count));
      at += count;
    } else if (item === null) keep([1]);
    else if (typeof item === "boolean") left.push({ size: 1, places: [Number(item)] });
    else if (typeof item === "number") checkPlaces([item], at, input[at++]!);
    else if (!isList(item)) keep([partOf(item, input[at++]!)]);
    else if (isMask(item)) {
      masked(item, input, at, left);
      at += reads(item);
    } else {
      checkPlaces(item, at, input[at]!);
      left.push({ size: input[at++]!, places: listShape(item) });
    }
  }
  keep(input.slice(at));
  return joined(left);
}
