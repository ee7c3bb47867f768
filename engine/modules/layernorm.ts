// Declares the normalizations over the last dims: by mean and variance, and by root mean square.
import { pyRepr } from "../core/python.ts";
import { defineModule } from "./define.ts";
import { bool, float, intOrInts, optional } from "./fields.ts";

const asShape = (size: number | readonly number[]): readonly number[] => (typeof size === "number" ? [size] : size);

const normalizedShape = intOrInts({
  min: 0,
  infer: (x) => x.at(-1),
  doc: "Sizes of the last dims that are normalized together; the input's last dim when left empty.",
});

export const LayerNorm = defineModule({
  name: "LayerNorm",
  category: "Normalization",
  doc: "Brings the last dims of every sample to mean 0 and variance 1, then scales and shifts each value.",
  args: {
    normalized_shape: normalizedShape,
    eps: float({ default: 1e-5, doc: "Added to the variance so that nothing is divided by zero." }),
    elementwise_affine: bool({ default: true, doc: "Learns a scale and a shift for every value." }),
  },
  params: ({ normalized_shape, elementwise_affine }) => ({
    weight: elementwise_affine ? { shape: asShape(normalized_shape), init: { kind: "ones" } } : null,
    bias: elementwise_affine ? { shape: asShape(normalized_shape), init: { kind: "zeros" } } : null,
  }),
  forward: (F, { args, weight, bias }, x) => F.layer_norm(x, asShape(args.normalized_shape), weight, bias, args.eps),
  repr: (a) =>
    `${pyRepr(asShape(a.normalized_shape))}, eps=${pyRepr(a.eps, "float")}, ` +
    `elementwise_affine=${pyRepr(a.elementwise_affine)}`,
});

/** Of torch 2. */
export const RMSNorm = defineModule({
  name: "RMSNorm",
  category: "Normalization",
  doc: "Divides the last dims of every sample by their root mean square, then scales each value.",
  args: {
    normalized_shape: normalizedShape,
    eps: optional(
      float({ doc: "Added to the mean square so that nothing is divided by zero; None is the smallest that counts." }),
    ),
    elementwise_affine: bool({ default: true, doc: "Learns a scale for every value." }),
  },
  params: ({ normalized_shape, elementwise_affine }) => ({
    weight: elementwise_affine ? { shape: asShape(normalized_shape), init: { kind: "ones" } } : null,
  }),
  forward: (F, { args, weight }, x) => F.rms_norm(x, asShape(args.normalized_shape), weight, args.eps),
  repr: (a) =>
    `${pyRepr(asShape(a.normalized_shape))}, eps=${pyRepr(a.eps, "float")}, ` +
    `elementwise_affine=${pyRepr(a.elementwise_affine)}`,
});
