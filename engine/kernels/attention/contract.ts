// Owns the contract of attention: which kernels there are, what they take and what they do.

/** Where a head's rows lie in an array, in elements; the features of a head lie side by side. */
export interface HeadLayout {
  readonly offset: number;
  /** From position to position, from sample to sample, from head to head. */
  readonly row: number;
  readonly sample: number;
  readonly head: number;
}

/** l positions ask, s are asked; e features of queries and keys, ev of values, per head. */
export interface AttentionDims {
  readonly samples: number;
  readonly heads: number;
  readonly l: number;
  readonly s: number;
  readonly e: number;
  readonly ev: number;
  readonly scale: number;
  readonly q: HeadLayout;
  readonly k: HeadLayout;
  readonly v: HeadLayout;
  readonly out: HeadLayout;
}

/** Added to the scores (samples heads, l, s); steps of 0 along what it is shared by. */
export interface AttentionMask {
  readonly values: Float32Array;
  readonly head: number;
  readonly row: number;
}

/**
 * What the softmax gives, (samples heads, l, s); where there are factors of that shape (a dropout's), `dropped` becomes
 * their product, which is what picks the values.
 */
export interface AttentionWeights {
  readonly weights: Float32Array;
  readonly factors: Float32Array | null;
  readonly dropped: Float32Array | null;
}

export interface AttentionKernels {
  attentionForward(
    d: AttentionDims,
    q: Float32Array,
    k: Float32Array,
    v: Float32Array,
    mask: AttentionMask | null,
    w: AttentionWeights,
    out: Float32Array,
  ): void;

  /** The same without a mask, where nobody asks for the weights. */
  attend(d: AttentionDims, q: Float32Array, k: Float32Array, v: Float32Array, out: Float32Array): void;

  /**
   * Gradients of q, k and v, which lie as those do, and where wanted of the products Q Kᵀ, from that of the output and (or
   * null) of what picked the values.
   */
  attentionBackward(
    d: AttentionDims,
    q: Float32Array,
    k: Float32Array,
    v: Float32Array,
    w: AttentionWeights,
    gradOut: Float32Array,
    gradWeights: Float32Array | null,
    grads: readonly [Float32Array, Float32Array, Float32Array],
    gradScores?: Float32Array | null,
  ): void;
}
