// The palette's search: what is found, and the order.
import { expect, test } from "vitest";
import { type Entry, searchEntries } from "./search.ts";

const entry = (name: string, category: Entry["category"], categoryLabel: string, doc: string): Entry => ({
  name,
  category,
  categoryLabel,
  doc,
});
const entries = [
  entry("Input", "Input/Output", "输入 / 输出", "Where a tensor enters the model."),
  entry("Conv2d", "Convolution", "卷积", "Slides a kernel over an image."),
  entry("ConvTranspose2d", "Convolution", "卷积", "Grows an image."),
  entry("MaxPool2d", "Pooling", "池化", "Keeps the largest value of each window."),
  entry("BatchNorm2d", "Normalization", "归一化", "Normalizes each channel."),
  entry("Dropout2d", "Dropout", "Dropout", "Zeroes whole channels."),
  entry("Linear", "Linear", "线性", "An affine map, y = xAᵀ + b."),
];
const found = (query: string) => searchEntries(entries, query).map(({ name }) => name);

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
  ["xyz", []],
])("%s", (query, expected) => {
  expect(found(query)).toEqual(expected);
});

test("an empty query finds all, in their order", () => {
  expect(found("  ")).toEqual(entries.map(({ name }) => name));
});
