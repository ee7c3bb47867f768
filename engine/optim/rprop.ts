// Owns optim.Rprop.
import { valueError } from "../core/errors.ts";
import { no_grad } from "../tensor/autograd.ts";
import { rprop } from "../tensor/step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { check, Optimizer, type ParamGroup, type Params, zerosFor } from "./optimizer.ts";

export interface RpropSettings {
  lr: number;
  etas: readonly [number, number];
  step_sizes: readonly [number, number];
  foreach: boolean | null;
  maximize: boolean;
}
interface RpropState {
  step: number;
  prev: Tensor;
  step_size: Tensor;
}

export class RpropOptimizer extends Optimizer<RpropSettings, RpropState> {
  protected readonly name = "Rprop";

  constructor(params: Params<RpropSettings>, options: Partial<RpropSettings> = {}) {
    const settings = {
      lr: 1e-2,
      etas: [0.5, 1.2] as const,
      step_sizes: [1e-6, 50] as const,
      foreach: null,
      maximize: false,
      ...options,
    };
    check(settings.lr >= 0, "learning rate", settings.lr);
    const [shrink, grow] = settings.etas;
    if (!(shrink > 0 && shrink < 1 && grow > 1)) throw valueError(`Invalid eta values: ${shrink}, ${grow}`);
    super(params, settings);
  }

  protected begin(param: Tensor, group: ParamGroup<RpropSettings>): RpropState {
    const step_size = no_grad(() => zerosFor(param).fill_(group.lr));
    return { step: 0, prev: zerosFor(param), step_size };
  }

  protected update(param: Tensor, grad: Tensor, state: RpropState, group: ParamGroup<RpropSettings>): void {
    state.step++;
    const [shrink, grow] = group.etas;
    const [smallest, largest] = group.step_sizes;
    const { prev, step_size } = state;
    rprop(param, grad, { prev, step_size }, { maximize: group.maximize, shrink, grow, smallest, largest });
  }
}

/** torch.optim.Rprop (Riedmiller and Braun, 1993): only the signs of gradients count. */
export const Rprop = (params: Params<RpropSettings>, options: Partial<RpropSettings> = {}): RpropOptimizer =>
  new RpropOptimizer(params, options);
