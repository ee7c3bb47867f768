// Steps of optimizers: each updates the parameter p and its state in place from the gradient g.

import { sign as signOf } from "../elementwise/reference/scalars.ts";
import type { Descent, MomentState, Moments } from "./contract.ts";

type Floats = Float32Array;

/** Stochastic gradient descent; `first` says that the momentum buffer holds nothing yet. */
export function sgd(
  p: Floats,
  g: Floats,
  { momentum_buffer: buffer }: { readonly momentum_buffer?: Floats },
  h: Descent & {
    readonly momentum: number;
    readonly dampening: number;
    readonly nesterov: boolean;
    readonly first: boolean;
  },
): void {
  const sign = h.maximize ? -1 : 1;
  for (let i = 0; i < p.length; i++) {
    let d = sign * g[i]! + h.weight_decay * p[i]!;
    if (buffer) {
      buffer[i] = h.first ? d : h.momentum * buffer[i]! + (1 - h.dampening) * d;
      d = h.nesterov ? d + h.momentum * buffer[i]! : buffer[i]!;
    }
    p[i]! -= h.lr * d;
  }
}

/** Adam (Kingma and Ba, 2015), with AMSGrad where there is a maximum; `decoupled` is AdamW's decay of p itself. */
export function adam(
  p: Floats,
  g: Floats,
  { exp_avg, exp_avg_sq, max_exp_avg_sq }: MomentState & { readonly max_exp_avg_sq?: Floats },
  h: Descent & Moments & { readonly decoupled: boolean },
): void {
  const sign = h.maximize ? -1 : 1;
  const size = h.lr / (1 - h.beta1 ** h.step);
  const root = Math.sqrt(1 - h.beta2 ** h.step);
  const shrink = h.decoupled ? 1 - h.lr * h.weight_decay : 1;
  const decay = h.decoupled ? 0 : h.weight_decay;
  for (let i = 0; i < p.length; i++) {
    const before = p[i]! * shrink;
    const d = sign * g[i]! + decay * before;
    const m = h.beta1 * exp_avg[i]! + (1 - h.beta1) * d;
    let v = h.beta2 * exp_avg_sq[i]! + (1 - h.beta2) * d * d;
    exp_avg[i] = m;
    exp_avg_sq[i] = v;
    if (max_exp_avg_sq) {
      v = Math.max(max_exp_avg_sq[i]!, v);
      max_exp_avg_sq[i] = v;
    }
    p[i] = before - (size * m) / (Math.sqrt(v) / root + h.eps);
  }
}

/** Adamax (Kingma and Ba, 2015): Adam with the infinity norm. */
export function adamax(
  p: Floats,
  g: Floats,
  { exp_avg, exp_inf }: { readonly exp_avg: Floats; readonly exp_inf: Floats },
  h: Descent & Moments,
): void {
  const sign = h.maximize ? -1 : 1;
  const size = h.lr / (1 - h.beta1 ** h.step);
  for (let i = 0; i < p.length; i++) {
    const d = sign * g[i]! + h.weight_decay * p[i]!;
    exp_avg[i] = h.beta1 * exp_avg[i]! + (1 - h.beta1) * d;
    exp_inf[i] = Math.max(h.beta2 * exp_inf[i]!, Math.abs(d) + h.eps);
    p[i]! -= (size * exp_avg[i]!) / exp_inf[i]!;
  }
}

/** NAdam (Dozat, 2016): Adam with Nesterov momentum; `gradRate` and `momentRate` are its two step sizes. */
export function nadam(
  p: Floats,
  g: Floats,
  { exp_avg, exp_avg_sq }: MomentState,
  h: Descent & Moments & { readonly gradRate: number; readonly momentRate: number },
): void {
  const correction = 1 - h.beta2 ** h.step;
  for (let i = 0; i < p.length; i++) {
    const d = g[i]! + h.weight_decay * p[i]!;
    exp_avg[i] = h.beta1 * exp_avg[i]! + (1 - h.beta1) * d;
    exp_avg_sq[i] = h.beta2 * exp_avg_sq[i]! + (1 - h.beta2) * d * d;
    const norm = Math.sqrt(exp_avg_sq[i]! / correction) + h.eps;
    p[i]! -= (h.gradRate * d + h.momentRate * exp_avg[i]!) / norm;
  }
}

