// Owns the schedulers that follow a cosine (Loshchilov and Hutter, 2017): CosineAnnealingLR, CosineAnnealingWarmRestarts.
import { valueError } from "../../core/errors.ts";
import { LRScheduler, type Scheduled, type SchedulerOptions } from "./scheduler.ts";

export interface CosineOptions extends SchedulerOptions {
  readonly eta_min?: number;
}

class CosineScheduler extends LRScheduler {
  T_max: number;
  eta_min: number;

  constructor(optimizer: Scheduled, T_max: number, { eta_min = 0, ...rest }: CosineOptions) {
    super(optimizer, rest);
    this.T_max = T_max;
    this.eta_min = eta_min;
  }

  protected get_lr(): number[] {
    const { last_epoch: epoch, T_max, eta_min } = this;
    if (epoch === 0) return this.rates;
    if (this._step_count === 1 && epoch > 0) return this.closed_form();
    if ((epoch - 1 - T_max) % (2 * T_max) === 0) {
      // The last rate was eta_min: there is no ratio to go on from.
      const rise = (1 - Math.cos(Math.PI / T_max)) / 2;
      return this.rates.map((lr, i) => lr + (this.base_lrs[i]! - eta_min) * rise);
    }
    const height = (e: number): number => 1 + Math.cos((Math.PI * e) / T_max);
    return this.rates.map((lr) => (height(epoch) / height(epoch - 1)) * (lr - eta_min) + eta_min);
  }

  protected override closed_form(): number[] {
    const height = (1 + Math.cos((this.last_epoch * Math.PI) / this.T_max)) / 2;
    return this.base_lrs.map((lr) => this.eta_min + (lr - this.eta_min) * height);
  }
}

/** From the first rate to eta_min and back along a cosine of half-period T_max. */
export const CosineAnnealingLR = (optimizer: Scheduled, T_max: number, options: CosineOptions = {}): LRScheduler =>
  new CosineScheduler(optimizer, T_max, options).start();

export interface WarmRestartOptions extends CosineOptions {
  readonly T_mult?: number;
}

class WarmRestartScheduler extends LRScheduler {
  T_0: number;
  T_i: number;
  T_mult: number;
  eta_min: number;
  T_cur: number;

  constructor(optimizer: Scheduled, T_0: number, { T_mult = 1, eta_min = 0, ...rest }: WarmRestartOptions) {
    if (T_0 <= 0 || !Number.isInteger(T_0)) throw valueError(`Expected positive integer T_0, but got ${T_0}`);
    if (T_mult < 1 || !Number.isInteger(T_mult)) throw valueError(`Expected integer T_mult >= 1, but got ${T_mult}`);
    super(optimizer, rest);
    this.T_0 = T_0;
    this.T_i = T_0;
    this.T_mult = T_mult;
    this.eta_min = eta_min;
    this.T_cur = this.last_epoch;
  }

  protected get_lr(): number[] {
    const height = (1 + Math.cos((Math.PI * this.T_cur) / this.T_i)) / 2;
    return this.base_lrs.map((lr) => this.eta_min + (lr - this.eta_min) * height);
  }

  /** The epoch may be a fraction, to change the rate within an epoch. */
  override step(epoch?: number): void {
    const given = epoch ?? (this.last_epoch < 0 ? 0 : undefined);
    if (given === undefined) {
      this.last_epoch++;
      this.T_cur++;
      if (this.T_cur >= this.T_i) {
        this.T_cur -= this.T_i;
        this.T_i *= this.T_mult;
      }
    } else {
      if (given < 0) throw valueError(`Expected non-negative epoch, but got ${given}`);
      this.jump(given);
      this.last_epoch = Math.floor(given);
    }
    this.setRates(this.get_lr());
  }

  private jump(epoch: number): void {
    const { T_0, T_mult } = this;
    if (epoch < T_0 || T_mult === 1) {
      this.T_i = T_0;
      this.T_cur = epoch % T_0;
      return;
    }
    const restarts = Math.floor(Math.log((epoch / T_0) * (T_mult - 1) + 1) / Math.log(T_mult));
    this.T_cur = epoch - (T_0 * (T_mult ** restarts - 1)) / (T_mult - 1);
    this.T_i = T_0 * T_mult ** restarts;
  }
}

/** Along a cosine to eta_min, then back to the first rate at once; each period is T_mult times the last, from T_0. */
export const CosineAnnealingWarmRestarts = (
  optimizer: Scheduled,
  T_0: number,
  options: WarmRestartOptions = {},
): LRScheduler => new WarmRestartScheduler(optimizer, T_0, options).start();
