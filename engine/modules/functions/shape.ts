// Declares torch's functions that move elements: other sizes, another order, parts of a tensor.
import { sameBound } from "../define.ts";
import { int, intOrInts, ints, optional } from "../fields.ts";
import { defineFunction } from "./define.ts";

const dimDoc = "Which dim; -1 is the last.";

export const reshape = defineFunction({
  name: "reshape",
  category: "Shape",
  doc: "The same values in their order under other sizes.",
  words: ["view", "resize", "flatten", "变形", "重塑"],
  args: {
    shape: ints({
      start: [1, -1],
      doc: "The sizes; one may be -1, whatever is left over, and input.shape[0] is a size of the input.",
    }),
  },
  inputBound: sameBound,
  forward: (F, { shape }, x) => F.reshape(x, shape),
});

export const flatten = defineFunction({
  name: "flatten",
  category: "Shape",
  doc: "Makes one dim of several; all of them unless told.",
  words: ["ravel", "vectorize", "view", "展平", "拉平"],
  args: {
    start_dim: int({ default: 0, doc: "The first of the dims that become one." }),
    end_dim: int({ default: -1, doc: "The last of the dims that become one; -1 is the last there is." }),
  },
  inputBound: sameBound,
  forward: (F, { start_dim, end_dim }, x) => F.flatten(x, start_dim, end_dim),
});

export const unflatten = defineFunction({
  name: "unflatten",
  category: "Shape",
  doc: "Splits one dim into several.",
  words: ["split heads", "view", "rearrange", "拆分维"],
  args: {
    dim: int({ start: -1, doc: dimDoc }),
    sizes: ints({ start: [1, -1], doc: "Sizes of the dims it becomes; one may be -1, whatever is left over." }),
  },
  python: "method",
  inputBound: sameBound,
  forward: (F, { dim, sizes }, x) => F.unflatten(x, dim, sizes),
});

export const permute = defineFunction({
  name: "permute",
  category: "Shape",
  doc: "Puts the dims in another order.",
  words: ["reorder", "rearrange", "channels last", "NHWC", "置换", "重排"],
  args: { dims: ints({ start: [0, 2, 1], doc: "The dims of the input in the order they shall have." }) },
  inputBound: sameBound,
  forward: (F, { dims }, x) => F.permute(x, dims),
});

export const transpose = defineFunction({
  name: "transpose",
  category: "Shape",
  doc: "Exchanges two dims.",
  words: ["swapaxes", "swapdims", "T", "mT", "转置", "交换维"],
  args: {
    dim0: int({ start: 1, doc: "One of the dims that change places." }),
    dim1: int({ start: 2, doc: "The other one." }),
  },
  inputBound: sameBound,
  forward: (F, { dim0, dim1 }, x) => F.transpose(x, dim0, dim1),
});

export const movedim = defineFunction({
  name: "movedim",
  category: "Shape",
  doc: "Moves dims to other places; the rest keep their order.",
  words: ["moveaxis", "移动维"],
  args: {
    source: intOrInts({ start: 1, doc: "The dims that move." }),
    destination: intOrInts({ start: -1, doc: "Where they go." }),
  },
  inputBound: sameBound,
  forward: (F, { source, destination }, x) => F.movedim(x, source, destination),
});

export const squeeze = defineFunction({
  name: "squeeze",
  category: "Shape",
  doc: "Leaves out dims of size 1.",
  words: ["remove dim", "压缩维"],
  args: { dim: optional(int({ doc: "The dim that goes if its size is 1; all such dims when empty." })) },
  inputBound: sameBound,
  forward: (F, { dim }, x) => F.squeeze(x, dim),
});

export const unsqueeze = defineFunction({
  name: "unsqueeze",
  category: "Shape",
  doc: "Puts in a new dim of size 1.",
  words: ["expand_dims", "newaxis", "None", "add dim", "增加维"],
  args: { dim: int({ start: 1, doc: "Where the new dim stands; -1 is the end." }) },
  inputBound: sameBound,
  forward: (F, { dim }, x) => F.unsqueeze(x, dim),
});

export const expand = defineFunction({
  name: "expand",
  category: "Shape",
  doc: "Stretches dims of size 1 by reading the same values again.",
  words: ["broadcast_to", "broadcast", "广播", "扩展"],
  args: { size: ints({ start: [-1], doc: "The sizes; -1 keeps one. New dims come first." }) },
  python: "method",
  inputBound: sameBound,
  forward: (F, { size }, x) => F.expand(x, size),
});

export const repeat = defineFunction({
  name: "repeat",
  category: "Shape",
  doc: "Repeats the whole tensor along each dim.",
  words: ["tile", "copies", "重复", "平铺"],
  args: { repeats: ints({ start: [1, 1], doc: "How many times along each dim. New dims come first." }) },
  python: "method",
  inputBound: sameBound,
  forward: (F, { repeats }, x) => F.repeat(x, repeats),
});

