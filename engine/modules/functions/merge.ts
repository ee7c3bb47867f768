// Declares torch's functions that make one tensor of several.
import { sameBound } from "../define.ts";
import { int } from "../fields.ts";
import { defineFunction } from "./define.ts";

export const cat = defineFunction({
  name: "cat",
  category: "Merge",
  doc: "Puts tensors one after another along a dim.",
  words: ["concat", "concatenate", "merge", "join", "拼接", "连接", "合并"],
  inputs: ["input", "other"],
  variadic: true,
  args: { dim: int({ default: 0, start: 1, doc: "The dim that grows; 1 are the channels of an image." }) },
  python: { call: (tensors, { dim }) => `torch.cat([${tensors.join(", ")}], dim=${dim})` },
  inputBound: sameBound,
  forward: (F, { dim }, ...tensors) => F.cat(tensors, dim),
});

export const stack = defineFunction({
  name: "stack",
  category: "Merge",
  doc: "Puts tensors of one shape side by side along a new dim.",
  words: ["concat", "new dim", "堆叠", "叠加"],
  inputs: ["input", "other"],
  variadic: true,
  args: { dim: int({ default: 0, doc: "Where the new dim stands; -1 is the end." }) },
  python: { call: (tensors, { dim }) => `torch.stack([${tensors.join(", ")}], dim=${dim})` },
  inputBound: sameBound,
  forward: (F, { dim }, ...tensors) => F.stack(tensors, dim),
});
