// Owns ReduceLROnPlateau: lowers the rate when a metric has stopped to improve.
import { valueError } from "../../core/errors.ts";
import { perGroup, type Scheduled, type SchedulerState } from "./scheduler.ts";

export interface PlateauOptions {
  readonly mode?: "min" | "max";
  readonly factor?: number;
  readonly patience?: number;
  readonly threshold?: number;
  readonly threshold_mode?: "rel" | "abs";
  readonly cooldown?: number;
  readonly min_lr?: number | readonly number[];
  readonly eps?: number;
}

/** The metric, as a number or a tensor of one element. */
export type Metric = number | { item(): number };

class PlateauScheduler {
  readonly optimizer: Scheduled;
  factor: number;
  min_lrs: number[];
  patience: number;
  cooldown: number;
  cooldown_counter = 0;
  mode: "min" | "max";
  threshold: number;
  threshold_mode: "rel" | "abs";
  best: number;
  num_bad_epochs = 0;
  eps: number;
  last_epoch = 0;
  _last_lr: number[];

  constructor(optimizer: Scheduled, options: PlateauOptions) {
    const { mode = "min", factor = 0.1, patience = 10, threshold = 1e-4, threshold_mode = "rel" } = options;
    const { cooldown = 0, min_lr = 0, eps = 1e-8 } = options;
    if (factor >= 1) throw valueError("Factor should be < 1.0.");
    if (Array.isArray(min_lr) && min_lr.length !== optimizer.param_groups.length) {
      throw valueError(`expected ${optimizer.param_groups.length} min_lrs, got ${min_lr.length}`);
    }
    if (mode !== "min" && mode !== "max") throw valueError(`mode ${String(mode)} is unknown!`);
    if (threshold_mode !== "rel" && threshold_mode !== "abs") {
      throw valueError(`threshold mode ${String(threshold_mode)} is unknown!`);
    }
    this.optimizer = optimizer;
    this.factor = factor;
    this.min_lrs = perGroup(min_lr, optimizer, "min_lr");
    this.patience = patience;
    this.cooldown = cooldown;
    this.mode = mode;
    this.threshold = threshold;
    this.threshold_mode = threshold_mode;
    this.best = mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    this.eps = eps;
    this._last_lr = optimizer.param_groups.map(({ lr }) => lr);
  }

  private isBetter(value: number): boolean {
    const sign = this.mode === "min" ? -1 : 1;
    const margin = sign * this.threshold;
    const bound = this.threshold_mode === "rel" ? this.best * (1 + margin) : this.best + margin;
    return this.mode === "min" ? value < bound : value > bound;
  }

  /** Takes in the metric of an epoch. */
  step(metrics: Metric, epoch?: number): void {
    const value = typeof metrics === "number" ? metrics : metrics.item();
    this.last_epoch = epoch ?? this.last_epoch + 1;
    if (this.isBetter(value)) {
      this.best = value;
      this.num_bad_epochs = 0;
    } else this.num_bad_epochs++;
    if (this.cooldown_counter > 0) {
      this.cooldown_counter--;
      this.num_bad_epochs = 0;
    }
    if (this.num_bad_epochs > this.patience) {
      this.reduce();
      this.cooldown_counter = this.cooldown;
      this.num_bad_epochs = 0;
    }
    this._last_lr = this.optimizer.param_groups.map(({ lr }) => lr);
  }

  private reduce(): void {
    this.optimizer.param_groups.forEach((group, i) => {
      const lower = Math.max(group.lr * this.factor, this.min_lrs[i]!);
      if (group.lr - lower > this.eps) group.lr = lower;
    });
  }

  get_last_lr(): number[] {
    return this._last_lr;
  }

  state_dict(): SchedulerState {
    return Object.fromEntries(Object.entries(this).filter(([name]) => name !== "optimizer"));
  }

  load_state_dict(state: SchedulerState): void {
    Object.assign(this, structuredClone(state));
  }
}

/** Multiplies the rate by `factor` when the metric has not improved by `threshold` for more than `patience` epochs. */
export const ReduceLROnPlateau = (optimizer: Scheduled, options: PlateauOptions = {}): PlateauScheduler =>
  new PlateauScheduler(optimizer, options);
export type { PlateauScheduler };
