// Transposed convolutions, padding, folding, shuffling, resizing and grids against PyTorch's numbers and errors, which
// scripts/golden_vision.py writes, and their gradients against finite differences.
import { expect, test } from "vitest";
import { numel, type Shape } from "../core/shape.ts";
import { shapeFunctional } from "../ops/shapes/index.ts";
import { tensor } from "./create.ts";
import { tensorFunctional } from "./functional.ts";
import goldens from "./golden/vision.json" with { type: "json" };
import { gradientError } from "./math/gradcheck.fixture.ts";
import type { Tensor } from "./tensor.ts";

type Arg = { readonly wave: Shape } | number | string | boolean | null | readonly number[];
interface Golden {
  readonly case: readonly [op: string, ...args: Arg[]];
  readonly error?: readonly [name: string, message: string];
  readonly shape?: Shape;
  readonly output?: readonly number[];
  readonly grads?: readonly (readonly number[])[];
}
type Op<V> = (...args: unknown[]) => V;

const isWave = (arg: Arg): arg is { readonly wave: Shape } =>
  typeof arg === "object" && arg !== null && !Array.isArray(arg);

const wave = (shape: Shape, step: number): Tensor =>
  tensor(
    Array.from({ length: numel(shape) }, (_, i) => Math.sin(Math.fround((i + 1) * step))),
    { shape },
  );

/** The op over tensors and over shapes, the tensors it is called with, and what puts tensors among the other arguments. */
function prepare({ case: [name, ...args] }: Golden) {
  const leaves = args.filter(isWave).map(({ wave: shape }, i) => wave(shape, 0.7 + 0.1 * i));
  const place = (inputs: readonly unknown[]): unknown[] => {
    const rest = [...inputs];
    return args.map((arg) => (isWave(arg) ? rest.shift() : arg));
  };
  return {
    leaves,
    run: (...inputs: Tensor[]): Tensor =>
      (tensorFunctional as unknown as Record<string, Op<Tensor>>)[name]!(...place(inputs)),
    infer: (): Shape =>
      (shapeFunctional as unknown as Record<string, Op<Shape>>)[name]!(...place(leaves.map(({ shape }) => shape))),
  };
}

function close(got: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(got.length, what).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(got[i]! - value), `${what}[${i}]: ${got[i]}, not ${value}`).toBeLessThan(
      2e-5 * (1 + Math.abs(value)),
    );
  }
}

const label = (golden: Golden): string => JSON.stringify(golden.case).replaceAll('"', "");
const all = goldens as unknown as readonly Golden[];

test.each(all.filter((golden) => !golden.error).map((golden) => [label(golden), golden] as const))(
  "%s gives PyTorch's numbers and gradients",
  (_, golden) => {
    const { leaves, run, infer } = prepare(golden);
    for (const leaf of leaves) leaf.requires_grad_();
    const out = run(...leaves);
    expect(out.shape).toEqual(golden.shape);
    expect(infer()).toEqual(golden.shape);
    close(out.data, golden.output!, "output");
    out.backward(wave(out.shape, 0.3));
    for (const [i, leaf] of leaves.entries()) close(leaf.grad!.data, golden.grads![i]!, `gradient ${i}`);
  },
);

test.each(all.filter((golden) => golden.error).map((golden) => [label(golden), golden] as const))(
  "%s fails in PyTorch's words",
  (_, golden) => {
    const [name, message] = golden.error!;
    const { leaves, run, infer } = prepare(golden);
    expect(() => run(...leaves)).toThrow(expect.objectContaining({ name, message }));
    expect(() => infer()).toThrow(expect.objectContaining({ name, message }));
  },
);

test.each<[string, ...Arg[]]>([
  ["conv_transpose1d", { wave: [1, 2, 3] }, { wave: [2, 2, 2] }, { wave: [4] }, 2, 1, 1, 2],
  ["conv_transpose2d", { wave: [2, 2, 3] }, { wave: [2, 1, 2, 3] }, { wave: [1] }, [2, 1], 0, 0, 1, [1, 2]],
  ["conv_transpose3d", { wave: [1, 2, 2, 1, 2] }, { wave: [2, 1, 2, 2, 1] }],
  ["pad", { wave: [1, 2, 3, 3] }, [2, -1, 1, 2], "reflect"],
  ["unfold", { wave: [2, 3, 4] }, 2, 1, 1, 2],
  ["fold", { wave: [4, 6] }, [3, 4], 2],
  ["pixel_shuffle", { wave: [1, 4, 2, 3] }, 2],
  ["pixel_unshuffle", { wave: [1, 4, 6] }, 2],
  ["channel_shuffle", { wave: [2, 6, 2] }, 3],
  ["unflatten", { wave: [2, 6] }, 1, [-1, 2]],
  ["interpolate", { wave: [1, 2, 3, 4] }, null, 1.3, "bicubic"],
  ["interpolate", { wave: [1, 1, 5, 4] }, [2, 6], null, "bilinear", false, null, true],
  ["interpolate", { wave: [1, 2, 5] }, 3, null, "area"],
  ["grid_sample", { wave: [1, 2, 3, 4] }, { wave: [1, 2, 2, 2] }, "bicubic", "reflection", true],
  ["affine_grid", { wave: [2, 2, 3] }, [2, 1, 2, 2], false],
])("the gradient of %s is that of finite differences", (...golden) => {
  const { leaves, run } = prepare({ case: golden });
  expect(gradientError(run, leaves)).toBeLessThan(5e-3);
});

test("channel_shuffle deals channels out in turn", () => {
  const { channel_shuffle } = tensorFunctional;
  const channels = tensor([0, 1, 2, 3, 4, 5], { shape: [1, 6, 1], dtype: "int64" });
  expect(Array.from(channel_shuffle(channels, 3).data)).toEqual([0, 2, 4, 1, 3, 5]);
  expect(() => channel_shuffle(channels, 4)).toThrow(
    "Number of channels must be divisible by groups. Got 6 channels and 4 groups.",
  );
});

test.each<[sizes: number[], shape: Shape | string]>([
  [
    [3, -1],
    [2, 3, 4],
  ],
  [[5, -1], "unflatten: Provided sizes [5, -1] don't multiply up to the size of dim 1 (12) in the input tensor"],
  [[], "unflatten: sizes must be non-empty"],
  [[-1, -1], "unflatten got an unexpected error:\nonly one dimension can be inferred"],
])("unflatten of 12 into %j", (sizes, expected) => {
  const run = (): Shape => tensorFunctional.unflatten(wave([2, 12], 1), 1, sizes).shape;
  if (typeof expected === "string") expect(run).toThrow(expected);
  else expect(run()).toEqual(expected);
});

test("int64 and bool are padded as they are, and refused where torch has no kernel for them", () => {
  const whole = tensor([1, 2], { shape: [1, 1, 2], dtype: "int64" });
  const { pad, interpolate, unfold, grid_sample } = tensorFunctional;
  expect(pad(whole, [1, 0], "constant", 2.7)).toMatchObject({ dtype: "int64", data: Float64Array.of(2, 1, 2) });
  expect(() => pad(whole, [1, 0], "reflect")).toThrow("\"reflection_pad1d\" not implemented for 'Long'");
  expect(() => interpolate(whole, 3)).toThrow("\"compute_indices_weights_nearest\" not implemented for 'Long'");
  const image = whole.reshape([1, 1, 1, 2]);
  expect(() => unfold(image, 1)).toThrow("\"im2col_out_cpu\" not implemented for 'Long'");
  expect(() => grid_sample(image, wave([1, 1, 1, 2], 1))).toThrow("grid_sampler_2d_cpu not implemented for Long");
});
