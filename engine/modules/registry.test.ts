// Walks the registry: reprs, defaults, checks and shapes are torch's.
import { expect, test } from "vitest";
import type { Shape } from "../core/shape.ts";
import type { AnyModuleDef } from "./define.ts";
import { parameterCount, reprModule, requireArgs, resolveArgs } from "./derive.ts";
import type { ArgValues } from "./fields.ts";
import { moduleDef, modules } from "./index.ts";
import { outputShapes } from "./interpret.ts";

const def = (name: string) => moduleDef(name)!;
const repr = (name: string, args: ArgValues) => reprModule(def(name), requireArgs(def(name), args));
const shape = (name: string, args: ArgValues, ...inputs: Shape[]) =>
  outputShapes(def(name), resolveArgs(def(name), args, inputs[0]).args, inputs);

test.each<[string, ArgValues, string]>([
  ["Conv2d", { in_channels: 1, out_channels: 6, kernel_size: 5 }, "Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1))"],
  [
    "Conv2d",
    {
      in_channels: 3,
      out_channels: 16,
      kernel_size: 3,
      padding: "same",
      padding_mode: "reflect",
      dilation: 2,
      bias: false,
    },
    "Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1), padding=same, dilation=(2, 2), bias=False, padding_mode=reflect)",
  ],
  [
    "Conv2d",
    { in_channels: 3, out_channels: 16, kernel_size: 3, padding: 1 },
    "Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))",
  ],
  ["Conv1d", { in_channels: 1, out_channels: 2, kernel_size: 3 }, "Conv1d(1, 2, kernel_size=(3,), stride=(1,))"],
  ["MaxPool2d", { kernel_size: 5 }, "MaxPool2d(kernel_size=5, stride=5, padding=0, dilation=1, ceil_mode=False)"],
  [
    "MaxPool2d",
    { kernel_size: [2, 3] },
    "MaxPool2d(kernel_size=(2, 3), stride=(2, 3), padding=0, dilation=1, ceil_mode=False)",
  ],
  ["AvgPool2d", { kernel_size: 3, stride: 2 }, "AvgPool2d(kernel_size=3, stride=2, padding=0)"],
  ["AdaptiveAvgPool2d", { output_size: [null, 7] }, "AdaptiveAvgPool2d(output_size=(None, 7))"],
  ["ZeroPad2d", { padding: 1 }, "ZeroPad2d((1, 1, 1, 1))"],
  ["ReflectionPad2d", { padding: [1, 2, 3, 4] }, "ReflectionPad2d((1, 2, 3, 4))"],
  ["ReLU", {}, "ReLU()"],
  ["ReLU", { inplace: true }, "ReLU(inplace=True)"],
  ["GELU", {}, "GELU(approximate='none')"],
  ["Softmax", {}, "Softmax(dim=None)"],
  ["LogSoftmax", { dim: 1 }, "LogSoftmax(dim=1)"],
  ["Dropout", {}, "Dropout(p=0.5, inplace=False)"],
  [
    "BatchNorm2d",
    { num_features: 6 },
    "BatchNorm2d(6, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
  ],
  [
    "BatchNorm2d",
    { num_features: 3, momentum: null },
    "BatchNorm2d(3, eps=1e-05, momentum=None, affine=True, track_running_stats=True)",
  ],
  ["Linear", { in_features: 4, out_features: 2 }, "Linear(in_features=4, out_features=2, bias=True)"],
  ["Flatten", {}, "Flatten(start_dim=1, end_dim=-1)"],
  ["Sigmoid", {}, "Sigmoid()"],
])("%s %j prints as torch prints it", (name, args, text) => expect(repr(name, args)).toBe(text));

test.each<[string, ArgValues, string]>([
  ["Conv2d", { in_channels: 4, out_channels: 6, kernel_size: 3, groups: 3 }, "in_channels must be divisible by groups"],
  [
    "Conv2d",
    { in_channels: 4, out_channels: 3, kernel_size: 3, groups: 2 },
    "out_channels must be divisible by groups",
  ],
  ["Conv2d", { in_channels: 4, out_channels: 6, kernel_size: 3, groups: 0 }, "groups must be a positive integer"],
  [
    "Conv2d",
    { in_channels: 4, out_channels: 6, kernel_size: 3, padding: "same", stride: 2 },
    "padding='same' is not supported for strided convolutions",
  ],
  ["Dropout", { p: 1.5 }, "dropout probability has to be between 0 and 1, but got 1.5"],
  [
    "MaxPool2d",
    { kernel_size: 2, padding: 2 },
    "pad should be at most half of kernel size, but got pad=2 and kernel_size=2",
  ],
])("%s %j is refused in torch's words", (name, args, text) => expect(() => requireArgs(def(name), args)).toThrow(text));

