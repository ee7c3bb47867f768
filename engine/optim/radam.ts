// Owns optim.RAdam.
import { radam } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, checkBetas, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface RAdamSettings {
  lr: number;
  betas: readonly [number, number];
  eps: number;
  weight_decay: number;
  foreach: boolean | null;
}
interface RAdamState {
  step: number;
  exp_avg: Tensor;
  exp_avg_sq: Tensor;
}

export class RAdamOptimizer extends Optimizer<RAdamSettings, RAdamState> {
  protected readonly name = "RAdam";

  constructor(params: Params<RAdamSettings>, options: Partial<RAdamSettings> = {}) {
    const settings = {
      lr: 1e-3,
      betas: [0.9, 0.999] as const,
      eps: 1e-8,
      weight_decay: 0,
      foreach: null,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.eps >= 0, "epsilon value", settings.eps);
    checkBetas(settings.betas);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    super(params, settings);
  }

  protected begin(param: Tensor): RAdamState {
    return { step: 0, exp_avg: zerosFor(param), exp_avg_sq: zerosFor(param) };
  }

  protected update(param: Tensor, grad: Tensor, state: RAdamState, group: ParamGroup<RAdamSettings>): void {
    state.step++;
    const { step, ...moments } = state;
    const [beta1, beta2] = group.betas;
    // The length of the simple moving average that the exponential one approximates, and its limit.
    const limit = 2 / (1 - beta2) - 1;
    const length = limit - (2 * step * beta2 ** step) / (1 - beta2 ** step);
    const rectification =
      length > 5 ? Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length)) : null;
    radam(param, grad, moments, { ...group, maximize: false, beta1, beta2, step, rectification });
  }
}

/** torch.optim.RAdam: Adam whose step is rectified while the variance is not yet known (Liu et al., 2020). */
export const RAdam = (params: Params<RAdamSettings>, options: Partial<RAdamSettings> = {}): RAdamOptimizer =>
  new RAdamOptimizer(params, options);
