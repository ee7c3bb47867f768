// Owns CyclicLR: rates that go up and down between two bounds, momentum the other way (Smith, 2017).
import { valueError } from "../../core/errors.ts";
import { LRScheduler, perGroup, type Scheduled, type SchedulerOptions } from "./scheduler.ts";

export interface CyclicOptions extends SchedulerOptions {
  readonly step_size_up?: number;
  readonly step_size_down?: number | null;
  readonly mode?: "triangular" | "triangular2" | "exp_range";
  readonly gamma?: number;
  /** Scales the height of a cycle; takes the place of `mode`. */
  readonly scale_fn?: ((x: number) => number) | null;
  /** Whether scale_fn is given the cycle or the iteration. */
  readonly scale_mode?: "cycle" | "iterations";
  readonly cycle_momentum?: boolean;
  readonly base_momentum?: number | readonly number[];
  readonly max_momentum?: number | readonly number[];
}

type Bounds = number | readonly number[];

class CyclicScheduler extends LRScheduler {
  max_lrs: number[];
  total_size: number;
  step_ratio: number;
  mode: string;
  gamma: number;
  scale_mode: "cycle" | "iterations";
  cycle_momentum: boolean;
  base_momentums: number[] = [];
  max_momentums: number[] = [];
  readonly #scale: (x: number) => number;

  constructor(optimizer: Scheduled, base_lr: Bounds, max_lr: Bounds, options: CyclicOptions) {
    const { step_size_up = 2000, step_size_down = null, mode = "triangular", gamma = 1 } = options;
    const { scale_fn = null, scale_mode = "cycle", cycle_momentum = true } = options;
    const base = perGroup(base_lr, optimizer, "base_lr");
    if ((options.last_epoch ?? -1) === -1) {
      optimizer.param_groups.forEach((group, i) => {
        group.lr = base[i]!;
      });
    }
    if (!["triangular", "triangular2", "exp_range"].includes(mode) && !scale_fn) {
      throw valueError("mode is invalid and scale_fn is None");
    }
    if (cycle_momentum && !("momentum" in optimizer.defaults)) {
      throw valueError("optimizer must support momentum with `cycle_momentum` option enabled");
    }
    super(optimizer, options);
    const down = step_size_down ?? step_size_up;
    this.max_lrs = perGroup(max_lr, optimizer, "max_lr");
    this.total_size = step_size_up + down;
    this.step_ratio = step_size_up / this.total_size;
    this.mode = mode;
    this.gamma = gamma;
    this.scale_mode = scale_fn ? scale_mode : mode === "exp_range" ? "iterations" : "cycle";
    this.#scale =
      scale_fn ?? ((x) => (mode === "triangular" ? 1 : mode === "triangular2" ? 1 / 2 ** (x - 1) : gamma ** x));
    this.cycle_momentum = cycle_momentum;
    if (cycle_momentum) {
      this.base_momentums = perGroup(options.base_momentum ?? 0.8, optimizer, "base_momentum");
      this.max_momentums = perGroup(options.max_momentum ?? 0.9, optimizer, "max_momentum");
    }
    this.base_lrs = base;
  }

  protected get_lr(): number[] {
    const cycle = Math.floor(1 + this.last_epoch / this.total_size);
    const x = 1 + this.last_epoch / this.total_size - cycle;
    const height = x <= this.step_ratio ? x / this.step_ratio : (x - 1) / (this.step_ratio - 1);
    const scale = height * this.#scale(this.scale_mode === "cycle" ? cycle : this.last_epoch);
    if (this.cycle_momentum) {
      this.optimizer.param_groups.forEach((group, i) => {
        const [low, high] = [this.base_momentums[i]!, this.max_momentums[i]!];
        group.momentum = high - (high - low) * scale;
      });
    }
    return this.base_lrs.map((lr, i) => lr + (this.max_lrs[i]! - lr) * scale);
  }
}

/** From base_lr to max_lr in step_size_up steps and back in step_size_down, again and again. */
export const CyclicLR = (
  optimizer: Scheduled,
  base_lr: Bounds,
  max_lr: Bounds,
  options: CyclicOptions = {},
): LRScheduler => new CyclicScheduler(optimizer, base_lr, max_lr, options).start();