/** RAdam (Liu et al., 2020): `rectification` scales the adaptive step; null takes a plain one. */
export function radam(
  p: Floats,
  g: Floats,
  { exp_avg, exp_avg_sq }: MomentState,
  h: Descent & Moments & { readonly rectification: number | null },
): void {
  const size = h.lr / (1 - h.beta1 ** h.step);
  const root = Math.sqrt(1 - h.beta2 ** h.step);
  for (let i = 0; i < p.length; i++) {
    const d = g[i]! + h.weight_decay * p[i]!;
    exp_avg[i] = h.beta1 * exp_avg[i]! + (1 - h.beta1) * d;
    exp_avg_sq[i] = h.beta2 * exp_avg_sq[i]! + (1 - h.beta2) * d * d;
    const adaptive = h.rectification === null ? 1 : (h.rectification * root) / (Math.sqrt(exp_avg_sq[i]!) + h.eps);
    p[i]! -= size * exp_avg[i]! * adaptive;
  }
}

/** Adagrad (Duchi et al., 2011). */
export function adagrad(
  p: Floats,
  g: Floats,
  { sum }: { readonly sum: Floats },
  h: Descent & { readonly eps: number },
): void {
  const sign = h.maximize ? -1 : 1;
  for (let i = 0; i < p.length; i++) {
    const d = sign * g[i]! + h.weight_decay * p[i]!;
    sum[i]! += d * d;
    p[i]! -= (h.lr * d) / (Math.sqrt(sum[i]!) + h.eps);
  }
}

/** Adadelta (Zeiler, 2012). */
export function adadelta(
  p: Floats,
  g: Floats,
  { square_avg, acc_delta }: { readonly square_avg: Floats; readonly acc_delta: Floats },
  h: Descent & { readonly rho: number; readonly eps: number },
): void {
  const sign = h.maximize ? -1 : 1;
  for (let i = 0; i < p.length; i++) {
    const d = sign * g[i]! + h.weight_decay * p[i]!;
    square_avg[i] = h.rho * square_avg[i]! + (1 - h.rho) * d * d;
    const delta = (Math.sqrt(acc_delta[i]! + h.eps) / Math.sqrt(square_avg[i]! + h.eps)) * d;
    acc_delta[i] = h.rho * acc_delta[i]! + (1 - h.rho) * delta * delta;
    p[i]! -= h.lr * delta;
  }
}

/** RMSprop (Hinton's lecture, 2012), centered (Graves, 2013) where there is a mean gradient. */
export function rmsprop(
  p: Floats,
  g: Floats,
  state: { readonly square_avg: Floats; readonly momentum_buffer?: Floats; readonly grad_avg?: Floats },
  h: Descent & { readonly alpha: number; readonly eps: number; readonly momentum: number },
): void {
  const { square_avg, momentum_buffer, grad_avg } = state;
  const sign = h.maximize ? -1 : 1;
  for (let i = 0; i < p.length; i++) {
    const d = sign * g[i]! + h.weight_decay * p[i]!;
    square_avg[i] = h.alpha * square_avg[i]! + (1 - h.alpha) * d * d;
    let spread = square_avg[i]!;
    if (grad_avg) {
      grad_avg[i] = h.alpha * grad_avg[i]! + (1 - h.alpha) * d;
      spread -= grad_avg[i]! * grad_avg[i]!;
    }
    let move = d / (Math.sqrt(spread) + h.eps);
    if (momentum_buffer) {
      move += h.momentum * momentum_buffer[i]!;
      momentum_buffer[i] = move;
    }
    p[i]! -= h.lr * move;
  }
}

/** Rprop (Riedmiller and Braun, 1993): a step size per element that grows while the sign stays. */
export function rprop(
  p: Floats,
  g: Floats,
  { prev, step_size }: { readonly prev: Floats; readonly step_size: Floats },
  h: Pick<Descent, "maximize"> & {
    readonly shrink: number;
    readonly grow: number;
    readonly smallest: number;
    readonly largest: number;
  },
): void {
  const sign = h.maximize ? -1 : 1;
  for (let i = 0; i < p.length; i++) {
    let d = sign * g[i]!;
    const turn = d * prev[i]!;
    const factor = turn > 0 ? h.grow : turn < 0 ? h.shrink : 1;
    step_size[i] = Math.min(Math.max(step_size[i]! * factor, h.smallest), h.largest);
    if (turn < 0) d = 0;
    p[i]! -= signOf(d) * step_size[i]!;
    prev[i] = d;
  }
}

/** Averaged SGD (Polyak and Juditsky, 1992): ax follows p by the factor mu. */
export function asgd(
  p: Floats,
  g: Floats,
  { ax }: { readonly ax: Floats },
  h: Pick<Descent, "weight_decay" | "maximize"> & { readonly lambd: number; readonly eta: number; readonly mu: number },
): void {
  const sign = h.maximize ? -1 : 1;
  for (let i = 0; i < p.length; i++) {
    const d = sign * g[i]! + h.weight_decay * p[i]!;
    p[i] = p[i]! * (1 - h.lambd * h.eta) - h.eta * d;
    ax[i]! += (p[i]! - ax[i]!) * h.mu;
  }
}
