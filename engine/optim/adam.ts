// Owns optim.Adam.
import { adam } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, checkBetas, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface AdamSettings {
  lr: number;
  betas: readonly [number, number];
  eps: number;
  weight_decay: number;
  amsgrad: boolean;
  maximize: boolean;
  foreach: boolean | null;
  capturable: boolean;
  differentiable: boolean;
  fused: boolean;
}
interface AdamState {
  step: number;
  exp_avg: Tensor;
  exp_avg_sq: Tensor;
  max_exp_avg_sq?: Tensor;
}

export class AdamOptimizer extends Optimizer<AdamSettings, AdamState> {
  protected readonly name = "Adam";

  constructor(params: Params<AdamSettings>, options: Partial<AdamSettings> = {}) {
    const settings = {
      lr: 1e-3,
      betas: [0.9, 0.999] as const,
      eps: 1e-8,
      weight_decay: 0,
      amsgrad: false,
      maximize: false,
      foreach: null,
      capturable: false,
      differentiable: false,
      fused: false,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.eps >= 0, "epsilon value", settings.eps);
    checkBetas(settings.betas);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    super(params, settings);
  }

  protected begin(param: Tensor, group: ParamGroup<AdamSettings>): AdamState {
    const state = { step: 0, exp_avg: zerosFor(param), exp_avg_sq: zerosFor(param) };
    return group.amsgrad ? { ...state, max_exp_avg_sq: zerosFor(param) } : state;
  }

  protected update(param: Tensor, grad: Tensor, state: AdamState, group: ParamGroup<AdamSettings>): void {
    state.step++;
    const { step, ...moments } = state;
    const [beta1, beta2] = group.betas;
    adam(param, grad, moments, { ...group, beta1, beta2, step, decoupled: false });
  }
}

/** torch.optim.Adam (Kingma and Ba, 2015); `amsgrad` keeps the largest second moment (Reddi et al., 2018). */
export const Adam = (params: Params<AdamSettings>, options: Partial<AdamSettings> = {}): AdamOptimizer =>
  new AdamOptimizer(params, options);
