// Owns optim.Adagrad.
import { no_grad } from "../tensor/autograd.ts";
import { adagrad } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface AdagradSettings {
  lr: number;
  lr_decay: number;
  eps: number;
  weight_decay: number;
  initial_accumulator_value: number;
  foreach: boolean | null;
  maximize: boolean;
}
interface AdagradState {
  step: number;
  sum: Tensor;
}

export class AdagradOptimizer extends Optimizer<AdagradSettings, AdagradState> {
  protected readonly name = "Adagrad";

  constructor(params: Params<AdagradSettings>, options: Partial<AdagradSettings> = {}) {
    const settings = {
      lr: 1e-2,
      lr_decay: 0,
      eps: 1e-10,
      weight_decay: 0,
      initial_accumulator_value: 0,
      foreach: null,
      maximize: false,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    check(settings.lr_decay >= 0, "lr_decay value", settings.lr_decay);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    check(
      settings.initial_accumulator_value >= 0,
      "initial_accumulator_value value",
      settings.initial_accumulator_value,
    );
    check(settings.eps >= 0, "epsilon value", settings.eps);
    super(params, settings);
    for (const group of this.param_groups) {
      for (const param of group.params) this.state.set(param, this.begin(param, group));
    }
  }

  protected begin(param: Tensor, group: ParamGroup<AdagradSettings>): AdagradState {
    return { step: 0, sum: no_grad(() => zerosFor(param).fill_(group.initial_accumulator_value)) };
  }

  protected update(param: Tensor, grad: Tensor, state: AdagradState, group: ParamGroup<AdagradSettings>): void {
    state.step++;
    const lr = group.lr / (1 + (state.step - 1) * group.lr_decay);
    adagrad(param, grad, { sum: state.sum }, { ...group, lr });
  }
}

/** torch.optim.Adagrad (Duchi et al., 2011): step sizes shrink with the sum of squared gradients. */
export const Adagrad = (params: Params<AdagradSettings>, options: Partial<AdagradSettings> = {}): AdagradOptimizer =>
  new AdagradOptimizer(params, options);