export const tile = defineFunction({
  name: "tile",
  category: "Shape",
  doc: "Repeats the whole tensor along its last dims.",
  words: ["repeat", "copies", "平铺", "重复"],
  args: { dims: ints({ start: [2], doc: "How many times along each of the last dims." }) },
  inputBound: sameBound,
  forward: (F, { dims }, x) => F.tile(x, dims),
});

export const repeat_interleave = defineFunction({
  name: "repeat_interleave",
  category: "Shape",
  doc: "Repeats every entry of a dim in place.",
  words: ["upsample", "repeat elements", "重复元素"],
  args: {
    repeats: int({ start: 2, min: 0, doc: "How many times each entry stands." }),
    dim: optional(int({ doc: "Along which dim; of the flattened input when empty." })),
  },
  inputBound: sameBound,
  forward: (F, { repeats, dim }, x) => F.repeat_interleave(x, repeats, dim),
});

export const flip = defineFunction({
  name: "flip",
  category: "Shape",
  doc: "Turns the order of entries round along dims.",
  words: ["reverse", "mirror", "fliplr", "翻转", "镜像"],
  args: { dims: ints({ start: [-1], doc: "The dims that are turned round." }) },
  inputBound: sameBound,
  forward: (F, { dims }, x) => F.flip(x, dims),
});

export const roll = defineFunction({
  name: "roll",
  category: "Shape",
  doc: "Shifts entries along dims; what is pushed over the end comes back at the start.",
  words: ["shift", "cyclic", "window", "循环移位"],
  args: {
    shifts: intOrInts({ start: 1, doc: "By how many places, one for each dim." }),
    dims: optional(intOrInts({ start: -1, doc: "Along which dims; over all values in their order when empty." })),
  },
  inputBound: sameBound,
  forward: (F, { shifts, dims }, x) => F.roll(x, shifts, dims),
});

export const diagonal = defineFunction({
  name: "diagonal",
  category: "Shape",
  doc: "The diagonal of two dims, as the last dim.",
  words: ["diag", "对角线"],
  args: {
    offset: int({ default: 0, doc: "Which diagonal: 0 the main one, above it positive, below it negative." }),
    dim1: int({ default: 0, doc: "The dim of the rows." }),
    dim2: int({ default: 1, doc: "The dim of the columns." }),
  },
  inputBound: sameBound,
  forward: (F, { offset, dim1, dim2 }, x) => F.diagonal(x, offset, dim1, dim2),
});

const diagonalDoc = "Up to which diagonal: 0 the main one, above it positive, below it negative.";

export const tril = defineFunction({
  name: "tril",
  category: "Shape",
  doc: "Keeps the lower triangle of matrices; the rest is 0.",
  words: ["causal mask", "lower triangle", "下三角", "因果掩码"],
  args: { diagonal: int({ default: 0, doc: diagonalDoc }) },
  inputBound: sameBound,
  forward: (F, { diagonal }, x) => F.tril(x, diagonal),
});

export const triu = defineFunction({
  name: "triu",
  category: "Shape",
  doc: "Keeps the upper triangle of matrices; the rest is 0.",
  words: ["causal mask", "upper triangle", "上三角", "因果掩码"],
  args: { diagonal: int({ default: 0, doc: diagonalDoc }) },
  inputBound: sameBound,
  forward: (F, { diagonal }, x) => F.triu(x, diagonal),
});

/** Ports of a list of results. */
const places = (count: number): readonly string[] => Array.from({ length: Math.max(1, count) }, (_, i) => String(i));

export const chunk = defineFunction({
  name: "chunk",
  category: "Shape",
  doc: "Cuts a dim into a number of parts of one size; the last may be smaller.",
  words: ["split", "qkv", "切块", "拆分"],
  args: {
    chunks: int({ start: 2, min: 1, max: 64, doc: "How many parts." }),
    dim: int({ default: 0, doc: dimDoc }),
  },
  outputs: ({ chunks }) => places(typeof chunks === "number" ? chunks : 1),
  list: true,
  inputBound: sameBound,
  forward: (F, { chunks, dim }, x) => F.chunk(x, chunks, dim),
});

export const split = defineFunction({
  name: "split",
  category: "Shape",
  doc: "Cuts a dim into parts of the sizes that are given.",
  words: ["split_with_sizes", "chunk", "拆分", "分割"],
  inputs: ["tensor"],
  args: {
    split_size_or_sections: intOrInts({
      start: 1,
      min: 0,
      doc: "The size of every part, or the sizes of all of them.",
    }),
    dim: int({ default: 0, doc: dimDoc }),
  },
  outputs: ({ split_size_or_sections: sizes }) => places(Array.isArray(sizes) ? sizes.length : 1),
  list: true,
  inputBound: sameBound,
  forward: (F, { split_size_or_sections, dim }, x) => F.split(x, split_size_or_sections, dim),
});

export const unbind = defineFunction({
  name: "unbind",
  category: "Shape",
  doc: "Every entry of a dim as a tensor of its own.",
  words: ["unstack", "qkv", "拆开"],
  args: { dim: int({ default: 0, doc: dimDoc }) },
  outputs: ["0"],
  list: true,
  inputBound: sameBound,
  forward: (F, { dim }, x) => F.unbind(x, dim),
});
