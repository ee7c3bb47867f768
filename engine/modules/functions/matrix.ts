// Declares torch's products of vectors and matrices.
import type { Functional } from "../../ops/functional.ts";
import { float, int, number, text } from "../fields.ts";
import { defineFunction } from "./define.ts";

export const matmul = defineFunction({
  name: "matmul",
  category: "Matrix",
  doc: "The product of matrices, vectors or batches of them.",
  words: ["@", "matrix multiplication", "dot", "attention scores", "矩阵乘法", "矩阵相乘"],
  inputs: ["input", "other"],
  args: {},
  python: { operator: "@" },
  forward: (F, _, x, other) => F.matmul(x, other),
});

export const mm = defineFunction({
  name: "mm",
  category: "Matrix",
  doc: "The product of two matrices.",
  words: ["matrix multiplication", "矩阵乘法"],
  inputs: ["input", "mat2"],
  args: {},
  forward: (F, _, x, mat2) => F.mm(x, mat2),
});

export const bmm = defineFunction({
  name: "bmm",
  category: "Matrix",
  doc: "The products of two batches of matrices.",
  words: ["batch matrix multiplication", "attention scores", "批矩阵乘法"],
  inputs: ["input", "mat2"],
  args: {},
  forward: (F, _, x, mat2) => F.bmm(x, mat2),
});

export const outer = defineFunction({
  name: "outer",
  category: "Matrix",
  doc: "The product of every element of one vector with every element of another.",
  words: ["ger", "tensor product", "外积"],
  inputs: ["input", "vec2"],
  args: {},
  forward: (F, _, x, vec2) => F.outer(x, vec2),
});

export const einsum = defineFunction({
  name: "einsum",
  category: "Matrix",
  doc: "Sums of products by Einstein's notation: every letter is a dim, and those the result lacks are summed.",
  words: ["einstein", "contraction", "attention scores", "bmm", "爱因斯坦求和", "张量缩并"],
  inputs: ["input"],
  optional: ["other"],
  variadic: true,
  args: {
    equation: text({ start: "bid,bjd->bij", doc: "The dims of each tensor, an arrow, and those of the result." }),
  },
  python: { call: (operands, { equation }) => `torch.einsum(${[equation, ...operands].join(", ")})` },
  forward: <V>(F: Functional<V>, { equation }: { readonly equation: string }, ...operands: (V | null)[]) =>
    F.einsum(
      equation,
      operands.filter((operand) => operand !== null),
    ),
});

export const tensordot = defineFunction({
  name: "tensordot",
  category: "Matrix",
  doc: "Sums products over the last dims of one tensor and the first of another.",
  words: ["contraction", "张量点积"],
  inputs: ["a", "b"],
  args: { dims: int({ default: 2, min: 0, doc: "Over how many dims." }) },
  forward: (F, { dims }, a, b) => F.tensordot(a, b, dims),
});

export const cdist = defineFunction({
  name: "cdist",
  category: "Distance",
  doc: "How far each row of one tensor lies from each row of another.",
  words: ["pairwise distance", "nearest", "codebook", "成对距离"],
  inputs: ["x1", "x2"],
  args: { p: float({ default: 2, min: 0, doc: "Which norm measures the difference." }) },
  forward: (F, { p }, x1, x2) => F.cdist(x1, x2, p),
});

const beta = number({ default: 1, doc: "What the added tensor is multiplied by." });
const alpha = number({ default: 1, doc: "What the product is multiplied by." });

export const addmm = defineFunction({
  name: "addmm",
  category: "Matrix",
  doc: "A tensor plus the product of two matrices.",
  words: ["affine", "gemm", "矩阵乘加"],
  inputs: ["input", "mat1", "mat2"],
  args: { beta, alpha },
  forward: (F, a, x, mat1, mat2) => F.addmm(x, mat1, mat2, a.beta, a.alpha),
});

export const baddbmm = defineFunction({
  name: "baddbmm",
  category: "Matrix",
  doc: "A tensor plus the products of two batches of matrices.",
  words: ["gemm", "attention scores", "批矩阵乘加"],
  inputs: ["input", "batch1", "batch2"],
  args: { beta, alpha },
  forward: (F, a, x, batch1, batch2) => F.baddbmm(x, batch1, batch2, a.beta, a.alpha),
});
