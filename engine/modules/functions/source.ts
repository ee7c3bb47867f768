// Declares what makes tensors from nothing but its arguments.
import { choice, float, int, ints, number, optional, tensorField } from "../fields.ts";
import { defineFunction } from "./define.ts";

const types = ["float32", "int64", "bool"] as const;
const size = ints({ min: 0, start: [1], doc: "Sizes of the dims." });
const dtype = choice(types, { default: "float32", doc: "Type of the values." });
const anyType = optional(choice(types, { doc: "Type of the values; whole numbers are int64 when empty." }));
const inputs = [] as const;

export const zeros = defineFunction({
  name: "zeros",
  category: "Source",
  doc: "A tensor of zeros.",
  words: ["constant", "empty", "initial state", "零", "常量"],
  inputs,
  args: { size, dtype },
  forward: (F, a) => F.zeros(a.size, a.dtype),
});

export const ones = defineFunction({
  name: "ones",
  category: "Source",
  doc: "A tensor of ones.",
  words: ["constant", "mask", "一", "常量"],
  inputs,
  args: { size, dtype },
  forward: (F, a) => F.ones(a.size, a.dtype),
});

export const full = defineFunction({
  name: "full",
  category: "Source",
  doc: "A tensor of one number.",
  words: ["constant", "fill", "常量", "填充"],
  inputs,
  args: { size, fill_value: number({ start: 1, doc: "The number." }), dtype: anyType },
  forward: (F, a) => F.full(a.size, a.fill_value, a.dtype),
});

export const eye = defineFunction({
  name: "eye",
  category: "Source",
  doc: "A matrix with ones on its diagonal.",
  words: ["identity matrix", "单位矩阵"],
  inputs,
  args: {
    n: int({ min: 0, start: 4, doc: "How many rows." }),
    m: optional(int({ min: 0, doc: "How many columns; as many as rows when empty." })),
    dtype,
  },
  forward: (F, a) => F.eye(a.n, a.m, a.dtype),
});

export const arange = defineFunction({
  name: "arange",
  category: "Source",
  doc: "Numbers at even steps from a start up to an end.",
  words: ["range", "positions", "counter", "序列", "位置"],
  inputs,
  args: {
    start: number({ default: 0, doc: "The first number." }),
    end: number({ start: 10, doc: "Where it ends; this number is not reached." }),
    step: number({ default: 1, doc: "From one number to the next." }),
    dtype: anyType,
  },
  python: {
    call: (_, { start, end, step, dtype }) => {
      const numbers = step === "1" ? (start === "0" ? [end] : [start, end]) : [start, end, step];
      return `torch.arange(${numbers.join(", ")}${dtype === null ? "" : `, dtype=${dtype}`})`;
    },
  },
  forward: (F, a) => F.arange(a.start, a.end, a.step, a.dtype),
});

export const linspace = defineFunction({
  name: "linspace",
  category: "Source",
  doc: "A number of evenly spaced values from a start to an end.",
  words: ["range", "grid", "等间隔", "序列"],
  inputs,
  args: {
    start: float({ start: 0, doc: "The first value." }),
    end: float({ start: 1, doc: "The last value." }),
    steps: int({ min: 0, start: 10, doc: "How many values." }),
  },
  forward: (F, a) => F.linspace(a.start, a.end, a.steps),
});

export const randn = defineFunction({
  name: "randn",
  category: "Source",
  doc: "Random numbers of mean 0 and variance 1, others at every run.",
  words: ["noise", "gaussian", "normal", "latent", "reparameterization", "随机", "噪声", "高斯"],
  inputs,
  args: { size },
  forward: (F, a) => F.randn(a.size),
});

export const rand = defineFunction({
  name: "rand",
  category: "Source",
  doc: "Random numbers between 0 and 1, others at every run.",
  words: ["noise", "uniform", "随机", "噪声", "均匀"],
  inputs,
  args: { size },
  forward: (F, a) => F.rand(a.size),
});

export const tensor = defineFunction({
  name: "tensor",
  category: "Source",
  doc: "A tensor with the values that are typed in.",
  words: ["constant", "values", "literal", "常量", "数值"],
  inputs,
  args: { data: tensorField({ start: 0, doc: "The values: [[1, 2], [3, 4]]." }) },
  python: { call: (_, { data }) => String(data) },
  forward: (F, { data }) => F.tensor(data.data, data.shape, data.dtype),
});
