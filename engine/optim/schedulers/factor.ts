// Owns the schedulers that multiply the rate by a factor now and then: StepLR, MultiStepLR, ExponentialLR, ConstantLR,
// LinearLR, PolynomialLR, LambdaLR and MultiplicativeLR.
import { valueError } from "../../core/errors.ts";
import { LRScheduler, type Scheduled, type SchedulerOptions } from "./scheduler.ts";

class StepScheduler extends LRScheduler {
  step_size: number;
  gamma: number;

  constructor(optimizer: Scheduled, step_size: number, { gamma = 0.1, ...rest }: GammaOptions) {
    super(optimizer, rest);
    this.step_size = step_size;
    this.gamma = gamma;
  }

  protected get_lr(): number[] {
    const falls = this.last_epoch !== 0 && this.last_epoch % this.step_size === 0;
    return this.rates.map((lr) => (falls ? lr * this.gamma : lr));
  }

  protected override closed_form(): number[] {
    return this.base_lrs.map((lr) => lr * this.gamma ** Math.floor(this.last_epoch / this.step_size));
  }
}

export interface GammaOptions extends SchedulerOptions {
  readonly gamma?: number;
}

/** Multiplies the rate by gamma every `step_size` epochs. */
export const StepLR = (optimizer: Scheduled, step_size: number, options: GammaOptions = {}): LRScheduler =>
  new StepScheduler(optimizer, step_size, options).start();

class MultiStepScheduler extends LRScheduler {
  /** How often each milestone was given. */
  milestones: { [epoch: number]: number } = {};
  gamma: number;

  constructor(optimizer: Scheduled, milestones: readonly number[], { gamma = 0.1, ...rest }: GammaOptions) {
    super(optimizer, rest);
    for (const epoch of milestones) this.milestones[epoch] = (this.milestones[epoch] ?? 0) + 1;
    this.gamma = gamma;
  }

  protected get_lr(): number[] {
    const times = this.milestones[this.last_epoch] ?? 0;
    return this.rates.map((lr) => lr * this.gamma ** times);
  }

  protected override closed_form(): number[] {
    const passed = Object.entries(this.milestones).filter(([epoch]) => Number(epoch) <= this.last_epoch);
    const times = passed.reduce((n, [, count]) => n + count, 0);
    return this.base_lrs.map((lr) => lr * this.gamma ** times);
  }
}

/** Multiplies the rate by gamma at every milestone. */
export const MultiStepLR = (
  optimizer: Scheduled,
  milestones: readonly number[],
  options: GammaOptions = {},
): LRScheduler => new MultiStepScheduler(optimizer, milestones, options).start();

class ExponentialScheduler extends LRScheduler {
  gamma: number;

  constructor(optimizer: Scheduled, gamma: number, options: SchedulerOptions) {
    super(optimizer, options);
    this.gamma = gamma;
  }

  protected get_lr(): number[] {
    return this.rates.map((lr) => (this.last_epoch === 0 ? lr : lr * this.gamma));
  }

  protected override closed_form(): number[] {
    return this.base_lrs.map((lr) => lr * this.gamma ** this.last_epoch);
  }
}

/** Multiplies the rate by gamma every epoch. */
export const ExponentialLR = (optimizer: Scheduled, gamma: number, options: SchedulerOptions = {}): LRScheduler =>
  new ExponentialScheduler(optimizer, gamma, options).start();

export interface ConstantOptions extends SchedulerOptions {
  readonly factor?: number;
  readonly total_iters?: number;
}

class ConstantScheduler extends LRScheduler {
  factor: number;
  total_iters: number;

  constructor(optimizer: Scheduled, { factor = 1 / 3, total_iters = 5, ...rest }: ConstantOptions) {
    if (factor > 1 || factor < 0) {
      throw valueError("Constant multiplicative factor expected to be between 0 and 1.");
    }
    super(optimizer, rest);
    this.factor = factor;
    this.total_iters = total_iters;
  }

  protected get_lr(): number[] {
    if (this.last_epoch === 0) return this.rates.map((lr) => lr * this.factor);
    return this.rates.map((lr) => (this.last_epoch === this.total_iters ? lr * (1 / this.factor) : lr));
  }

  protected override closed_form(): number[] {
    return this.base_lrs.map((lr) => (this.last_epoch >= this.total_iters ? lr : lr * this.factor));
  }
}

/** The rate times `factor` until `total_iters`, then the rate. */
export const ConstantLR = (optimizer: Scheduled, options: ConstantOptions = {}): LRScheduler =>
  new ConstantScheduler(optimizer, options).start();

export interface LinearOptions extends SchedulerOptions {
  readonly start_factor?: number;
  readonly end_factor?: number;
  readonly total_iters?: number;
}

