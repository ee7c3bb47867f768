// Owns optim.AdamW.
import { adam } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, checkBetas, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface AdamWSettings {
  lr: number;
  betas: readonly [number, number];
  eps: number;
  weight_decay: number;
  amsgrad: boolean;
  foreach: boolean | null;
  maximize: boolean;
  capturable: boolean;
}
interface AdamWState {
  step: number;
  exp_avg: Tensor;
  exp_avg_sq: Tensor;
  max_exp_avg_sq?: Tensor;
}

export class AdamWOptimizer extends Optimizer<AdamWSettings, AdamWState> {
  protected readonly name = "AdamW";

  constructor(params: Params<AdamWSettings>, options: Partial<AdamWSettings> = {}) {
    const settings = {
      lr: 1e-3,
      betas: [0.9, 0.999] as const,
      eps: 1e-8,
      weight_decay: 0.01,
      amsgrad: false,
      foreach: null,
      maximize: false,
      capturable: false,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.eps >= 0, "epsilon value", settings.eps);
    checkBetas(settings.betas);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    super(params, settings);
  }

  protected begin(param: Tensor, group: ParamGroup<AdamWSettings>): AdamWState {
    const state = { step: 0, exp_avg: zerosFor(param), exp_avg_sq: zerosFor(param) };
    return group.amsgrad ? { ...state, max_exp_avg_sq: zerosFor(param) } : state;
  }

  protected update(param: Tensor, grad: Tensor, state: AdamWState, group: ParamGroup<AdamWSettings>): void {
    state.step++;
    const { step, ...moments } = state;
    const [beta1, beta2] = group.betas;
    adam(param, grad, moments, { ...group, beta1, beta2, step, decoupled: true });
  }
}

/** torch.optim.AdamW: Adam whose weight decay shrinks the parameter itself (Loshchilov and Hutter, 2019). */
export const AdamW = (params: Params<AdamWSettings>, options: Partial<AdamWSettings> = {}): AdamWOptimizer =>
  new AdamWOptimizer(params, options);
