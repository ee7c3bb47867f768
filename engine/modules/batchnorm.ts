// Declares the batch and instance normalisations, each in 1, 2 and 3 dims from one form.
import { pyRepr } from "../core/python.ts";
import type { Shape } from "../core/shape.ts";
import { defineModule, type Params } from "./define.ts";
import { type Args, bool, type Field, float, int, optional } from "./fields.ts";

const momentum = float({
  default: 0.1,
  doc: "Share of the newest batch in the running statistics.",
});
const averaging = optional({
  ...momentum,
  doc: "Share of the newest batch in the running statistics; None averages all batches alike.",
});

const normArgs = <M extends number | null>(
  momentum: Field<M>,
  learns: boolean,
  tracks: boolean,
  channels: (x: Shape) => number | undefined,
) => ({
  num_features: int({
    min: 1,
    infer: channels,
    doc: "How many channels the input has; taken from the input when left empty.",
  }),
  eps: float({ default: 1e-5, doc: "Added to the variance so that nothing is divided by zero." }),
  momentum,
  affine: bool({ default: learns, doc: "Learns a scale and a shift for every channel." }),
  track_running_stats: bool({
    default: tracks,
    doc: "Remembers mean and variance of the training batches for use in eval mode.",
  }),
});

type NormArgs = Args<ReturnType<typeof normArgs<number | null>>>;

const normParams = ({ num_features, affine, track_running_stats: tracks }: NormArgs) =>
  ({
    weight: affine ? { shape: [num_features], init: { kind: "ones" } } : null,
    bias: affine ? { shape: [num_features], init: { kind: "zeros" } } : null,
    running_mean: tracks ? { shape: [num_features], init: { kind: "zeros" }, buffer: true } : null,
    running_var: tracks ? { shape: [num_features], init: { kind: "ones" }, buffer: true } : null,
    num_batches_tracked: tracks ? { shape: [], init: { kind: "zeros" }, dtype: "int64", buffer: true } : null,
  }) satisfies Params;

const normRepr = (a: NormArgs): string =>
  `${a.num_features}, eps=${pyRepr(a.eps, "float")}, momentum=${pyRepr(a.momentum, "float")}, ` +
  `affine=${pyRepr(a.affine)}, track_running_stats=${pyRepr(a.track_running_stats)}`;

const batchNorm = <const N extends string>(name: N, dims: number, ranks: readonly number[], of: string) =>
  defineModule({
    name,
    category: "Normalization",
    spatial: dims,
    batch: "always",
    doc: `Brings every channel of ${of} to mean 0 and variance 1 over the batch, then scales and shifts it.`,
    ranks,
    args: normArgs(averaging, true, true, (x) => x[1] ?? 1),
    params: normParams,
    forward: (F, { args: a, training, ...p }, x) =>
      F.batch_norm(
        x,
        p.running_mean,
        p.running_var,
        p.weight,
        p.bias,
        training || !a.track_running_stats,
        a.momentum,
        a.eps,
        p.num_batches_tracked,
      ),
    repr: normRepr,
  });

export const BatchNorm1d = batchNorm("BatchNorm1d", 1, [2, 3], "vectors or sequences");
export const BatchNorm2d = batchNorm("BatchNorm2d", 2, [4], "images");
export const BatchNorm3d = batchNorm("BatchNorm3d", 3, [5], "volumes");

const instanceNorm = <const N extends string>(name: N, dims: number, of: string) =>
  defineModule({
    name,
    category: "Normalization",
    spatial: dims,
    doc: `Brings every channel of every single ${of} to mean 0 and variance 1.`,
    ranks: [dims + 1, dims + 2],
    args: normArgs(momentum, false, false, (x) => x.at(-dims - 1)),
    params: normParams,
    refusesRunningStats: true,
    forward: (F, { args: a, training, ...p }, x) =>
      F.instance_norm(
        x,
        p.running_mean,
        p.running_var,
        p.weight,
        p.bias,
        training || !a.track_running_stats,
        a.momentum,
        a.eps,
        dims + 1,
      ),
    repr: normRepr,
  });

export const InstanceNorm1d = instanceNorm("InstanceNorm1d", 1, "sequence");
export const InstanceNorm2d = instanceNorm("InstanceNorm2d", 2, "image");
export const InstanceNorm3d = instanceNorm("InstanceNorm3d", 3, "volume");
