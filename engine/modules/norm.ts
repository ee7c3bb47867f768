// Declares the other normalisations: over groups of channels, and of local responses.
import { pyRepr } from "../core/python.ts";
import { defineModule } from "./define.ts";
import { bool, float, int } from "./fields.ts";

export const GroupNorm = defineModule({
  name: "GroupNorm",
  category: "Normalization",
  doc: "Brings every group of channels of every sample to mean 0 and variance 1, then scales and shifts each channel.",
  args: {
    num_groups: int({ min: 1, start: 1, doc: "How many groups the channels fall into." }),
    num_channels: int({
      min: 1,
      infer: (x) => x[1],
      doc: "How many channels the input has; taken from the input when left empty.",
    }),
    eps: float({ default: 1e-5, doc: "Added to the variance so that nothing is divided by zero." }),
    affine: bool({ default: true, doc: "Learns a scale and a shift for every channel." }),
  },
  check: (a) => (a.num_channels % a.num_groups === 0 ? null : "num_channels must be divisible by num_groups"),
  params: ({ num_channels, affine }) => ({
    weight: affine ? { shape: [num_channels], init: { kind: "ones" } } : null,
    bias: affine ? { shape: [num_channels], init: { kind: "zeros" } } : null,
  }),
  forward: (F, { args: a, weight, bias }, x) => F.group_norm(x, a.num_groups, weight, bias, a.eps),
  repr: (a) => `${a.num_groups}, ${a.num_channels}, eps=${pyRepr(a.eps, "float")}, affine=${pyRepr(a.affine)}`,
});

const responseArgs = () => ({
  size: int({ min: 1, start: 5, doc: "How many neighbouring channels are looked at." }),
  alpha: float({ default: 1e-4, doc: "How strongly large neighbours make a value smaller." }),
  beta: float({ default: 0.75, doc: "The power the divisor is raised to." }),
  k: float({ default: 1, doc: "The divisor where all neighbours are 0." }),
});

export const LocalResponseNorm = defineModule({
  name: "LocalResponseNorm",
  category: "Normalization",
  doc: "Makes a value smaller the larger its neighbours are in the channels beside it.",
  args: responseArgs(),
  forward: (F, { args: a }, x) => F.local_response_norm(x, a.size, a.alpha, a.beta, a.k),
  repr: (a) =>
    `${a.size}, alpha=${pyRepr(a.alpha, "float")}, beta=${pyRepr(a.beta, "float")}, k=${pyRepr(a.k, "float")}`,
});

export const CrossMapLRN2d = defineModule({
  name: "CrossMapLRN2d",
  category: "Normalization",
  spatial: 2,
  doc: "Makes a value of an image smaller the larger its neighbours are in the channels beside it, as Torch 7 did.",
  args: responseArgs(),
  forward: (F, { args: a }, x) => F.cross_map_lrn2d(x, a.size, a.alpha, a.beta, a.k),
  // Torch's default k is the int 1 here, and prints so.
  repr: (a) => `${a.size}, alpha=${pyRepr(a.alpha, "float")}, beta=${pyRepr(a.beta, "float")}, k=${pyRepr(a.k)}`,
});
