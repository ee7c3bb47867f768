// Owns the schedulers made of others: SequentialLR, one after the other; ChainedScheduler, all at once.
import { valueError } from "../../core/errors.ts";
import { LRScheduler, type Scheduled, type SchedulerOptions, type SchedulerState } from "./scheduler.ts";

const text = "Sequential Schedulers expects";

class SequentialScheduler extends LRScheduler {
  readonly #schedulers: readonly LRScheduler[];
  _milestones: number[];

  constructor(
    optimizer: Scheduled,
    schedulers: readonly LRScheduler[],
    milestones: readonly number[],
    { last_epoch = -1 }: SchedulerOptions,
  ) {
    schedulers.forEach((scheduler, i) => {
      if (scheduler.optimizer === optimizer) return;
      throw valueError(
        `${text} all schedulers to belong to the same optimizer, but got schedulers at index ${i} to be different than ` +
          "the optimizer passed in.",
      );
    });
    if (milestones.length !== schedulers.length - 1) {
      throw valueError(
        `${text} number of schedulers provided to be one more than the number of milestone points, but got number of ` +
          `schedulers ${schedulers.length} and the number of milestones to be equal to ${milestones.length}`,
      );
    }
    super(optimizer, { last_epoch });
    this.#schedulers = schedulers;
    this._milestones = [...milestones];
    this.last_epoch = last_epoch + 1;
    // Every scheduler has made its first step: undo them all, and make that of the first again.
    for (const group of optimizer.param_groups) group.lr = group.initial_lr ?? group.lr;
    for (const scheduler of schedulers) scheduler.last_epoch--;
    schedulers[0]!.start();
    this._last_lr = schedulers[0]!.get_last_lr();
  }

  protected get_lr(): number[] {
    return this.rates;
  }

  override step(): void {
    this.last_epoch++;
    const passed = this._milestones.filter((milestone) => milestone <= this.last_epoch).length;
    const scheduler = this.#schedulers[passed]!;
    if (passed > 0 && this._milestones[passed - 1] === this.last_epoch) scheduler.step(0);
    else scheduler.step();
    this._last_lr = scheduler.get_last_lr();
  }

  override state_dict(): SchedulerState {
    return { ...super.state_dict(), _schedulers: this.#schedulers.map((scheduler) => scheduler.state_dict()) };
  }

  override load_state_dict({ _schedulers, ...own }: SchedulerState): void {
    super.load_state_dict(own);
    this.#schedulers.forEach((scheduler, i) => {
      scheduler.load_state_dict((_schedulers as SchedulerState[])[i]!);
    });
  }
}

/** One scheduler after the other: the next takes over at every milestone. */
export const SequentialLR = (
  optimizer: Scheduled,
  schedulers: readonly LRScheduler[],
  milestones: readonly number[],
  options: SchedulerOptions = {},
): LRScheduler => new SequentialScheduler(optimizer, schedulers, milestones, options);

/** All schedulers at every step, each on what the last has made of the rate. */
class Chained {
  readonly #schedulers: readonly LRScheduler[];

  constructor(schedulers: readonly LRScheduler[]) {
    const odd = schedulers.findIndex(({ optimizer }) => optimizer !== schedulers[0]!.optimizer);
    if (odd >= 0) {
      throw valueError(
        "ChainedScheduler expects all schedulers to belong to the same optimizer, but got schedulers at index 0 and " +
          `${odd} to be different`,
      );
    }
    this.#schedulers = schedulers;
  }

  step(): void {
    for (const scheduler of this.#schedulers) scheduler.step();
  }

  get_last_lr(): number[] {
    return this.#schedulers[0]!.optimizer.param_groups.map(({ lr }) => lr);
  }

  state_dict(): SchedulerState {
    return { _schedulers: this.#schedulers.map((scheduler) => scheduler.state_dict()), _last_lr: this.get_last_lr() };
  }

  load_state_dict({ _schedulers }: SchedulerState): void {
    this.#schedulers.forEach((scheduler, i) => {
      scheduler.load_state_dict((_schedulers as SchedulerState[])[i]!);
    });
  }
}

export const ChainedScheduler = (schedulers: readonly LRScheduler[]): Chained => new Chained(schedulers);
export type { Chained };
