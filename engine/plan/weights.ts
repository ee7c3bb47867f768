// Owns the weights that a step multiplies with: a module's own, or with a normalisation folded in; both follow when the
// module's change.
import { bytesPerElement } from "../core/dtype.ts";
import { numel } from "../core/shape.ts";
import { empty } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Access, accessTo } from "./memory.ts";
import type { Norm } from "./values.ts";

/** Notices writes to tensors since it last looked. */
export class Watch {
  private readonly tensors: readonly Tensor[];
  private readonly versions: number[];

  constructor(tensors: readonly (Tensor | null)[]) {
    this.tensors = tensors.filter((tensor) => tensor !== null);
    this.versions = this.tensors.map(() => -1);
  }

  /** Whether any has been written to; the first time always. */
  changed(): boolean {
    let changed = false;
    for (let i = 0; i < this.tensors.length; i++) {
      const { version } = this.tensors[i]!.storage;
      if (version === this.versions[i]) continue;
      this.versions[i] = version;
      changed = true;
    }
    return changed;
  }
}

/** Which output channel an element of the weights belongs to. */
export type ChannelOf = (index: number) => number;

const none: Access = () => new Float32Array(0);

/** Weights and biases with y = (y - μ) γ / √(σ² + ε) + β folded in: w γ / √(σ² + ε), and the bias alike. */
export class Weights {
  readonly weight: Access;
  readonly bias: Access | null;
  /** What it takes, when it is first brought up to date, for weights that are not the module's own. */
  readonly bytes: number;
  private readonly watch: Watch;
  private readonly fold: () => void;
  private made: readonly Tensor[] = [];

  constructor(weight: Tensor, bias: Tensor | null, norm: Norm | null, channelOf: ChannelOf) {
    this.watch = new Watch([weight, bias, ...(norm ? [norm.mean, norm.variance, norm.weight, norm.bias] : [])]);
    if (!norm) {
      this.weight = accessTo(weight);
      this.bias = bias && accessTo(bias);
      this.fold = () => {};
      this.bytes = 0;
      return;
    }
    const channels = numel(norm.mean.shape);
    this.bytes = (weight.numel() + channels) * bytesPerElement.float32;
    let [folded, shifted] = [none, none];
    this.weight = () => folded();
    this.bias = () => shifted();
    this.fold = () => {
      if (this.made.length === 0) {
        this.made = [empty(weight.shape).keep(), empty([channels]).keep()];
        [folded, shifted] = this.made.map(accessTo) as [Access, Access];
      }
      foldInto(folded(), shifted(), weight, bias, norm, channelOf);
    };
  }

  /** Brings them up to date; whether they have changed. */
  refresh(): boolean {
    const changed = this.watch.changed();
    if (changed) this.fold();
    return changed;
  }

  release(): void {
    for (const { storage } of this.made) storage.free();
  }
}

function foldInto(
  to: Float32Array,
  shift: Float32Array,
  weight: Tensor,
  bias: Tensor | null,
  norm: Norm,
  channelOf: ChannelOf,
): void {
  const from = weight.floats;
  const [mean, variance] = [norm.mean.floats, norm.variance.floats];
  const scale = Float64Array.from(
    variance,
    (value, c) => (norm.weight ? norm.weight.floats[c]! : 1) / Math.sqrt(value + norm.eps),
  );
  for (let i = 0; i < to.length; i++) to[i] = from[i]! * scale[channelOf(i)]!;
  for (let c = 0; c < shift.length; c++) {
    const own = (bias ? bias.floats[c]! : 0) - mean[c]!;
    shift[c] = own * scale[c]! + (norm.bias ? norm.bias.floats[c]! : 0);
  }
}
