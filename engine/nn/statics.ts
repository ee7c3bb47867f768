// Owns what torch's classes offer beside their constructors: masks for the Transformer, tables from given values.
import { TorchError } from "../core/errors.ts";
import { full } from "../tensor/create.ts";
import { triu } from "../tensor/math/join.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { constructors } from "./build.ts";

/** A float mask (sz, sz) for a sequence that must not look ahead: -∞ above the diagonal, 0 elsewhere. */
function generate_square_subsequent_mask(sz: number): Tensor {
  return triu(full([sz, sz], Number.NEGATIVE_INFINITY), 1);
}

export interface Pretrained {
  /** Whether the table stays as it is in training. */
  readonly freeze?: boolean;
  readonly [arg: string]: unknown;
}

/** A table of the rows given (num_embeddings, embedding_dim); the other arguments as the constructor's. */
const from_pretrained =
  <M extends { readonly weight: Tensor }>(make: (...given: unknown[]) => M) =>
  (embeddings: Tensor, { freeze = true, ...args }: Pretrained = {}): M => {
    if (embeddings.ndim !== 2) {
      throw new TorchError("AssertionError", "Embeddings parameter is expected to be 2-dimensional");
    }
    const [rows, columns] = embeddings.shape;
    const made = make(rows, columns, { ...args, _weight: embeddings });
    made.weight.requires_grad_(!freeze);
    return made;
  };

const { Transformer, Embedding, EmbeddingBag } = constructors;

/** The constructors that carry functions of their own. */
export const constructorsWithStatics = {
  Transformer: Object.assign(Transformer, { generate_square_subsequent_mask }),
  Embedding: Object.assign(Embedding, { from_pretrained: from_pretrained(Embedding) }),
  EmbeddingBag: Object.assign(EmbeddingBag, { from_pretrained: from_pretrained(EmbeddingBag) }),
};
