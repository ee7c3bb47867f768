// Owns OneCycleLR: one rise and one long fall of the rate, momentum the other way (Smith and Topin, 2018).
import { valueError } from "../../core/errors.ts";
import { LRScheduler, perGroup, type Scheduled, type ScheduledGroup, type SchedulerOptions } from "./scheduler.ts";

export interface OneCycleOptions extends SchedulerOptions {
  /** How many steps in all; or `epochs` times `steps_per_epoch`. */
  readonly total_steps?: number | null;
  readonly epochs?: number | null;
  readonly steps_per_epoch?: number | null;
  /** The part of the steps that the rate rises in. */
  readonly pct_start?: number;
  readonly anneal_strategy?: "cos" | "linear";
  readonly cycle_momentum?: boolean;
  readonly base_momentum?: number | readonly number[];
  readonly max_momentum?: number | readonly number[];
  readonly div_factor?: number;
  readonly final_div_factor?: number;
  readonly three_phase?: boolean;
}

interface CycleGroup extends ScheduledGroup {
  max_lr?: number;
  min_lr?: number;
  base_momentum?: number;
  max_momentum?: number;
}
type Rate = "initial_lr" | "max_lr" | "min_lr";
type Momentum = "base_momentum" | "max_momentum";

interface Phase {
  readonly end_step: number;
  readonly start_lr: Rate;
  readonly end_lr: Rate;
  readonly start_momentum: Momentum;
  readonly end_momentum: Momentum;
}

const phase = (
  end_step: number,
  [start_lr, end_lr]: readonly [Rate, Rate],
  [start_momentum, end_momentum]: readonly [Momentum, Momentum],
): Phase => ({ end_step, start_lr, end_lr, start_momentum, end_momentum });

function phases(total: number, pct_start: number, three: boolean): Phase[] {
  const up = phase(pct_start * total - 1, ["initial_lr", "max_lr"], ["max_momentum", "base_momentum"]);
  if (!three) return [up, phase(total - 1, ["max_lr", "min_lr"], ["base_momentum", "max_momentum"])];
  return [
    up,
    phase(2 * pct_start * total - 2, ["max_lr", "initial_lr"], ["base_momentum", "max_momentum"]),
    phase(total - 1, ["initial_lr", "min_lr"], ["max_momentum", "max_momentum"]),
  ];
}

const anneals = {
  cos: (start: number, end: number, done: number) => end + ((start - end) / 2) * (1 + Math.cos(Math.PI * done)),
  linear: (start: number, end: number, done: number) => (end - start) * done + start,
} as const;

function totalSteps({ total_steps = null, epochs = null, steps_per_epoch = null }: OneCycleOptions): number {
  const positive = (value: number, name: string): number => {
    if (value <= 0 || !Number.isInteger(value)) {
      throw valueError(`Expected positive integer ${name}, but got ${value}`);
    }
    return value;
  };
  if (total_steps !== null) return positive(total_steps, "total_steps");
  if (epochs === null || steps_per_epoch === null) {
    throw valueError("You must define either total_steps OR (epochs AND steps_per_epoch)");
  }
  return positive(epochs, "epochs") * positive(steps_per_epoch, "steps_per_epoch");
}

class OneCycleScheduler extends LRScheduler {
  total_steps: number;
  _schedule_phases: Phase[];
  anneal_strategy: "cos" | "linear";
  cycle_momentum: boolean;
  use_beta1 = false;

  constructor(optimizer: Scheduled, max_lr: number | readonly number[], options: OneCycleOptions) {
    const { pct_start = 0.3, anneal_strategy = "cos", cycle_momentum = true, three_phase = false } = options;
    const { base_momentum = 0.85, max_momentum = 0.95, div_factor = 25, final_div_factor = 1e4 } = options;
    const total = totalSteps(options);
    if (pct_start < 0 || pct_start > 1) {
      throw valueError(`Expected float between 0 and 1 pct_start, but got ${pct_start}`);
    }
    if (!(anneal_strategy in anneals)) {
      throw valueError(`anneal_strategy must by one of 'cos' or 'linear', instead got ${String(anneal_strategy)}`);
    }
    const groups = optimizer.param_groups as CycleGroup[];
    const fresh = (options.last_epoch ?? -1) === -1;
    const rates = perGroup(max_lr, optimizer, "max_lr");
    if (fresh) {
      groups.forEach((group, i) => {
        group.initial_lr = rates[i]! / div_factor;
        group.max_lr = rates[i]!;
        group.min_lr = group.initial_lr / final_div_factor;
      });
    }
    const usesBetas = "betas" in optimizer.defaults;
    if (cycle_momentum) {
      if (!usesBetas && !("momentum" in optimizer.defaults)) {
        throw valueError("optimizer must support momentum with `cycle_momentum` option enabled");
      }
      const [low, high] = [base_momentum, max_momentum].map((m) => perGroup(m, optimizer, "momentum"));
      if (fresh) {
        groups.forEach((group, i) => {
          group.max_momentum = high![i]!;
          group.base_momentum = low![i]!;
        });
      }
    }
    super(optimizer, options);
    this.total_steps = total;
    this._schedule_phases = phases(total, pct_start, three_phase);
    this.anneal_strategy = anneal_strategy;
    this.cycle_momentum = cycle_momentum;
    this.use_beta1 = cycle_momentum && usesBetas;
  }

  protected get_lr(): number[] {
    const step = this.last_epoch;
    if (step > this.total_steps) {
      throw valueError(`Tried to step ${step + 1} times. The specified number of total steps is ${this.total_steps}`);
    }
    const found = this._schedule_phases.findIndex(({ end_step }) => step <= end_step);
    const index = found < 0 ? this._schedule_phases.length - 1 : found;
    const now = this._schedule_phases[index]!;
    const start = this._schedule_phases[index - 1]?.end_step ?? 0;
    const done = (step - start) / (now.end_step - start);
    const anneal = anneals[this.anneal_strategy];
    return (this.optimizer.param_groups as CycleGroup[]).map((group) => {
      if (this.cycle_momentum) {
        const momentum = anneal(group[now.start_momentum]!, group[now.end_momentum]!, done);
        if (this.use_beta1) group.betas = [momentum, group.betas![1]];
        else group.momentum = momentum;
      }
      return anneal(group[now.start_lr]!, group[now.end_lr]!, done);
    });
  }
}

/** From max_lr / div_factor up to max_lr, then down to a final_div_factor-th of where it began, in total_steps steps. */
export const OneCycleLR = (
  optimizer: Scheduled,
  max_lr: number | readonly number[],
  options: OneCycleOptions = {},
): LRScheduler => new OneCycleScheduler(optimizer, max_lr, options).start();
