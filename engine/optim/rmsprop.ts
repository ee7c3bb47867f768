// Owns optim.RMSprop.
import { rmsprop } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface RMSpropSettings {
  lr: number;
  momentum: number;
  alpha: number;
  eps: number;
  centered: boolean;
  weight_decay: number;
  foreach: boolean | null;
  maximize: boolean;
  differentiable: boolean;
}
interface RMSpropState {
  step: number;
  square_avg: Tensor;
  momentum_buffer?: Tensor;
  grad_avg?: Tensor;
}

export class RMSpropOptimizer extends Optimizer<RMSpropSettings, RMSpropState> {
  protected readonly name = "RMSprop";

  constructor(params: Params<RMSpropSettings>, options: Partial<RMSpropSettings> = {}) {
    const settings = {
      lr: 1e-2,
      momentum: 0,
      alpha: 0.99,
      eps: 1e-8,
      centered: false,
      weight_decay: 0,
      foreach: null,
      maximize: false,
      differentiable: false,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.eps >= 0, "epsilon value", settings.eps);
    check(settings.momentum >= 0, "momentum value", settings.momentum);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    check(settings.alpha >= 0, "alpha value", settings.alpha);
    super(params, settings);
  }

  protected begin(param: Tensor, group: ParamGroup<RMSpropSettings>): RMSpropState {
    return {
      step: 0,
      square_avg: zerosFor(param),
      ...(group.momentum > 0 ? { momentum_buffer: zerosFor(param) } : {}),
      ...(group.centered ? { grad_avg: zerosFor(param) } : {}),
    };
  }

  protected update(param: Tensor, grad: Tensor, state: RMSpropState, group: ParamGroup<RMSpropSettings>): void {
    state.step++;
    const { step: _, ...averages } = state;
    rmsprop(param, grad, averages, group);
  }
}

/** torch.optim.RMSprop (Hinton, 2012); `centered` divides by an estimate of the standard deviation (Graves, 2013). */
export const RMSprop = (params: Params<RMSpropSettings>, options: Partial<RMSpropSettings> = {}): RMSpropOptimizer =>
  new RMSpropOptimizer(params, options);
