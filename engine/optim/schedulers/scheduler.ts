// Owns what all learning rate schedulers share: the epoch, the rates they set, their state.
import { TorchError, typeError, valueError } from "../../core/errors.ts";
import { pyTypeName } from "../../core/python.ts";

/** The settings of a parameter group that schedulers read and write. */
export interface ScheduledGroup {
  lr: number;
  initial_lr?: number;
  momentum?: number;
  betas?: readonly [number, number];
}

/** An optimizer as schedulers see it. */
export interface Scheduled {
  readonly param_groups: ScheduledGroup[];
  readonly defaults: object;
}

/** What state_dict holds: numbers, strings, lists and maps of them. */
export type SchedulerState = { readonly [name: string]: unknown };

export interface SchedulerOptions {
  /** The epoch to go on from; -1 starts anew. */
  readonly last_epoch?: number;
}

/** One value per parameter group, from a number or a list of as many; `name` is for torch's error. */
export function perGroup(value: number | readonly number[], optimizer: Scheduled, name: string): number[] {
  const groups = optimizer.param_groups;
  if (typeof value === "number") return groups.map(() => value);
  if (value.length !== groups.length) {
    throw valueError(`expected ${groups.length} values for ${name}, got ${value.length}`);
  }
  return [...value];
}

export abstract class LRScheduler {
  readonly optimizer: Scheduled;
  base_lrs: number[];
  last_epoch: number;
  _step_count = 0;
  _last_lr: number[] = [];

  /** Subclasses call `start` when their own fields are set. */
  constructor(optimizer: Scheduled, { last_epoch = -1 }: SchedulerOptions = {}) {
    if (typeof optimizer !== "object" || !("param_groups" in optimizer)) {
      throw typeError(`${pyTypeName(optimizer)} is not an Optimizer`);
    }
    this.optimizer = optimizer;
    this.last_epoch = last_epoch;
    this.base_lrs = optimizer.param_groups.map((group, i) => {
      if (last_epoch === -1) group.initial_lr ??= group.lr;
      if (group.initial_lr === undefined) {
        throw new TorchError(
          "KeyError",
          `"param 'initial_lr' is not specified in param_groups[${i}] when resuming an optimizer"`,
        );
      }
      return group.initial_lr;
    });
  }

  /** The first step, which sets the rates of epoch 0. */
  start(): this {
    this._step_count = 0;
    this.step();
    return this;
  }

  /** The rate of every group at `last_epoch`, from the rates they have now. */
  protected abstract get_lr(): number[];

  /** The same from the epoch alone, where there is a formula. */
  protected closed_form(): number[] {
    return this.get_lr();
  }

  protected get rates(): number[] {
    return this.optimizer.param_groups.map(({ lr }) => lr);
  }

  protected setRates(rates: readonly number[]): void {
    this.optimizer.param_groups.forEach((group, i) => {
      group.lr = rates[i]!;
    });
    this._last_lr = [...rates];
  }

  /** Goes on to the next epoch, or to the one given. */
  step(epoch?: number): void {
    this._step_count++;
    this.last_epoch = epoch ?? this.last_epoch + 1;
    this.setRates(epoch === undefined ? this.get_lr() : this.closed_form());
  }

  get_last_lr(): number[] {
    return this._last_lr;
  }

  /** Everything but the optimizer and functions. */
  state_dict(): SchedulerState {
    const kept = Object.entries(this).filter(([name, value]) => name !== "optimizer" && typeof value !== "function");
    return Object.fromEntries(kept);
  }

  load_state_dict(state: SchedulerState): void {
    Object.assign(this, structuredClone(state));
  }
}
