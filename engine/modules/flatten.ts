// Declares the modules that only change the shape.
import { defineModule, sameBound } from "./define.ts";
import { int, ints } from "./fields.ts";

export const Flatten = defineModule({
  name: "Flatten",
  category: "Shape",
  doc: "Joins several dims into one; the values stay as they are.",
  args: {
    start_dim: int({ default: 1, doc: "First dim to join; 1 keeps the batch apart." }),
    end_dim: int({ default: -1, doc: "Last dim to join; -1 is the last of all." }),
  },
  inputBound: sameBound,
  forward: (F, { args }, x) => F.flatten(x, args.start_dim, args.end_dim),
});

export const Unflatten = defineModule({
  name: "Unflatten",
  category: "Shape",
  doc: "Splits one dim into several; the values stay as they are.",
  args: {
    dim: int({ start: 1, doc: "The dim to split; -1 is the last." }),
    unflattened_size: ints({
      start: [1, -1],
      min: -1,
      doc: "Sizes of the dims it becomes; one may be -1, whatever is left over.",
    }),
  },
  inputBound: sameBound,
  forward: (F, { args }, x) => F.unflatten(x, args.dim, args.unflattened_size),
});
