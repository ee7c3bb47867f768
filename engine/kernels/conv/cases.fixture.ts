// Owns random sizes of convolutions for tests.

import type { Bench } from "../testing/both_builds.fixture.ts";
import type { ConvDims } from "./contract.ts";

type Three = readonly [number, number, number];

/** The sizes of a convolution with padding on both sides, its outputs as torch counts them. */
export function convDims(
  sizes: Pick<ConvDims, "batch" | "groups" | "inPerGroup" | "outPerGroup" | "input" | "kernel"> & {
    readonly stride?: Three;
    readonly padding?: Three;
    readonly dilation?: Three;
  },
): ConvDims {
  const { stride = [1, 1, 1], padding = [0, 0, 0], dilation = [1, 1, 1], ...rest } = sizes;
  const output = [0, 1, 2].map((i) => {
    const reach = dilation[i]! * (sizes.kernel[i]! - 1) + 1;
    return Math.floor((sizes.input[i]! + 2 * padding[i]! - reach) / stride[i]!) + 1;
  }) as unknown as Three;
  return { ...rest, stride, before: padding, dilation, output };
}

/** Sizes of every kind, small enough for the plain kernels; `dims` spatial dims are larger than 1. */
export function randomConv(b: Bench, dims: number): ConvDims {
  const three = (make: (dim: number) => number, none: number): Three =>
    [0, 1, 2].map((dim) => (dim < 3 - dims ? none : make(dim))) as unknown as Three;
  for (;;) {
    const square = b.integer(1, 5);
    const kernel = three(() => (b.random() < 0.7 ? square : b.integer(1, 5)), 1);
    const depthwise = b.random() < 0.25;
    const d = convDims({
      batch: b.integer(0, 3),
      groups: depthwise ? b.integer(2, 9) : b.pick([1, 1, 1, 2, 3]),
      inPerGroup: depthwise ? 1 : b.integer(1, 11),
      outPerGroup: depthwise ? b.integer(1, 3) : b.integer(1, 25),
      input: three(() => b.integer(1, dims === 3 ? 9 : 21), 1),
      kernel,
      stride: three(() => b.pick([1, 1, 1, 2, 2, 3]), 1),
      padding: three(() => b.pick([0, 0, 1, 1, 2, 3]), 0),
      dilation: three(() => b.pick([1, 1, 1, 2, 3]), 1),
    });
    if (d.output.every((size) => size > 0)) return d;
  }
}

/** The same for batches of small images, which are computed eight at a time. */
export function randomBatch(b: Bench, dims: number): ConvDims {
  for (;;) {
    const d = { ...randomConv(b, dims), batch: b.pick([6, 7, 8, 14, 16, 24]), groups: 1 };
    if (d.input.every((size) => size <= 13)) return d;
  }
}
