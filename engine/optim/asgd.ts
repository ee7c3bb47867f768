// Owns optim.ASGD.
import { asgd } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface ASGDSettings {
  lr: number;
  lambd: number;
  alpha: number;
  t0: number;
  weight_decay: number;
  foreach: boolean | null;
  maximize: boolean;
}
interface ASGDState {
  step: number;
  eta: number;
  mu: number;
  ax: Tensor;
}

export class ASGDOptimizer extends Optimizer<ASGDSettings, ASGDState> {
  protected readonly name = "ASGD";

  constructor(params: Params<ASGDSettings>, options: Partial<ASGDSettings> = {}) {
    const settings = {
      lr: 1e-2,
      lambd: 1e-4,
      alpha: 0.75,
      t0: 1e6,
      weight_decay: 0,
      foreach: null,
      maximize: false,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    super(params, settings);
  }

  protected begin(param: Tensor, group: ParamGroup<ASGDSettings>): ASGDState {
    return { step: 0, eta: group.lr, mu: 1, ax: zerosFor(param) };
  }

  protected update(param: Tensor, grad: Tensor, state: ASGDState, group: ParamGroup<ASGDSettings>): void {
    state.step++;
    const { lr, lambd, alpha, t0 } = group;
    asgd(param, grad, { ax: state.ax }, { ...group, eta: state.eta, mu: state.mu });
    state.eta = lr / (1 + lambd * lr * state.step) ** alpha;
    state.mu = 1 / Math.max(1, state.step - t0);
  }
}

/** torch.optim.ASGD: SGD that also keeps the average `ax` of the parameters (Polyak and Juditsky, 1992). */
export const ASGD = (params: Params<ASGDSettings>, options: Partial<ASGDSettings> = {}): ASGDOptimizer =>
  new ASGDOptimizer(params, options);
