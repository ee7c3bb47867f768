// Owns which ops stand behind torch's functions along a dim.

import type { DType } from "../../core/dtype.ts";
import type { reductionCalls } from "../../ops/torch/reduction.ts";
import type { Op } from "../calls.ts";
import { tensorFunctional } from "../functional.ts";
import { to } from "../math/cast.ts";
import * as cumulative from "../math/cumulative.ts";
import * as order from "../math/order.ts";
import { dist } from "../math/pairs.ts";
import * as reduce from "../math/reduce.ts";
import * as search from "../math/search.ts";
import * as statistics from "../math/statistics.ts";
import type { Tensor } from "../tensor.ts";

const cast = (input: Tensor, dtype: DType | null): Tensor => (dtype === null ? input : to(input, dtype));

export const reductionFunctions = {
  all: reduce.all,
  any: reduce.any,
  sum: reduce.sum,
  nansum: statistics.nansum,
  mean: reduce.mean,
  nanmean: statistics.nanmean,
  prod: reduce.prod,
  amax: reduce.amax,
  amin: reduce.amin,
  aminmax: statistics.aminmax,
  max: order.max,
  min: order.min,
  argmax: reduce.argmax,
  argmin: reduce.argmin,
  median: statistics.median,
  nanmedian: statistics.nanmedian,
  kthvalue: statistics.kthvalue,
  std: reduce.std,
  var: reduce.variance,
  std_mean: statistics.std_mean,
  var_mean: statistics.var_mean,
  count_nonzero: statistics.count_nonzero,
  logsumexp: reduce.logsumexp,
  softmax: (input: Tensor, dim: number, dtype: DType | null = null): Tensor =>
    tensorFunctional.softmax(cast(input, dtype), dim),
  log_softmax: (input: Tensor, dim: number, dtype: DType | null = null): Tensor =>
    tensorFunctional.log_softmax(cast(input, dtype), dim),
  cumsum: cumulative.cumsum,
  cumprod: cumulative.cumprod,
  cummax: cumulative.cummax,
  cummin: cumulative.cummin,
  logcumsumexp: cumulative.logcumsumexp,
  diff: statistics.diff,
  cumulative_trapezoid: statistics.cumulative_trapezoid,
  trapezoid: statistics.trapezoid,
  trapz: statistics.trapezoid,
  dist,
  renorm: statistics.renorm,
  sort: order.sort,
  argsort: order.argsort,
  msort: statistics.msort,
  topk: order.topk,
  searchsorted: search.searchsorted,
  bucketize: search.bucketize,
  bincount: search.bincount,
} satisfies Record<keyof typeof reductionCalls, Op>;
