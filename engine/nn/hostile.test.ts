// Holds outputs and gradients at NaN, infinities and ties against PyTorch's, on every set of kernels.
import v8 from "node:v8";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { autograd, F, nn, type Tensor, tensor, torch } from "../index.ts";
import { type KernelSet, loadKernels } from "../kernels/index.ts";

// Node 20 has relaxed SIMD behind a flag; later versions have it and ignore this.
v8.setFlagsFromString("--experimental-wasm-relaxed-simd");

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const leaf = (values: number[], shape = [values.length]): Tensor => tensor(values, { shape, requires_grad: true });
const back = (out: Tensor, grad: number[]): void => autograd.backward([out], [tensor(grad, { shape: [...out.shape] })]);
const numbers = (t: Tensor | null): number[] => Array.from(t!.toTypedArray(), (x) => Number(x) + 0);

describe.each(["reference", "plain", "relaxed"] as const satisfies readonly KernelSet[])("%s kernels", (set) => {
  beforeAll(async () => {
    await loadKernels(set);
  });
  afterAll(async () => {
    await loadKernels("reference");
  });

  it("gives both sides of a maximum or minimum the gradient where one is NaN", () => {
    for (const [op, first, second] of [
      [torch.maximum, [1, 2, 3, 0, 2.5], [1, 2, 0, 4, 2.5]],
      [torch.minimum, [1, 2, 0, 4, 2.5], [1, 2, 3, 0, 2.5]],
    ] as const) {
      const [a, b] = [leaf([nan, 1, 5, 1, 7]), leaf([0, nan, 1, 5, 7])];
      back(op(a, b), [1, 2, 3, 4, 5]);
      expect(numbers(a.grad)).toEqual(first);
      expect(numbers(b.grad)).toEqual(second);
    }
  });

  it("lets gradients pass a recurrent ReLU that is NaN", () => {
    const rnn = nn.create("RNN", { input_size: 1, hidden_size: 1, nonlinearity: "relu", bias: false });
    rnn.load_state_dict(
      new Map([
        ["weight_ih_l0", tensor([2], { shape: [1, 1] })],
        ["weight_hh_l0", tensor([1], { shape: [1, 1] })],
      ]),
    );
    const x = leaf([1, nan, 1], [3, 1, 1]);
    const [out] = rnn.call(x) as unknown as [Tensor];
    expect(numbers(out)).toEqual([2, nan, nan]);
    back(out, [1, 1, 1]);
    expect(numbers(x.grad)).toEqual([6, 4, 2]);
  });

  it("reads the nearest voxel as torch rounds, and gives the grid no gradient of it", () => {
    const volume = leaf([5, 6], [1, 1, 1, 1, 2]);
    const grid = leaf([0, 0, 0, -2, -2, -2], [1, 1, 1, 2, 3]);
    const out = F.grid_sample(volume, grid, "nearest", "zeros", true) as Tensor;
    expect(numbers(out)).toEqual([6, 0]);
    back(out, [inf, nan]);
    expect(numbers(grid.grad)).toEqual([0, 0, 0, 0, 0, 0]);
    const image = tensor([5, 6], { shape: [1, 1, 1, 2] });
    const middle = tensor([0, 0], { shape: [1, 1, 1, 2] });
    expect(numbers(F.grid_sample(image, middle, "nearest", "zeros", true) as Tensor)).toEqual([5]);
  });

  it("keeps infinities of a resized line apart where torch's weights are 0", () => {
    const out = F.interpolate(tensor([inf, 0.5, -inf], { shape: [1, 1, 3] }), {
      scale_factor: 1.5,
      mode: "linear",
      align_corners: true,
    }) as Tensor;
    expect(numbers(out).slice(1, 3)).toEqual([inf, -inf]);
  });

  it("has torch's slopes of smooth L1 without smoothing, and of a margin with one class", () => {
    const x = leaf([0, 1, -1, nan]);
    back(F.smooth_l1_loss(x, tensor([0, 0, 0, 0]), null, null, "sum", 0) as Tensor, [1]);
    expect(numbers(x.grad)).toEqual([-1, 1, -1, nan]);
    const one = leaf([0.5], [1, 1]);
    back(F.multi_margin_loss(one, tensor([0], { dtype: "int64" })) as Tensor, [-inf]);
    expect(numbers(one.grad)).toEqual([nan]);
  });
});
