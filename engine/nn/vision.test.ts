// The modules that resize, pad, fold and shuffle images, as PyTorch prints, seeds and calls them.
import { expect, test } from "vitest";
import { manual_seed } from "../core/random.ts";
import { ones, tensor } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { constructors } from "./build.ts";

const nn = constructors;

test.each([
  [nn.ConvTranspose1d(4, 5, 3), "ConvTranspose1d(4, 5, kernel_size=(3,), stride=(1,))"],
  [
    nn.ConvTranspose2d(4, 2, 3, { groups: 2, output_padding: 1, stride: 2, dilation: [2, 1], bias: false }),
    "ConvTranspose2d(4, 2, kernel_size=(3, 3), stride=(2, 2), dilation=(2, 1), output_padding=(1, 1), groups=2, bias=False)",
  ],
  [
    nn.ConvTranspose3d(1, 1, 2, { padding: 1 }),
    "ConvTranspose3d(1, 1, kernel_size=(2, 2, 2), stride=(1, 1, 1), padding=(1, 1, 1))",
  ],
  [nn.Upsample({ size: 3 }), "Upsample(size=3, mode=nearest)"],
  [nn.Upsample({ scale_factor: 2, mode: "bilinear" }), "Upsample(scale_factor=2.0, mode=bilinear)"],
  [nn.Upsample({ scale_factor: [2, 3.5] }), "Upsample(scale_factor=(2.0, 3.5), mode=nearest)"],
  [nn.Upsample({ scale_factor: 0 }), "Upsample(size=None, mode=nearest)"],
  [nn.UpsamplingBilinear2d({ size: [2, 3] }), "UpsamplingBilinear2d(size=(2, 3), mode=bilinear)"],
  [nn.UpsamplingNearest2d({ scale_factor: 2 }), "UpsamplingNearest2d(scale_factor=2.0, mode=nearest)"],
  [nn.ReplicationPad1d(2), "ReplicationPad1d((2, 2))"],
  [nn.ReflectionPad3d([1, 2, 3, 4, 5, 6]), "ReflectionPad3d((1, 2, 3, 4, 5, 6))"],
  [nn.ConstantPad2d(1, 3.5), "ConstantPad2d(padding=(1, 1, 1, 1), value=3.5)"],
  [nn.CircularPad1d([1, 2]), "CircularPad1d((1, 2))"],
  [nn.ZeroPad3d(1), "ZeroPad3d((1, 1, 1, 1, 1, 1))"],
  [nn.Unfold([2, 3], { stride: 2 }), "Unfold(kernel_size=(2, 3), dilation=1, padding=0, stride=2)"],
  [nn.Fold([4, 5], 2), "Fold(output_size=(4, 5), kernel_size=2, dilation=1, padding=0, stride=1)"],
  [nn.PixelShuffle(3), "PixelShuffle(upscale_factor=3)"],
  [nn.PixelUnshuffle(3), "PixelUnshuffle(downscale_factor=3)"],
  [nn.ChannelShuffle(2), "ChannelShuffle(groups=2)"],
  [nn.Unflatten(1, [3, 4]), "Unflatten(dim=1, unflattened_size=(3, 4))"],
])("%# %s prints as in PyTorch", (module, text) => expect(String(module)).toBe(text));

test("a seeded transposed convolution has PyTorch's weights", () => {
  manual_seed(0);
  const { weight, bias } = nn.ConvTranspose2d(2, 2, 2, { groups: 2 });
  const rounded = (values: ArrayLike<number>): number[] => Array.from(values, (v) => Math.round(v * 1e6) / 1e6);
  expect(rounded(weight.data)).toEqual([
    -0.003743, 0.268222, -0.411523, -0.36797, -0.192577, 0.134079, -0.009907, 0.396445,
  ]);
  expect(rounded(bias!.data)).toEqual([-0.044372, 0.132306]);
});

test("output_size chooses among the sizes a transposed convolution can have", () => {
  const up = nn.ConvTranspose2d(4, 2, 3, { stride: 2 });
  const input = ones([1, 4, 4, 4]);
  const shape = (...given: unknown[]): readonly number[] => (up.call(input, ...given) as { shape: number[] }).shape;
  expect(shape()).toEqual([1, 2, 9, 9]);
  expect(shape([10, 9])).toEqual([1, 2, 10, 9]);
  expect(shape({ output_size: [1, 2, 9, 10] })).toEqual([1, 2, 9, 10]);
  expect(() => shape([12, 9])).toThrow(
    "requested an output size of [12, 9], but valid sizes range from [9, 9] to [10, 10] (for an input of torch.Size([4, 4]))",
  );
  expect(() => shape([9])).toThrow("ConvTranspose2D: for 4D input, output_size must have 2 or 4 elements (got 1)");
});

test.each([
  [
    () => nn.ConvTranspose2d(4, 2, 3, { padding_mode: "reflect" }),
    'Only "zeros" padding mode is supported for ConvTranspose2d',
  ],
  [() => nn.ConvTranspose1d(4, 2, 3, { groups: 4 }), "out_channels must be divisible by groups"],
  [() => nn.Upsample().call(ones([1, 1, 2])), "either size or scale_factor should be defined"],
  [() => nn.CircularPad1d(1).call(ones([1, 1, 1, 2])), "expected 2D or 3D input (got 4D input)"],
])("%# is refused in PyTorch's words", (make, text) => expect(make).toThrow(text));

test("an average's divisor may be negative, not 0", () => {
  const x = tensor(
    Array.from({ length: 16 }, (_, i) => i + 1),
    { shape: [1, 1, 4, 4] },
  );
  const by = (divisor_override: number) => nn.AvgPool2d(2, { divisor_override }).call(x) as Tensor;
  [-14 / 3, -22 / 3, -46 / 3, -18].forEach((mean, i) => {
    expect(by(-3).data[i]).toBeCloseTo(mean, 5);
  });
  expect(() => by(0)).toThrow("divisor must be not zero");
  const deep = nn.AvgPool3d(2, { divisor_override: -3 }).call(x.reshape([1, 1, 4, 2, 2])) as Tensor;
  [-12, -100 / 3].forEach((mean, i) => {
    expect(deep.data[i]).toBeCloseTo(mean, 5);
  });
});
