// Declares torch's products of vectors and matrices.
import { number } from "../fields.ts";
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
