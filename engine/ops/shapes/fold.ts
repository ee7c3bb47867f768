// Owns the sizes of windows as columns: unfold, and fold that adds them up again.
import { indexError, runtimeError, ShapeError } from "../../core/errors.ts";
import { pyRepr } from "../../core/python.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Functional, Ints } from "../functional.ts";
import { windows, withBatch } from "./spatial.ts";

type Pair = readonly [number, number];

/** Windows over images: sizes as (H, W). */
export interface FoldGeometry {
  readonly batch: number;
  readonly channels: number;
  readonly image: Pair;
  readonly kernel: Pair;
  readonly dilation: Pair;
  readonly padding: Pair;
  readonly stride: Pair;
  /** How many windows there are along each dim. */
  readonly blocks: Pair;
  /** Of the result. */
  readonly shape: readonly number[];
}

function pair(name: string, value: Ints): Pair {
  if (typeof value === "number") return [value, value];
  if (value.length !== 2) throw runtimeError(`It is expected ${name} equals to 2, but got size ${value.length}`);
  return value as unknown as Pair;
}

interface Window {
  readonly kernel: Pair;
  readonly dilation: Pair;
  readonly padding: Pair;
  readonly stride: Pair;
}

function windowOf(kernel_size: Ints, dilation: Ints, padding: Ints, stride: Ints): Window {
  const window = {
    kernel: pair("kernel_size", kernel_size),
    dilation: pair("dilation", dilation),
    padding: pair("padding", padding),
    stride: pair("stride", stride),
  };
  const positive = (what: string, name: string, [height, width]: Pair): void => {
    if (height > 0 && width > 0) return;
    throw runtimeError(
      `${what} should be greater than zero, but got ${name}_height: ${height} ${name}_width: ${width}`,
    );
  };
  positive("kernel size", "kernel", window.kernel);
  positive("dilation", "dilation", window.dilation);
  const [height, width] = window.padding;
  if (height < 0 || width < 0) {
    throw runtimeError(`padding should be non-negative, but got pad_height: ${height} pad_width: ${width}`);
  }
  positive("stride", "stride", window.stride);
  return window;
}

const blocksOf = (image: Pair, { kernel, dilation, padding, stride }: Window): Pair => {
  const along = (i: 0 | 1): number => windows(image[i], kernel[i], stride[i], 2 * padding[i], dilation[i]);
  return [along(0), along(1)];
};

/** Checks F.unfold's arguments as torch does and computes its sizes (torch.nn.Unfold, "Shape"). */
export function unfoldGeometry(
  input: Shape,
  kernel_size: Ints,
  dilation: Ints = 1,
  padding: Ints = 0,
  stride: Ints = 1,
): FoldGeometry {
  const window = windowOf(kernel_size, dilation, padding, stride);
  const rank = input.length;
  if (rank < 3) {
    const range = `[${-Math.max(rank, 1)}, ${Math.max(rank, 1) - 1}]`;
    throw indexError(`Dimension out of range (expected to be in range of ${range}, but got ${rank === 2 ? 2 : 1})`);
  }
  if (rank > 4 || input.slice(rank - 3).includes(0)) {
    throw new ShapeError(
      "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: " +
        printShape(input),
      rank > 4 ? { what: "rank", expected: 4, got: rank, input: 0 } : null,
    );
  }
  const [batch, channels, height, width] = withBatch(input, 2) as [number, number, number, number];
  const blocks = blocksOf([height, width], window);
  if (blocks[0] < 1 || blocks[1] < 1) {
    const print = (sizes: Pair): string => pyRepr(sizes);
    // Torch prints the height twice.
    throw runtimeError(
      `Given input with spatial size ${print([height, height])}, kernel_size=${print(window.kernel)}, ` +
        `dilation=${print(window.dilation)}, padding=${print(window.padding)}, calculated shape of the array of sliding ` +
        `blocks as ${print(blocks)}, but its components must be at least one.`,
    );
  }
  const columns = [channels * window.kernel[0] * window.kernel[1], blocks[0] * blocks[1]];
  const shape = rank === 4 ? [batch, ...columns] : columns;
  return { ...window, batch, channels, image: [height, width], blocks, shape };
}

/** Checks F.fold's arguments as torch does and computes its sizes (torch.nn.Fold, "Shape"). */
export function foldGeometry(
  input: Shape,
  output_size: Ints,
  kernel_size: Ints,
  dilation: Ints = 1,
  padding: Ints = 0,
  stride: Ints = 1,
): FoldGeometry {
  const image = pair("output_size", output_size);
  const window = windowOf(kernel_size, dilation, padding, stride);
  const rank = input.length;
  if ((rank !== 2 && rank !== 3) || input.slice(rank - 2).includes(0)) {
    throw new ShapeError(
      "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, " +
        `but got: ${printShape(input)}`,
      rank !== 2 && rank !== 3 ? { what: "rank", expected: 3, got: rank, input: 0 } : null,
    );
  }
  const [batch, columns, count] = withBatch(input, 1) as [number, number, number];
  const taps = window.kernel[0] * window.kernel[1];
  const print = (sizes: Pair): string => pyRepr(sizes);
  if (columns % taps !== 0) {
    throw runtimeError(
      "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got " +
        `input.size(1)=${columns} and kernel_size=${print(window.kernel)}.`,
    );
  }
  const blocks = blocksOf(image, window);
  if (blocks[0] * blocks[1] !== count) {
    throw new ShapeError(
      `Given output_size=${print(image)}, kernel_size=${print(window.kernel)}, dilation=${print(window.dilation)}, ` +
        `padding=${print(window.padding)}, stride=${print(window.stride)}, expected size of input's dimension 2 to match ` +
        `the calculated number of sliding blocks ${blocks[0]} * ${blocks[1]} = ${blocks[0] * blocks[1]}, but got ` +
        `input.size(2)=${count}.`,
      { what: "size", expected: blocks[0] * blocks[1], got: count, input: 0, dim: rank - 1, arg: "output_size" },
    );
  }
  const channels = columns / taps;
  const shape = rank === 3 ? [batch, channels, ...image] : [channels, ...image];
  return { ...window, batch, channels, image, blocks, shape };
}

export const foldShapes = {
  unfold: (...args) => unfoldGeometry(...args).shape,
  fold: (...args) => foldGeometry(...args).shape,
} satisfies Partial<Functional<Shape>>;
