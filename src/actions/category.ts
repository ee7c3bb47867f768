// Owns what the categories of modules are called, as keys of texts.
import type { Category } from "../../engine/modules/define.ts";
import type { PlainKey } from "./define.ts";

const keys = {
  "Input/Output": "common.category.inputOutput",
  Convolution: "common.category.convolution",
  Pooling: "common.category.pooling",
  Padding: "common.category.padding",
  Activation: "common.category.activation",
  Normalization: "common.category.normalization",
  Recurrent: "common.category.recurrent",
  Transformer: "common.category.transformer",
  Linear: "common.category.linear",
  Dropout: "common.category.dropout",
  Sparse: "common.category.sparse",
  Distance: "common.category.distance",
  Loss: "common.category.loss",
  Vision: "common.category.vision",
  Shape: "common.category.shape",
  Merge: "common.category.merge",
  Indexing: "common.category.indexing",
  Reduction: "common.category.reduction",
  Math: "common.category.math",
  Matrix: "common.category.matrix",
  Source: "common.category.source",
} as const satisfies Record<Category, PlainKey>;

/** The key of a category's name. */
export const categoryKey = (category: Category): (typeof keys)[Category] => keys[category];
