// Owns optim.Adamax.
import { adamax } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, checkBetas, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface AdamaxSettings {
  lr: number;
  betas: readonly [number, number];
  eps: number;
  weight_decay: number;
  foreach: boolean | null;
  maximize: boolean;
}
interface AdamaxState {
  step: number;
  exp_avg: Tensor;
  exp_inf: Tensor;
}

export class AdamaxOptimizer extends Optimizer<AdamaxSettings, AdamaxState> {
  protected readonly name = "Adamax";

  constructor(params: Params<AdamaxSettings>, options: Partial<AdamaxSettings> = {}) {
    const settings = {
      lr: 2e-3,
      betas: [0.9, 0.999] as const,
      eps: 1e-8,
      weight_decay: 0,
      foreach: null,
      maximize: false,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.eps >= 0, "epsilon value", settings.eps);
    checkBetas(settings.betas);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    super(params, settings);
  }

  protected begin(param: Tensor): AdamaxState {
    return { step: 0, exp_avg: zerosFor(param), exp_inf: zerosFor(param) };
  }

  protected update(param: Tensor, grad: Tensor, state: AdamaxState, group: ParamGroup<AdamaxSettings>): void {
    state.step++;
    const { step, ...moments } = state;
    const [beta1, beta2] = group.betas;
    adamax(param, grad, moments, { ...group, beta1, beta2, step });
  }
}

/** torch.optim.Adamax: Adam with the infinity norm (Kingma and Ba, 2015). */
export const Adamax = (params: Params<AdamaxSettings>, options: Partial<AdamaxSettings> = {}): AdamaxOptimizer =>
  new AdamaxOptimizer(params, options);
