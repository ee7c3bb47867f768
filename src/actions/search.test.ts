// The search of palette and command menu: what is found, and the order.
import { describe, expect, test } from "vitest";
import { declarations, modules } from "../../engine/modules/index.ts";
import { type Searchable, search, searchableModule } from "./search.ts";
import { modulesWithWords } from "./search_words.ts";

const entry = (name: string, groups: readonly string[], doc: string, words: readonly string[] = []): Searchable => ({
  name,
  groups,
  doc,
  words,
});
const entries = [
  entry("Input", ["Input/Output", "输入 / 输出"], "Where a tensor enters the model."),
  entry("Conv2d", ["Convolution", "卷积"], "Slides a kernel over an image."),
  entry("ConvTranspose2d", ["Convolution", "卷积"], "Grows an image.", ["deconv"]),
  entry("MaxPool2d", ["Pooling", "池化"], "Keeps the largest value of each window."),
  entry("BatchNorm2d", ["Normalization", "归一化"], "Normalizes each channel."),
  entry("Dropout2d", ["Dropout"], "Zeroes whole channels."),
  entry("Linear", ["Linear", "线性"], "An affine map, y = xAᵀ + b.", ["fully connected"]),
];
const found = (query: string) => search(entries, (one) => one, query).map(({ item }) => item.name);

test.each([
  ["conv2d", ["Conv2d", "ConvTranspose2d"]],
  ["CONV", ["Conv2d", "ConvTranspose2d"]],
  ["norm", ["BatchNorm2d"]],
  ["pool", ["MaxPool2d"]],
  ["out", ["Dropout2d", "Input"]],
  ["卷积", ["Conv2d", "ConvTranspose2d"]],
  ["channel", ["BatchNorm2d", "Dropout2d"]],
  ["bn2", ["BatchNorm2d"]],
  ["conv trans", ["ConvTranspose2d"]],
  ["image grow", ["ConvTranspose2d"]],
  ["deconv", ["ConvTranspose2d"]],
  ["fully connected", ["Linear"]],
  ["connected fully", ["Linear"]],
  ["xyz", []],
])("%s", (query, expected) => {
  expect(found(query)).toEqual(expected);
});

test("an empty query finds all, in their order", () => {
  expect(found("  ")).toEqual(entries.map(({ name }) => name));
});

test("a query of a megabyte ends at once", () => {
  expect(found("x y ".repeat(250_000))).toEqual([]);
});

describe("among all modules, first comes", () => {
  const all = declarations.filter(({ hidden }) => !hidden);
  const first = (query: string) => search(all, (def) => searchableModule(def, ""), query)[0]?.item.name;

  test.each([
    ["concat", "cat"],
    ["concatenate", "cat"],
    ["residual", "add"],
    ["skip", "add"],
    ["+", "add"],
    ["add", "add"],
    ["dense", "Linear"],
    ["fully connected", "Linear"],
    ["fc", "Linear"],
    ["linear", "Linear"],
    ["GAP", "AdaptiveAvgPool2d"],
    ["global average pooling", "AdaptiveAvgPool2d"],
    ["reshape", "reshape"],
    ["view", "reshape"],
    ["slice", "narrow"],
    ["flatten", "Flatten"],
    ["crop", "ZeroPad2d"],
    ["upsample", "Upsample"],
    ["deconv", "ConvTranspose2d"],
    ["lstm", "LSTM"],
    ["attention", "MultiheadAttention"],
    ["conv", "Conv1d"],
    ["全连接", "Linear"],
    ["残差", "add"],
    ["拼接", "cat"],
    ["展平", "Flatten"],
    ["全局平均池化", "AdaptiveAvgPool2d"],
    ["注意力", "MultiheadAttention"],
    ["裁剪", "ZeroPad2d"],
  ])("for %s: %s", (query, module) => {
    expect(first(query)).toBe(module);
  });

  test("nothing that only resembles what does not exist", () => {
    expect(first("permutation")).toBeUndefined();
  });

  test("every word belongs to a module there is", () => {
    for (const name of modulesWithWords) expect(Object.hasOwn(modules, name), name).toBe(true);
  });
});
