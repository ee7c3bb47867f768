// Owns optim.Adadelta.
import { adadelta } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface AdadeltaSettings {
  lr: number;
  rho: number;
  eps: number;
  weight_decay: number;
  maximize: boolean;
  foreach: boolean | null;
}
interface AdadeltaState {
  step: number;
  square_avg: Tensor;
  acc_delta: Tensor;
}

export class AdadeltaOptimizer extends Optimizer<AdadeltaSettings, AdadeltaState> {
  protected readonly name = "Adadelta";

  constructor(params: Params<AdadeltaSettings>, options: Partial<AdadeltaSettings> = {}) {
    const settings = {
      lr: 1,
      rho: 0.9,
      eps: 1e-6,
      weight_decay: 0,
      maximize: false,
      foreach: null,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.rho >= 0 && settings.rho <= 1, "rho value", settings.rho);
    check(settings.eps >= 0, "epsilon value", settings.eps);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    super(params, settings);
  }

  protected begin(param: Tensor): AdadeltaState {
    return { step: 0, square_avg: zerosFor(param), acc_delta: zerosFor(param) };
  }

  protected update(param: Tensor, grad: Tensor, state: AdadeltaState, group: ParamGroup<AdadeltaSettings>): void {
    state.step++;
    const { step: _, ...averages } = state;
    adadelta(param, grad, averages, group);
  }
}

/** torch.optim.Adadelta (Zeiler, 2012). */
export const Adadelta = (
  params: Params<AdadeltaSettings>,
  options: Partial<AdadeltaSettings> = {},
): AdadeltaOptimizer => new AdadeltaOptimizer(params, options);
