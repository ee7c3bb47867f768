// Owns the interpreter of ops over tensors: kernels and gradients, family by family.
import type { Functional } from "../ops/functional.ts";
import { activationOps } from "./ops/activation.ts";
import { attentionOps } from "./ops/attention.ts";
import { convOps } from "./ops/conv.ts";
import { convTransposeOps } from "./ops/conv_transpose.ts";
import { distanceOps } from "./ops/distance.ts";
import { dropoutOps } from "./ops/dropout.ts";
import { foldOps } from "./ops/fold.ts";
import { elementwiseOps, indexingOps, productOps, reducingOps, sourceOps } from "./ops/functions.ts";
import { gridOps } from "./ops/grid.ts";
import { interpolateOps } from "./ops/interpolate.ts";
import { layernormOps } from "./ops/layernorm.ts";
import { linearOps } from "./ops/linear.ts";
import { lossOps } from "./ops/loss.ts";
import { lrnOps } from "./ops/lrn.ts";
import { maxWindowOps } from "./ops/max_windows.ts";
import { mergeOps } from "./ops/merge.ts";
import { normOps } from "./ops/norm.ts";
import { padOps } from "./ops/pad.ts";
import { poolOps } from "./ops/pool.ts";
import { rearrangingOps } from "./ops/rearranging.ts";
import { recurrentOps } from "./ops/recurrent.ts";
import { sampleNormOps } from "./ops/samplenorm.ts";
import { shapeOps } from "./ops/shape.ts";
import { sparseOps } from "./ops/sparse.ts";
import type { Tensor } from "./tensor.ts";

/** Every op over tensors; what computes them lies with its gradient in `ops/<family>.ts`. */
export const tensorFunctional: Functional<Tensor> = {
  ...convOps,
  ...convTransposeOps,
  ...foldOps,
  ...interpolateOps,
  ...gridOps,
  ...poolOps,
  ...maxWindowOps,
  ...padOps,
  ...linearOps,
  ...activationOps,
  ...normOps,
  ...sampleNormOps,
  ...lrnOps,
  ...dropoutOps,
  ...shapeOps,
  ...mergeOps,
  ...lossOps,
  ...distanceOps,
  ...sparseOps,
  ...layernormOps,
  ...attentionOps,
  ...recurrentOps,
  ...sourceOps,
  ...rearrangingOps,
  ...indexingOps,
  ...reducingOps,
  ...elementwiseOps,
  ...productOps,
};
