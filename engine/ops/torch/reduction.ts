// Owns how torch's functions along a dim are called: sums, extremes, statistics, running sums, order.
import { alike } from "./alike.ts";

export const reductionCalls = {
  ...alike(
    ["all", "any"],
    [
      "(Tensor input, @out)",
      "(Tensor input, int dim, bool keepdim=False, @out)",
      "(Tensor input, name dim, bool keepdim=False, @out)",
    ],
  ),
  ...alike(
    ["sum", "mean"],
    [
      "(Tensor input, *, dtype? dtype=None)",
      "(Tensor input, ints[1]? dim, bool keepdim=False, *, dtype? dtype=None, @out)",
      "(Tensor input, names[1] dim, bool keepdim=False, *, dtype? dtype=None, @out)",
    ],
  ),
  ...alike(["nansum", "nanmean"], "(Tensor input, ints[1]? dim=None, bool keepdim=False, *, dtype? dtype=None, @out)"),
  prod: [
    "(Tensor input, *, dtype? dtype=None)",
    "(Tensor input, int dim, bool keepdim=False, *, dtype? dtype=None, @out)",
    "(Tensor input, name dim, bool keepdim=False, *, dtype? dtype=None, @out)",
  ],
  ...alike(["amax", "amin"], "(Tensor input, ints[1] dim=None, bool keepdim=False, @out)"),
  aminmax: "(Tensor input, *, int? dim=None, bool keepdim=False, @outs)",
  ...alike(
    ["max", "min"],
    [
      "(Tensor input)",
      "(Tensor input, Tensor other, @out)",
      "(Tensor input, int dim, bool keepdim=False, @outs)",
      "(Tensor input, name dim, bool keepdim=False, @outs)",
    ],
  ),
  ...alike(["argmax", "argmin"], "(Tensor input, int? dim=None, bool keepdim=False, @out)"),
  ...alike(
    ["median", "nanmedian"],
    [
      "(Tensor input)",
      "(Tensor input, int dim, bool keepdim=False, @outs)",
      "(Tensor input, name dim, bool keepdim=False, @outs)",
    ],
  ),
  kthvalue: [
    "(Tensor input, int k, int dim=-1, bool keepdim=False, @outs)",
    "(Tensor input, int k, name dim, bool keepdim=False, @outs)",
  ],
  ...alike(
    ["std", "var"],
    [
      "(Tensor input, ints[1]? dim, *, int? correction, bool keepdim=False, @out)",
      "(Tensor input, ints[1]? dim, bool unbiased=True, bool keepdim=False, @out)",
      "(Tensor input, bool unbiased=True)",
      "(Tensor input, names[1] dim, *, int? correction, bool keepdim=False, @out)",
      "(Tensor input, names[1] dim, bool unbiased=True, bool keepdim=False, @out)",
    ],
  ),
  ...alike(
    ["std_mean", "var_mean"],
    [
      "(Tensor input, ints[1]? dim, *, int? correction, bool keepdim=False)",
      "(Tensor input, ints[1]? dim, bool unbiased=True, bool keepdim=False)",
      "(Tensor input, bool unbiased=True)",
      "(Tensor input, names[1] dim, *, int? correction, bool keepdim=False)",
      "(Tensor input, names[1] dim, bool unbiased=True, bool keepdim=False)",
    ],
  ),
  count_nonzero: ["(Tensor input, int? dim=None)", "(Tensor input, ints dim)"],
  logsumexp: [
    "(Tensor input, ints[1] dim, bool keepdim=False, @out)",
    "(Tensor input, names[1] dim, bool keepdim=False, @out)",
  ],
  ...alike(
    ["softmax", "log_softmax"],
    ["(Tensor input, int dim, dtype? dtype=None, @out)", "(Tensor input, name dim, *, dtype? dtype=None)"],
  ),
  ...alike(
    ["cumsum", "cumprod"],
    ["(Tensor input, int dim, *, dtype? dtype=None, @out)", "(Tensor input, name dim, *, dtype? dtype=None, @out)"],
  ),
  ...alike(["cummax", "cummin"], ["(Tensor input, int dim, @outs)", "(Tensor input, name dim, @outs)"]),
  logcumsumexp: ["(Tensor input, int dim, @out)", "(Tensor input, name dim, @out)"],
  diff: "(Tensor input, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None, @out)",
  cumulative_trapezoid: ["(Tensor y, Tensor x, *, int dim=-1)", "(Tensor y, *, Number dx=1, int dim=-1)"],
  trapezoid: ["(Tensor y, Tensor x, *, int dim=-1)", "(Tensor y, *, Number dx=1, int dim=-1)"],
  trapz: ["(Tensor y, *, float dx=1, int dim=-1)", "(Tensor y, Tensor x, *, int dim=-1)"],
  dist: "(Tensor input, Tensor other, Number p=2, @out)",
  renorm: "(Tensor input, Number p, int dim, Number maxnorm, @out)",
  sort: [
    "(Tensor input, *, bool? stable, int dim=-1, bool descending=False, @outs)",
    "(Tensor input, int dim=-1, bool descending=False, @outs)",
    "(Tensor input, *, bool? stable, name dim, bool descending=False, @outs)",
    "(Tensor input, name dim, bool descending=False, @outs)",
  ],
  argsort: [
    "(Tensor input, *, bool stable, int dim=-1, bool descending=False)",
    "(Tensor input, int dim=-1, bool descending=False)",
    "(Tensor input, name dim, bool descending=False)",
  ],
  msort: "(Tensor input, @out)",
  topk: "(Tensor input, int k, int dim=-1, bool largest=True, bool sorted=True, @outs)",
  searchsorted: [
    "(Tensor sorted_sequence, Tensor input, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None, @out)",
    "(Tensor sorted_sequence, Number self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None)",
  ],
  bucketize: [
    "(Tensor input, Tensor boundaries, *, bool out_int32=False, bool right=False, @out)",
    "(Number self, Tensor boundaries, *, bool out_int32=False, bool right=False)",
  ],
  bincount: "(Tensor input, Tensor? weights=None, int minlength=0, @out)",
} as const;
