// Owns the contract of steps of optimizers: which kernels there are, what they take and what they do.

type Floats = Float32Array;

/** What every step may do to the gradient first: turn it round, and add weight_decay * p. */
export interface Descent {
  readonly lr: number;
  readonly weight_decay: number;
  readonly maximize: boolean;
}

/** Moments of Adam and its kin: decay rates, and how many steps there have been, this one included. */
export interface Moments {
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly step: number;
}

export interface MomentState {
  readonly exp_avg: Floats;
  readonly exp_avg_sq: Floats;
}

export interface OptimKernels {
  /** Stochastic gradient descent; `first` says that the momentum buffer holds nothing yet. */
  sgd(
    p: Floats,
    g: Floats,
    state: { readonly momentum_buffer?: Floats },
    h: Descent & {
      readonly momentum: number;
      readonly dampening: number;
      readonly nesterov: boolean;
      readonly first: boolean;
    },
  ): void;

  /** Adam (Kingma and Ba, 2015), with AMSGrad where there is a maximum; `decoupled` is AdamW's decay of p itself. */
  adam(
    p: Floats,
    g: Floats,
    state: MomentState & { readonly max_exp_avg_sq?: Floats },
    h: Descent & Moments & { readonly decoupled: boolean },
  ): void;

  /** Adamax (Kingma and Ba, 2015): Adam with the infinity norm. */
  adamax(
    p: Floats,
    g: Floats,
    state: { readonly exp_avg: Floats; readonly exp_inf: Floats },
    h: Descent & Moments,
  ): void;

  /** NAdam (Dozat, 2016): Adam with Nesterov momentum; `gradRate` and `momentRate` are its two step sizes. */
  nadam(
    p: Floats,
    g: Floats,
    state: MomentState,
    h: Descent & Moments & { readonly gradRate: number; readonly momentRate: number },
  ): void;

  /** RAdam (Liu et al., 2020): `rectification` scales the adaptive step; null takes a plain one. */
  radam(
    p: Floats,
    g: Floats,
    state: MomentState,
    h: Descent & Moments & { readonly rectification: number | null },
  ): void;

  /** Adagrad (Duchi et al., 2011). */
  adagrad(p: Floats, g: Floats, state: { readonly sum: Floats }, h: Descent & { readonly eps: number }): void;

  /** Adadelta (Zeiler, 2012). */
  adadelta(
    p: Floats,
    g: Floats,
    state: { readonly square_avg: Floats; readonly acc_delta: Floats },
    h: Descent & { readonly rho: number; readonly eps: number },
  ): void;

  /** RMSprop (Hinton's lecture, 2012), centered (Graves, 2013) where there is a mean gradient. */
  rmsprop(
    p: Floats,
    g: Floats,
    state: { readonly square_avg: Floats; readonly momentum_buffer?: Floats; readonly grad_avg?: Floats },
    h: Descent & { readonly alpha: number; readonly eps: number; readonly momentum: number },
  ): void;

  /** Rprop (Riedmiller and Braun, 1993): a step size per element that grows while the sign stays. */
  rprop(
    p: Floats,
    g: Floats,
    state: { readonly prev: Floats; readonly step_size: Floats },
    h: Pick<Descent, "maximize"> & {
      readonly shrink: number;
      readonly grow: number;
      readonly smallest: number;
      readonly largest: number;
    },
  ): void;

  /** Averaged SGD (Polyak and Juditsky, 1992): ax follows p by the factor mu. */
  asgd(
    p: Floats,
    g: Floats,
    state: { readonly ax: Floats },
    h: Pick<Descent, "weight_decay" | "maximize"> & {
      readonly lambd: number;
      readonly eta: number;
      readonly mu: number;
    },
  ): void;
}