class LinearScheduler extends LRScheduler {
  start_factor: number;
  end_factor: number;
  total_iters: number;

  constructor(optimizer: Scheduled, options: LinearOptions) {
    const { start_factor = 1 / 3, end_factor = 1, total_iters = 5, ...rest } = options;
    if (start_factor > 1 || start_factor < 0) {
      throw valueError("Starting multiplicative factor expected to be between 0 and 1.");
    }
    if (end_factor > 1 || end_factor < 0) {
      throw valueError("Ending multiplicative factor expected to be between 0 and 1.");
    }
    super(optimizer, rest);
    this.start_factor = start_factor;
    this.end_factor = end_factor;
    this.total_iters = total_iters;
  }

  protected get_lr(): number[] {
    const epoch = this.last_epoch;
    if (epoch === 0) return this.rates.map((lr) => lr * this.start_factor);
    if (epoch > this.total_iters) return this.rates;
    const rise = this.end_factor - this.start_factor;
    const growth = 1 + rise / (this.total_iters * this.start_factor + (epoch - 1) * rise);
    return this.rates.map((lr) => lr * growth);
  }

  protected override closed_form(): number[] {
    const done = Math.min(this.total_iters, this.last_epoch) / this.total_iters;
    return this.base_lrs.map((lr) => lr * (this.start_factor + (this.end_factor - this.start_factor) * done));
  }
}

/** The rate times a factor that goes evenly from `start_factor` to `end_factor` in `total_iters` epochs. */
export const LinearLR = (optimizer: Scheduled, options: LinearOptions = {}): LRScheduler =>
  new LinearScheduler(optimizer, options).start();

export interface PolynomialOptions extends SchedulerOptions {
  readonly total_iters?: number;
  readonly power?: number;
}

class PolynomialScheduler extends LRScheduler {
  total_iters: number;
  power: number;

  constructor(optimizer: Scheduled, { total_iters = 5, power = 1, ...rest }: PolynomialOptions) {
    super(optimizer, rest);
    this.total_iters = total_iters;
    this.power = power;
  }

  protected get_lr(): number[] {
    const epoch = this.last_epoch;
    if (epoch === 0 || epoch > this.total_iters) return this.rates;
    const left = (e: number): number => 1 - e / this.total_iters;
    return this.rates.map((lr) => lr * (left(epoch) / left(epoch - 1)) ** this.power);
  }

  protected override closed_form(): number[] {
    const left = 1 - Math.min(this.total_iters, this.last_epoch) / this.total_iters;
    return this.base_lrs.map((lr) => lr * left ** this.power);
  }
}

/** The rate times (1 - epoch / total_iters)^power, 0 in the end. */
export const PolynomialLR = (optimizer: Scheduled, options: PolynomialOptions = {}): LRScheduler =>
  new PolynomialScheduler(optimizer, options).start();

/** A factor for every epoch. */
export type LRLambda = (epoch: number) => number;

function lambdas(given: LRLambda | readonly LRLambda[], optimizer: Scheduled): readonly LRLambda[] {
  if (typeof given === "function") return optimizer.param_groups.map(() => given);
  if (given.length !== optimizer.param_groups.length) {
    throw valueError(`Expected ${optimizer.param_groups.length} lr_lambdas, but got ${given.length}`);
  }
  return given;
}

class LambdaScheduler extends LRScheduler {
  readonly #lambdas: readonly LRLambda[];
  readonly #chained: boolean;

  constructor(
    optimizer: Scheduled,
    lr_lambda: LRLambda | readonly LRLambda[],
    chained: boolean,
    options: SchedulerOptions,
  ) {
    super(optimizer, options);
    this.#lambdas = lambdas(lr_lambda, optimizer);
    this.#chained = chained;
  }

  protected get_lr(): number[] {
    if (!this.#chained) return this.base_lrs.map((lr, i) => lr * this.#lambdas[i]!(this.last_epoch));
    return this.rates.map((lr, i) => (this.last_epoch > 0 ? lr * this.#lambdas[i]!(this.last_epoch) : lr));
  }
}

/** The first rate times lr_lambda(epoch); one function, or one per group. */
export const LambdaLR = (
  optimizer: Scheduled,
  lr_lambda: LRLambda | readonly LRLambda[],
  options: SchedulerOptions = {},
): LRScheduler => new LambdaScheduler(optimizer, lr_lambda, false, options).start();

/** The rate so far times lr_lambda(epoch). */
export const MultiplicativeLR = (
  optimizer: Scheduled,
  lr_lambda: LRLambda | readonly LRLambda[],
  options: SchedulerOptions = {},
): LRScheduler => new LambdaScheduler(optimizer, lr_lambda, true, options).start();
