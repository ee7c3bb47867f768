// Declares where values enter and leave a graph.
import { defineModule } from "./define.ts";
import { choice, ints } from "./fields.ts";

export const Input = defineModule({
  name: "Input",
  category: "Input/Output",
  role: "input",
  doc: "Where a tensor enters the model.",
  inputs: [],
  args: {
    shape: ints({
      min: 0,
      start: [1, 1, 28, 28],
      doc: "Sizes of the dims, the batch first: 1, 1, 28, 28 is one grey image of 28 by 28.",
    }),
    dtype: choice(["float32", "int64", "bool"], {
      default: "float32",
      doc: "Type of the values: fractions, whole numbers, or true and false.",
    }),
  },
  forward: (F, { args }) => F.zeros(args.shape, args.dtype),
});

export const Output = defineModule({
  name: "Output",
  category: "Input/Output",
  role: "output",
  doc: "Where a tensor leaves the model.",
  outputs: [],
  args: {},
  forward: (_F, _, x) => x,
});
