// Owns optim.SGD: stochastic gradient descent with momentum.
import { valueError } from "../core/errors.ts";
import { sgd } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface SGDSettings {
  lr: number;
  momentum: number;
  dampening: number;
  weight_decay: number;
  nesterov: boolean;
  maximize: boolean;
  foreach: boolean | null;
  differentiable: boolean;
}
interface SGDState {
  momentum_buffer: Tensor | null;
}
export type SGDOptions = Partial<SGDSettings> & { readonly lr: number };

export class SGDOptimizer extends Optimizer<SGDSettings, SGDState> {
  protected readonly name = "SGD";

  constructor(params: Params<SGDSettings>, options: Partial<SGDSettings>) {
    const settings = {
      lr: undefined as unknown as number, // required: a group without it is an error
      momentum: 0,
      dampening: 0,
      weight_decay: 0,
      nesterov: false,
      maximize: false,
      foreach: null,
      differentiable: false,
      ...options,
    };
    check(settings.lr === undefined || settings.lr >= 0, "learning rate", settings.lr);
    check(settings.momentum >= 0, "momentum value", settings.momentum);
    check(settings.weight_decay >= 0, "weight_decay value", settings.weight_decay);
    if (settings.nesterov && (settings.momentum <= 0 || settings.dampening !== 0)) {
      throw valueError("Nesterov momentum requires a momentum and zero dampening");
    }
    super(params, settings);
  }

  protected begin(): SGDState {
    return { momentum_buffer: null };
  }

  protected update(param: Tensor, grad: Tensor, state: SGDState, group: ParamGroup<SGDSettings>): void {
    if (group.momentum === 0) {
      sgd(param, grad, {}, { ...group, first: false });
      return;
    }
    const first = state.momentum_buffer === null;
    state.momentum_buffer ??= zerosFor(param);
    sgd(param, grad, { momentum_buffer: state.momentum_buffer }, { ...group, first });
  }
}

/**
 * torch.optim.SGD: v = momentum v + (1 - dampening) g, p = p - lr v, with Nesterov's variant (Sutskever et al., 2013).
 * `lr` is required.
 */
export const SGD = (params: Params<SGDSettings>, options: SGDOptions): SGDOptimizer =>
  new SGDOptimizer(params, options);
