// Owns what a new node starts with: values for the arguments torch asks for, so that it runs at once.
import type { GraphNode } from "../../engine/graph/graph.ts";
import type { ArgValues } from "../../engine/modules/fields.ts";
import { moduleDef } from "../../engine/modules/index.ts";

/** By argument name; only arguments with neither a default nor inference are given one. */
const starting: ArgValues = {
  shape: [1, 1, 28, 28],
  out_channels: 8,
  kernel_size: 3,
  out_features: 10,
  in2_features: 10,
  output_size: 1,
  padding: 1,
  hidden_size: 16,
  num_heads: 1,
  nhead: 1,
  num_layers: 2,
  num_embeddings: 100,
  embedding_dim: 16,
  num_groups: 1,
  upscale_factor: 2,
  downscale_factor: 2,
  groups: 1,
  norm_type: 2,
  size: 5,
  dim: 1,
  unflattened_size: [1, -1],
  threshold: 0.1,
  value: 0,
  n_classes: 10,
  cutoffs: [4],
};

/** Where a category's layers usually start elsewhere: a window halves what is pooled. */
const byCategory: Readonly<Record<string, ArgValues>> = { Pooling: { kernel_size: 2 } };

/** What one class starts with besides: of arguments that may each be left out, the one without which it cannot run. */
const byModule: Readonly<Record<string, ArgValues>> = {
  FractionalMaxPool2d: { output_ratio: 0.5 },
  FractionalMaxPool3d: { output_ratio: 0.5 },
  Upsample: { scale_factor: 2 },
  UpsamplingNearest2d: { scale_factor: 2 },
  UpsamplingBilinear2d: { scale_factor: 2 },
  // What Unfold makes of the image that a new Input is.
  Fold: { output_size: 28 },
};

/** A node of a module as it is first put into a graph. */
export function newNode(module: string): GraphNode {
  const def = moduleDef(module);
  const own: ArgValues = Object.hasOwn(byModule, module) ? (byModule[module] ?? {}) : {};
  const values: ArgValues = { ...starting, ...(def ? byCategory[def.category] : {}), ...own };
  const given = Object.entries(def?.args ?? {}).flatMap(([name, field]): [string, unknown][] => {
    const needed = field.default === undefined && field.infer === undefined && Object.hasOwn(values, name);
    return needed || Object.hasOwn(own, name) ? [[name, values[name]]] : [];
  });
  return given.length === 0 ? { module } : { module, args: Object.fromEntries(given) };
}
