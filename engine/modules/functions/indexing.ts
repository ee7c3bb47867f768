// Declares torch's functions that read and write at indices and where a mask holds.
import { type IndexedInputs, sameBound } from "../define.ts";
import { int, number, optional, text } from "../fields.ts";
import { defineFunction } from "./define.ts";

/** An index names places along a dim. */
const alongDim = (input: number, { args, shapes: [shape] }: IndexedInputs): number | undefined =>
  input === 1 && shape ? (shape.at(args.dim as number) ?? undefined) : undefined;

const dimDoc = "Along which dim; -1 is the last.";

export const select = defineFunction({
  name: "select",
  category: "Indexing",
  doc: "One entry of a dim, without that dim.",
  words: ["index", "last step", "cls token", "选取", "取一项"],
  args: {
    dim: int({ start: 1, doc: dimDoc }),
    index: int({ start: -1, doc: "Which entry; -1 is the last." }),
  },
  inputBound: sameBound,
  forward: (F, { dim, index }, x) => F.select(x, dim, index),
});

export const narrow = defineFunction({
  name: "narrow",
  category: "Indexing",
  doc: "A run of entries of a dim.",
  words: ["slice", "crop", "part", "切片", "裁剪"],
  args: {
    dim: int({ start: 1, doc: dimDoc }),
    start: int({ start: 0, doc: "The first entry; negative ones count from the end." }),
    length: int({ start: 1, min: 0, doc: "How many entries." }),
  },
  inputBound: sameBound,
  forward: (F, { dim, start, length }, x) => F.narrow(x, dim, start, length),
});

export const getitem = defineFunction({
  name: "getitem",
  category: "Indexing",
  doc: "Picks entries, parts or new dims by what Python writes between brackets.",
  words: ["[]", "[:, -1]", "slice", "index", "last step", "cls token", "crop", "None", "...", "切片", "索引", "下标"],
  args: {
    index: text({
      start: "[:, -1]",
      doc: "Python's index: [:, -1] is the last entry of the second dim, [..., None] adds a dim, [::2] is every other entry.",
    }),
  },
  python: { call: ([x], { index }) => `${x}${index}` },
  inputBound: sameBound,
  forward: (F, { index }, x) => F.getitem(x, index),
});

export const gather = defineFunction({
  name: "gather",
  category: "Indexing",
  doc: "Along a dim, reads at every place the element that an index names.",
  words: ["pick", "lookup", "收集", "按索引取"],
  inputs: ["input", "index"],
  args: { dim: int({ start: -1, doc: dimDoc }) },
  order: ["input", "dim", "index"],
  indexLimit: alongDim,
  forward: (F, { dim }, x, index) => F.gather(x, dim, index),
});

export const index_select = defineFunction({
  name: "index_select",
  category: "Indexing",
  doc: "The entries of a dim that a vector of indices names.",
  words: ["take", "pick rows", "索引选取"],
  inputs: ["input", "index"],
  args: { dim: int({ start: 0, doc: dimDoc }) },
  order: ["input", "dim", "index"],
  indexLimit: alongDim,
  forward: (F, { dim }, x, index) => F.index_select(x, dim, index),
});

export const take_along_dim = defineFunction({
  name: "take_along_dim",
  category: "Indexing",
  doc: "Along a dim, reads the elements that indices name, as argsort gives them.",
  words: ["gather", "按维选取"],
  inputs: ["input", "indices"],
  args: { dim: optional(int({ start: -1, doc: "Along which dim; of the flattened input when empty." })) },
  forward: (F, { dim }, x, indices) => F.take_along_dim(x, indices, dim),
});

export const masked_fill = defineFunction({
  name: "masked_fill",
  category: "Indexing",
  doc: "Writes a number wherever a mask is true.",
  words: ["mask", "attention mask", "causal mask", "-inf", "掩码", "填充"],
  inputs: ["input", "mask", "value"],
  args: { value: optional(number({ start: 0, doc: "What is written; -inf leaves nothing of it after a softmax." })) },
  forward: (F, _, x, mask, value) => F.masked_fill(x, mask, value),
});

export const where = defineFunction({
  name: "where",
  category: "Indexing",
  doc: "Takes its values from one tensor where a condition holds, and from another one elsewhere.",
  words: ["if", "choose", "mask", "select", "条件", "选择"],
  inputs: ["condition", "input", "other"],
  args: {
    input: optional(number({ doc: "A number in place of the first tensor." })),
    other: optional(number({ doc: "A number in place of the second tensor." })),
  },
  forward: (F, _, condition, x, other) => F.where(condition, x, other),
});

export const scatter = defineFunction({
  name: "scatter",
  category: "Indexing",
  doc: "Along a dim, writes values to the places that an index names.",
  words: ["put", "write", "散布", "写入"],
  inputs: ["input", "index", "src"],
  args: {
    dim: int({ start: -1, doc: dimDoc }),
    src: optional(number({ doc: "One number in place of the tensor of values." })),
  },
  order: ["input", "dim", "index", "src"],
  indexLimit: alongDim,
  forward: (F, { dim }, x, index, src) => F.scatter(x, dim, index, src),
});

export const scatter_add = defineFunction({
  name: "scatter_add",
  category: "Indexing",
  doc: "Along a dim, adds values at the places that an index names.",
  words: ["accumulate", "segment sum", "累加"],
  inputs: ["input", "index", "src"],
  args: { dim: int({ start: -1, doc: dimDoc }) },
  order: ["input", "dim", "index", "src"],
  indexLimit: alongDim,
  forward: (F, { dim }, x, index, src) => F.scatter_add(x, dim, index, src),
});
