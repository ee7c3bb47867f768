// Steps of optimizers on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { OptimExports } from "./exports.ts";
import type * as plain from "./reference.ts";

const signOf = (h: { readonly maximize: boolean }): number => (h.maximize ? -1 : 1);

export function optimKernels(kernel: OptimExports, space: Workspace) {
  return {
    /** Stochastic gradient descent; `first` says that the momentum buffer holds nothing yet. */
    sgd(...[p, g, state, h]: Parameters<typeof plain.sgd>): void {
      space.with([g, p, state.momentum_buffer ?? null], 1, (grad, param, moving) => {
        const rates = [h.lr, h.weight_decay, h.maximize ? -1 : 1, h.momentum, 1 - h.dampening] as const;
        kernel.sgd(param, grad, moving, p.length, ...rates, Number(h.nesterov), Number(h.first));
      });
    },

    /** Adam (Kingma and Ba, 2015), with AMSGrad where there is a maximum; `decoupled` is AdamW's decay of p itself. */
    adam(...[p, g, state, h]: Parameters<typeof plain.adam>): void {
      const { exp_avg, exp_avg_sq } = state;
      const size = h.lr / (1 - h.beta1 ** h.step);
      const root = Math.sqrt(1 - h.beta2 ** h.step);
      const shrink = h.decoupled ? 1 - h.lr * h.weight_decay : 1;
      const decay = h.decoupled ? 0 : h.weight_decay;
      const betas = [h.beta1, 1 - h.beta1, h.beta2, 1 - h.beta2] as const;
      space.with([g, p, exp_avg, exp_avg_sq, state.max_exp_avg_sq ?? null], 1, (grad, param, moment, square, most) => {
        const sign = h.maximize ? -1 : 1;
        kernel.adam(param, grad, moment, square, most, p.length, size, shrink, decay, sign, ...betas, root, h.eps);
      });
    },

    adamax(...[p, g, state, h]: Parameters<typeof plain.adamax>): void {
      const n = p.length;
      const rates = [
        h.lr / (1 - h.beta1 ** h.step),
        signOf(h),
        h.weight_decay,
        h.beta1,
        1 - h.beta1,
        h.beta2,
        h.eps,
      ] as const;
      space.with([g, p, state.exp_avg, state.exp_inf], 1, (g, p, ...moments) => {
        kernel.adamax(p, g, ...moments, n, ...rates);
      });
    },

    nadam(...[p, g, state, h]: Parameters<typeof plain.nadam>): void {
      const root = 1 / Math.sqrt(1 - h.beta2 ** h.step);
      const betas = [h.beta1, 1 - h.beta1, h.beta2, 1 - h.beta2] as const;
      const n = p.length;
      space.with([g, p, state.exp_avg, state.exp_avg_sq], 1, (g, p, ...moments) => {
        kernel.momentStep(p, g, ...moments, n, h.gradRate, h.momentRate, root, h.weight_decay, ...betas, h.eps, 0);
      });
    },

    radam(...[p, g, state, h]: Parameters<typeof plain.radam>): void {
      const plainStep = h.rectification === null;
      const size = h.lr / (1 - h.beta1 ** h.step);
      const rate = plainStep ? size : size * h.rectification * Math.sqrt(1 - h.beta2 ** h.step);
      const betas = [h.beta1, 1 - h.beta1, h.beta2, 1 - h.beta2] as const;
      const n = p.length;
      space.with([g, p, state.exp_avg, state.exp_avg_sq], 1, (g, p, ...moments) => {
        kernel.momentStep(p, g, ...moments, n, 0, rate, 1, h.weight_decay, ...betas, h.eps, Number(plainStep));
      });
    },

    adagrad(...[p, g, { sum }, h]: Parameters<typeof plain.adagrad>): void {
      const n = p.length;
      space.with([g, p, sum], 1, (g, p, sum) => {
        kernel.adagrad(p, g, sum, n, h.lr, signOf(h), h.weight_decay, h.eps);
      });
    },

    adadelta(...[p, g, state, h]: Parameters<typeof plain.adadelta>): void {
      const n = p.length;
      space.with([g, p, state.square_avg, state.acc_delta], 1, (g, p, ...averages) => {
        kernel.adadelta(p, g, ...averages, n, h.lr, signOf(h), h.weight_decay, h.rho, 1 - h.rho, h.eps);
      });
    },

    rmsprop(...[p, g, state, h]: Parameters<typeof plain.rmsprop>): void {
      const n = p.length;
      const views = [g, p, state.square_avg, state.momentum_buffer ?? null, state.grad_avg ?? null] as const;
      space.with(views, 1, (g, p, ...averages) => {
        const rates = [h.lr, signOf(h), h.weight_decay, h.alpha, 1 - h.alpha, h.eps, h.momentum] as const;
        kernel.rmsprop(p, g, ...averages, n, ...rates);
      });
    },

    rprop(...[p, g, state, h]: Parameters<typeof plain.rprop>): void {
      const n = p.length;
      space.with([g, p, state.prev, state.step_size], 1, (g, p, ...history) => {
        kernel.rprop(p, g, ...history, n, signOf(h), h.shrink, h.grow, h.smallest, h.largest);
      });
    },

    asgd(...[p, g, { ax }, h]: Parameters<typeof plain.asgd>): void {
      const n = p.length;
      space.with([g, p, ax], 1, (g, p, ax) => {
        kernel.asgd(p, g, ax, n, signOf(h), h.weight_decay, 1 - h.lambd * h.eta, h.eta, h.mu);
      });
    },
  };
}
