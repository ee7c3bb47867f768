// Declares the modules that join several inputs, for code: graphs have torch's functions.
import { defineModule, sameBound } from "./define.ts";
import { int } from "./fields.ts";

export const Add = defineModule({
  name: "Add",
  hidden: true,
  category: "Merge",
  doc: "Adds its inputs value by value; sizes of 1 stretch to fit.",
  inputs: ["input", "other"],
  variadic: true,
  args: {},
  python: { operator: "+" },
  inputBound: (bound, count) => Math.floor((bound - 1) / count) + 1,
  forward: (F, _, first, ...rest) => rest.reduce((sum, x) => F.add(sum, x), first),
});

export const Mul = defineModule({
  name: "Mul",
  hidden: true,
  category: "Merge",
  doc: "Multiplies its inputs value by value; sizes of 1 stretch to fit.",
  inputs: ["input", "other"],
  variadic: true,
  args: {},
  python: { operator: "*" },
  // A power of a root may miss it by rounding.
  inputBound: (bound, count) => Math.floor((bound - 1) ** (1 / count) + 1e-9) + 1,
  forward: (F, _, first, ...rest) => rest.reduce((product, x) => F.mul(product, x), first),
});

export const Cat = defineModule({
  name: "Cat",
  hidden: true,
  category: "Merge",
  doc: "Puts its inputs one after another along a dim.",
  inputs: ["input", "other"],
  variadic: true,
  args: { dim: int({ default: 1, doc: "The dim that grows; 1 are the channels of an image." }) },
  python: { call: (tensors, { dim }) => `torch.cat([${tensors.join(", ")}], dim=${dim})` },
  inputBound: sameBound,
  forward: (F, { args }, ...tensors) => F.cat(tensors, args.dim),
});
