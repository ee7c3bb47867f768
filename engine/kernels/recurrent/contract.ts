// Owns the contract of recurrent layers: which kernels there are, what they take and what they do.

/** How many gates a kind of layer has. */
export const gateCounts = { rnn_tanh: 1, rnn_relu: 1, gru: 3, lstm: 4 } as const;

export type RecurrentKind = keyof typeof gateCounts;

/** Sizes of one layer in one direction; `real` is the size of h, which a projection makes differ from `hidden`. */
export interface RecurrentDims {
  readonly kind: RecurrentKind;
  readonly steps: number;
  readonly batch: number;
  readonly input: number;
  readonly hidden: number;
  readonly real: number;
  readonly reverse: boolean;
}

/** How sequences lie, and what is kept of the steps. */
export interface RecurrentLayout {
  /** Rows of x, gates and out are (batch, steps), not (steps, batch). */
  readonly batchFirst: boolean;
  /** Floats from one row of out to the next: more than `real` where another direction's lie between them. */
  readonly outWidth: number;
  /** Whether cells and wide of every step are kept; else those of the last one, of (batch, hidden). */
  readonly keeps: boolean;
}

/** The states before the first step, h (batch, real) and, of an LSTM, c (batch, hidden). */
export interface RecurrentStart {
  readonly h: Float32Array;
  readonly c: Float32Array | null;
}

/** The weights of the input, ih (gates hidden, input), and of the state, hh (gates hidden, real); hr (real, hidden). */
export interface RecurrentWeights {
  readonly ih: Float32Array;
  readonly hh: Float32Array;
  readonly b_ih: Float32Array | null;
  readonly b_hh: Float32Array | null;
  /** The projection. */
  readonly hr: Float32Array | null;
}

/**
 * What the steps leave: gates (steps, batch, gates hidden), cells and wide (steps, batch, hidden), out (steps, batch,
 * real). Without a projection wide and out are one array.
 */
export interface RecurrentSteps {
  readonly gates: Float32Array;
  readonly cells: Float32Array;
  readonly wide: Float32Array;
  readonly out: Float32Array;
}

/** Gradients on the way back: of the states (become those before the first step), and of the products' results. */
export interface RecurrentGrads {
  readonly dh: Float32Array;
  readonly dc: Float32Array;
  readonly sums: Float32Array;
  /** Those of the state's share of the sums: another array than `sums` in a GRU only. */
  readonly stateSums: Float32Array;
  /** h before every step, and the gradient of h after it (steps, batch, real). */
  readonly previous: Float32Array;
  readonly projected: Float32Array;
}

/** A layer's weights laid out for its kernels. They do not follow when the weights change. */
export interface PreparedRecurrent {
  readonly ih: number;
  readonly hh: number;
  /** Gives their memory back. */
  release(): void;
}

export interface RecurrentKernels {
  /** All steps of a layer over x (steps, batch, input). `cells` may be the start's c where only the last is kept; `prepared`: what `prepareRecurrent` made of the weights. */
  recurrentForward(
    d: RecurrentDims,
    layout: RecurrentLayout,
    x: Float32Array,
    steps: RecurrentSteps,
    start: RecurrentStart,
    weights: RecurrentWeights,
    prepared?: PreparedRecurrent | null,
  ): void;

  /** Bytes that `prepareRecurrent` takes. */
  preparedRecurrentBytes(d: RecurrentDims): number;

  /**
   * Lays weights out for `recurrentForward` with these sizes, of any steps, batch and direction; null where the kernel
   * reads them as they are.
   * @throws RangeError when there is no memory for them
   */
  prepareRecurrent(d: RecurrentDims, weights: RecurrentWeights): PreparedRecurrent | null;

  /** The way back through all steps, from `gradOut`, the gradient of `out`, and those of the last states; all was kept. */
  recurrentBackward(
    d: RecurrentDims,
    steps: RecurrentSteps,
    start: RecurrentStart,
    weights: Pick<RecurrentWeights, "hh" | "hr">,
    gradOut: Float32Array,
    grads: RecurrentGrads,
  ): void;
}
