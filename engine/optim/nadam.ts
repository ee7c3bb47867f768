// Owns optim.NAdam.
import { nadam } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, checkBetas, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface NAdamSettings {
  lr: number;
  betas: readonly [number, number];
  eps: number;
  weight_decay: number;
  momentum_decay: number;
  foreach: boolean | null;
}
interface NAdamState {
  step: number;
  mu_product: number;
  exp_avg: Tensor;
  exp_avg_sq: Tensor;
}

/** The momentum of a step: it grows to beta1. */
const momentum = (beta1: number, step: number, decay: number): number => beta1 * (1 - 0.5 * 0.96 ** (step * decay));

export class NAdamOptimizer extends Optimizer<NAdamSettings, NAdamState> {
  protected readonly name = "NAdam";

  constructor(params: Params<NAdamSettings>, options: Partial<NAdamSettings> = {}) {
    const settings = {
      lr: 2e-3,
      betas: [0.9, 0.999] as const,
      eps: 1e-8,
      weight_decay: 0,
      momentum_decay: 4e-3,
      foreach: null,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.eps >= 0, "epsilon value", settings.eps);
    checkBetas(settings.betas);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    check(settings.momentum_decay >= 0, "momentum_decay value", settings.momentum_decay);
    super(params, settings);
  }

  protected begin(param: Tensor): NAdamState {
    return { step: 0, mu_product: 1, exp_avg: zerosFor(param), exp_avg_sq: zerosFor(param) };
  }

  protected update(param: Tensor, grad: Tensor, state: NAdamState, group: ParamGroup<NAdamSettings>): void {
    state.step++;
    const { exp_avg, exp_avg_sq, step } = state;
    const [beta1, beta2] = group.betas;
    const mu = momentum(beta1, step, group.momentum_decay);
    const next = momentum(beta1, step + 1, group.momentum_decay);
    state.mu_product *= mu;
    const gradRate = (group.lr * (1 - mu)) / (1 - state.mu_product);
    // PyTorch 1.13 counts the momentum of this step twice here.
    const momentRate = (group.lr * next) / (1 - state.mu_product * mu * next);
    nadam(
      param,
      grad,
      { exp_avg, exp_avg_sq },
      { ...group, maximize: false, beta1, beta2, step, gradRate, momentRate },
    );
  }
}

/** torch.optim.NAdam: Adam with Nesterov momentum (Dozat, 2016). */
export const NAdam = (params: Params<NAdamSettings>, options: Partial<NAdamSettings> = {}): NAdamOptimizer =>
  new NAdamOptimizer(params, options);