const conv = { out_channels: 6, kernel_size: 5 };
test.each<[string, ArgValues, Shape[], Shape[]]>([
  ["Conv2d", conv, [[16, 1, 32, 32]], [[16, 6, 28, 28]]],
  ["Conv2d", conv, [[1, 32, 32]], [[6, 28, 28]]],
  ["Conv2d", { ...conv, padding: "same", dilation: 2 }, [[2, 3, 8, 9]], [[2, 6, 8, 9]]],
  ["Conv2d", { ...conv, padding: [2, 1], padding_mode: "circular" }, [[2, 3, 8, 9]], [[2, 6, 8, 7]]],
  ["Conv1d", conv, [[2, 3, 8]], [[2, 6, 4]]],
  ["Conv3d", conv, [[2, 3, 8, 9, 10]], [[2, 6, 4, 5, 6]]],
  ["MaxPool2d", { kernel_size: 5 }, [[30, 20, 32, 32]], [[30, 20, 6, 6]]],
  [
    "MaxPool2d",
    { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true, return_indices: true },
    [[1, 3, 7, 8]],
    [
      [1, 3, 4, 5],
      [1, 3, 4, 5],
    ],
  ],
  ["AdaptiveAvgPool2d", { output_size: [null, 3] }, [[1, 1, 8, 9]], [[1, 1, 8, 3]]],
  ["ZeroPad2d", { padding: [1, 2, 3, -4] }, [[3, 4, 5]], [[3, 3, 8]]],
  ["Linear", { out_features: 3 }, [[2, 7, 4]], [[2, 7, 3]]],
  ["Flatten", {}, [[8, 32, 5, 5]], [[8, 800]]],
  ["Add", {}, [[8, 1, 4], [3, 1], [1]], [[8, 3, 4]]],
  [
    "Cat",
    {},
    [
      [2, 3, 4],
      [2, 1, 4],
      [2, 2, 4],
    ],
    [[2, 6, 4]],
  ],
  ["Input", { shape: [1, 1, 28, 28] }, [], [[1, 1, 28, 28]]],
  ["Output", {}, [[1, 10]], []],
])("%s %j on %j", (name, args, inputs, outputs) => expect(shape(name, args, ...inputs)).toEqual(outputs));

test.each<[string, ArgValues, Shape[], string]>([
  ["Conv2d", conv, [[5, 5]], "Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [5, 5]"],
  [
    "Conv2d",
    { ...conv, in_channels: 3 },
    [[4, 8, 8]],
    "Given groups=1, weight of size [6, 3, 5, 5], expected input[1, 4, 8, 8] to have 3 channels, but got 4 channels instead",
  ],
  [
    "Conv2d",
    conv,
    [[2, 3, 2, 2]],
    "Calculated padded input size per channel: (2 x 2). Kernel size: (5 x 5). Kernel size can't be greater than actual input size",
  ],
  [
    "MaxPool2d",
    { kernel_size: 5 },
    [[3, 2, 8]],
    "Given input size: (3x2x8). Calculated output size: (3x0x1). Output size is too small",
  ],
  ["MaxPool2d", { kernel_size: 5 }, [[8, 8]], "non-empty 3D or 4D (batch mode) tensor expected for input"],
  [
    "ReflectionPad2d",
    { padding: [5, 1, 1, 1] },
    [[1, 3, 4, 5]],
    "Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (5, 1) at dimension 3 of input 4",
  ],
  [
    "Linear",
    { in_features: 400, out_features: 3 },
    [[2, 256]],
    "mat1 and mat2 shapes cannot be multiplied (2x256 and 400x3)",
  ],
  ["BatchNorm2d", {}, [[2, 3]], "expected 4D input (got 2D input)"],
  ["Flatten", {}, [[3]], "Dimension out of range (expected to be in range of [-1, 0], but got 1)"],
  [
    "Cat",
    {},
    [
      [2, 3, 4],
      [2, 3, 5],
    ],
    "Sizes of tensors must match except in dimension 1. Expected size 4 but got size 5 for tensor number 1 in the list.",
  ],
  [
    "Add",
    {},
    [[2, 3], [4]],
    "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
  ],
])("%s %j on %j fails in torch's words", (name, args, inputs, text) => {
  expect(() => shape(name, args, ...inputs)).toThrow(text);
});

test("every argument has a sentence, every module a doc and torch's own class name", () => {
  for (const [name, def] of Object.entries(modules)) {
    expect(def.name).toBe(name);
    expect(def.doc).toMatch(/\.$/);
    for (const [arg, field] of Object.entries(def.args)) {
      expect(field.doc, `${name}.${arg}`).toMatch(/\.$/);
    }
  }
});

test("a class works on as many spatial dims as its name says, and exactly one role each is where values enter and leave", () => {
  const all: readonly AnyModuleDef[] = Object.values(modules);
  for (const def of all) {
    const said = /([123])d$/.exec(def.name)?.[1];
    expect(def.spatial, def.name).toBe(said === undefined ? undefined : Number(said));
  }
  expect(all.flatMap(({ name, role }) => (role === null ? [] : [[name, role]]))).toEqual([
    ["Input", "input"],
    ["Output", "output"],
  ]);
});

test("what torch asks for has a value to start with, unless it is another module", () => {
  const all: readonly AnyModuleDef[] = Object.values(modules);
  const without = all
    .filter((def) => !def.hidden)
    .flatMap(({ name, args }) =>
      Object.entries(args).flatMap(([arg, field]) => {
        const asked = field.default === undefined && field.infer === undefined && field.start === undefined;
        return asked ? [`${name}.${arg} ${field.kind}`] : [];
      }),
    );
  expect(without).toEqual([]);
});

test("counts parameters", () => {
  expect(parameterCount(modules.Conv2d, requireArgs(modules.Conv2d, { in_channels: 1, ...conv }))).toBe(156);
  expect(parameterCount(modules.BatchNorm2d, requireArgs(modules.BatchNorm2d, { num_features: 6 }))).toBe(12);
});
