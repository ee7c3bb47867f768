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

/** A node of a module as it is first put into a graph. */
export function newNode(module: string): GraphNode {
  const fields = Object.entries(moduleDef(module)?.args ?? {});
  const given = fields.flatMap(([name, field]): [string, unknown][] => {
    const needed = field.default === undefined && field.infer === undefined && Object.hasOwn(starting, name);
    return needed ? [[name, starting[name]]] : [];
  });
  return given.length === 0 ? { module } : { module, args: Object.fromEntries(given) };
}
