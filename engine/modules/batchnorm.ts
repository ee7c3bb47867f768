// Declares the batch normalisations.
import { pyRepr } from "../core/python.ts";
import { defineModule } from "./define.ts";
import { bool, float, int, optional } from "./fields.ts";

export const BatchNorm2d = defineModule({
  name: "BatchNorm2d",
  category: "Normalization",
  doc: "Brings every channel to mean 0 and variance 1 over the batch, then scales and shifts it.",
  ranks: [4],
  args: {
    num_features: int({
      min: 1,
      infer: (x) => x[1] ?? 1,
      doc: "How many channels the input has; taken from the input when left empty.",
    }),
    eps: float({ default: 1e-5, doc: "Added to the variance so that nothing is divided by zero." }),
    momentum: optional(
      float({
        default: 0.1,
        doc: "Share of the newest batch in the running statistics; None averages all batches alike.",
      }),
    ),
    affine: bool({ default: true, doc: "Learns a scale and a shift for every channel." }),
    track_running_stats: bool({
      default: true,
      doc: "Remembers mean and variance of the training batches for use in eval mode.",
    }),
  },
  params: ({ num_features, affine, track_running_stats }) => ({
    weight: affine ? { shape: [num_features], init: { kind: "ones" } } : null,
    bias: affine ? { shape: [num_features], init: { kind: "zeros" } } : null,
    running_mean: track_running_stats ? { shape: [num_features], init: { kind: "zeros" }, buffer: true } : null,
    running_var: track_running_stats ? { shape: [num_features], init: { kind: "ones" }, buffer: true } : null,
    num_batches_tracked: track_running_stats
      ? { shape: [], init: { kind: "zeros" }, dtype: "int64", buffer: true }
      : null,
  }),
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
  repr: (a) =>
    `${a.num_features}, eps=${pyRepr(a.eps, "float")}, momentum=${pyRepr(a.momentum, "float")}, ` +
    `affine=${pyRepr(a.affine)}, track_running_stats=${pyRepr(a.track_running_stats)}`,
});
