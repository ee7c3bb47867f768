// Declares the look-up tables: Embedding and EmbeddingBag.
import { TorchError, valueError } from "../core/errors.ts";
import { pyRepr } from "../core/python.ts";
import { sameShape } from "../core/shape.ts";
import { embeddingAxes } from "./axes.ts";
import { defineModule, type Init } from "./define.ts";
import { bool, choice, float, int, optional, type TensorValue, tensorField } from "./fields.ts";

const num_embeddings = int({ min: 0, start: 100, doc: "How many rows the table has: indices go from 0 to one less." });
const embedding_dim = int({ min: 0, start: 16, doc: "How many values a row has." });
const padding_idx = optional(int({ doc: "A row that stays zeros and learns nothing; negative counts from the end." }));
const max_norm = optional(float({ doc: "Rows longer than this are scaled down to it when they are looked up." }));
const norm_type = float({ default: 2, doc: "Which norm measures a row's length." });
const scale_grad_by_freq = bool({ default: false, doc: "Divides a row's gradient by how often its index occurs." });
const sparse = bool({ default: false, doc: "Lets PyTorch make sparse gradients; the values are the same." });
const _weight = optional(tensorField({ doc: "First values of the table." }));

interface TableArgs {
  readonly num_embeddings: number;
  readonly embedding_dim: number;
  readonly padding_idx: number | null;
  readonly max_norm: number | null;
  readonly norm_type: number;
  readonly scale_grad_by_freq: boolean;
  readonly sparse: boolean;
  readonly _weight: TensorValue | null;
}

/** The row of the padding, counted from the start. */
const paddingRow = ({ padding_idx: row, num_embeddings: rows }: TableArgs): number | null =>
  row !== null && row < 0 ? row + rows : row;

function table(a: TableArgs) {
  const init: Init = a._weight ? { kind: "value", value: a._weight } : { kind: "normal_rows", zero: paddingRow(a) };
  return { weight: { shape: [a.num_embeddings, a.embedding_dim], init } };
}

const check =
  (name: string) =>
  (a: TableArgs): TorchError | string | null => {
    const row = a.padding_idx ?? 0;
    // Torch lets 0 pass whatever the number of rows.
    if (row !== 0 && (row >= a.num_embeddings || row < -a.num_embeddings))
      return new TorchError("AssertionError", `${name} must be within num_embeddings`);
    if (!a._weight || sameShape(a._weight.shape, [a.num_embeddings, a.embedding_dim])) return null;
    return new TorchError("AssertionError", "Shape of weight does not match num_embeddings and embedding_dim");
  };

/** The parts of repr that both tables show, by name. */
const shown = (a: TableArgs) => ({
  padding: a.padding_idx === null ? "" : `, padding_idx=${paddingRow(a)}`,
  norm:
    (a.max_norm === null ? "" : `, max_norm=${pyRepr(a.max_norm, "float")}`) +
    (a.norm_type === 2 ? "" : `, norm_type=${pyRepr(a.norm_type, "float")}`) +
    (a.scale_grad_by_freq ? ", scale_grad_by_freq=True" : ""),
});

export const Embedding = defineModule({
  name: "Embedding",
  category: "Sparse",
  axes: embeddingAxes,
  doc: "A table of learned rows; every index in the input becomes its row.",
  args: { num_embeddings, embedding_dim, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, _weight },
  check: check("Padding_idx"),
  params: table,
  indexLimit: (_input, { args }) => args.num_embeddings as number,
  forward: (F, { args: a, weight }, indices) =>
    F.embedding(indices, weight, a.padding_idx, a.max_norm, a.norm_type, a.scale_grad_by_freq, a.sparse),
  repr(a) {
    const { padding, norm } = shown(a);
    return `${a.num_embeddings}, ${a.embedding_dim}${padding}${norm}${a.sparse ? ", sparse=True" : ""}`;
  },
});

export const EmbeddingBag = defineModule({
  name: "EmbeddingBag",
  category: "Sparse",
  axes: embeddingAxes,
  doc: "A table of learned rows; every bag of indices becomes the sum, mean or maximum of its rows.",
  optional: ["offsets", "per_sample_weights"],
  args: {
    num_embeddings,
    embedding_dim,
    max_norm,
    norm_type,
    scale_grad_by_freq,
    mode: choice(["sum", "mean", "max"], {
      refuse: () => valueError("mode has to be one of sum, mean or max"),
      default: "mean",
      doc: "How the rows of a bag become one.",
    }),
    sparse,
    _weight,
    include_last_offset: bool({ default: false, doc: "The last offset is the end of the last bag." }),
    padding_idx,
  },
  check: check("padding_idx"),
  params: table,
  // Offsets rise from 0: with one bag after another empty, zeros do.
  indexLimit: (input, { args }) => [args.num_embeddings as number, 1][input],
  forward: (F, { args: a, weight }, indices, offsets, per_sample_weights) =>
    F.embedding_bag(
      indices,
      weight,
      offsets,
      a.max_norm,
      a.norm_type,
      a.scale_grad_by_freq,
      a.mode,
      a.sparse,
      per_sample_weights,
      a.include_last_offset,
      a.padding_idx,
    ),
  repr(a) {
    const { padding, norm } = shown(a);
    return `${a.num_embeddings}, ${a.embedding_dim}${norm}, mode=${a.mode}${padding}`;
  },
});
