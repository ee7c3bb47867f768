// Optimizer steps that scale every element by its own history, on WebAssembly.
import type { Export } from "../loader.ts";
import type { Workspace } from "../memory/workspace.ts";
import type * as plain from "./reference.ts";

export type StepExport = "adadelta" | "adagrad" | "adamax" | "asgd" | "momentStep" | "rmsprop" | "rprop";
type Exports = Readonly<Record<StepExport, Export>>;

const signOf = (h: { readonly maximize: boolean }): number => (h.maximize ? -1 : 1);

export function stepKernels(kernel: Exports, space: Workspace) {
  return {
    adamax(...[p, g, state, h]: Parameters<typeof plain.adamax>): void {
      const n = p.length;
      const rates = [h.lr / (1 - h.beta1 ** h.step), signOf(h), h.weight_decay, h.beta1, 1 - h.beta1, h.beta2, h.eps];
      space.with([g, p, state.exp_avg, state.exp_inf], 1, (g, p, ...moments) => {
        kernel.adamax(p, g, ...moments, n, ...rates);
      });
    },

    nadam(...[p, g, state, h]: Parameters<typeof plain.nadam>): void {
      const root = 1 / Math.sqrt(1 - h.beta2 ** h.step);
      const betas = [h.beta1, 1 - h.beta1, h.beta2, 1 - h.beta2];
      const n = p.length;
      space.with([g, p, state.exp_avg, state.exp_avg_sq], 1, (g, p, ...moments) => {
        kernel.momentStep(p, g, ...moments, n, h.gradRate, h.momentRate, root, h.weight_decay, ...betas, h.eps, 0);
      });
    },

    radam(...[p, g, state, h]: Parameters<typeof plain.radam>): void {
      const plainStep = h.rectification === null;
      const size = h.lr / (1 - h.beta1 ** h.step);
      const rate = plainStep ? size : size * h.rectification * Math.sqrt(1 - h.beta2 ** h.step);
      const betas = [h.beta1, 1 - h.beta1, h.beta2, 1 - h.beta2];
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
        const rates = [h.lr, signOf(h), h.weight_decay, h.alpha, 1 - h.alpha, h.eps, h.momentum];
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
