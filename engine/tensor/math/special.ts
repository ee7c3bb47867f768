// Elementwise ops of one tensor that are put together from others, or that few models need.
import { runtimeError } from "../../core/errors.ts";
import { kernels } from "../../kernels/index.ts";
import { full } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";
import { clamp, div, mul, pow, sub, where } from "./binary.ts";
import { float } from "./cast.ts";
import { eq, ge, isnan, le, logical_and, lt } from "./compare.ts";
import { log, round as nearest, sin, trunc, unary } from "./elementwise.ts";

const scalar = (value: number): Tensor => full([], value);

export const asinh = unary("AsinhBackward0", Math.asinh, (x) => 1 / Math.sqrt(x * x + 1));
export const acosh = unary("AcoshBackward0", Math.acosh, (x) => 1 / Math.sqrt(x * x - 1));
export const atanh = unary("AtanhBackward0", Math.atanh, (x) => 1 / (1 - x * x));
/** log |Γ(x)|. */
export const lgamma = unary("LgammaBackward0", kernels.lgamma, kernels.digamma);
/** The slope of `lgamma`. */
export const digamma = unary("DigammaBackward0", kernels.digamma, kernels.trigamma);

/** 2ˣ. */
export const exp2 = (input: Tensor): Tensor => pow(2, float(input));

/** What stands behind the point, with the sign of the number. */
export const frac = (input: Tensor): Tensor => sub(input, trunc(input));

/** The tensor itself. */
export function positive(input: Tensor): Tensor {
  if (input.dtype === "bool") throw runtimeError("The `+` operator, on a bool tensor is not supported.");
  return input;
}

export const deg2rad = (input: Tensor): Tensor => mul(float(input), Math.PI / 180);
export const rad2deg = (input: Tensor): Tensor => mul(float(input), 180 / Math.PI);

/** sin(πx) / (πx), 1 at 0. */
export function sinc(input: Tensor): Tensor {
  const turns = mul(float(input), Math.PI);
  const zero = eq(turns, 0);
  // Where the quotient is not chosen its slope must be a number all the same.
  const safe = where(zero, scalar(1), turns);
  return where(zero, scalar(1), div(sin(safe), safe));
}

/** log(x / (1 - x)); with `eps` x is kept from 0 and 1 by it. */
export function logit(input: Tensor, eps: number | null = null): Tensor {
  const x = float(input);
  const kept = eps === null ? x : clamp(x, eps, 1 - eps);
  const out = log(div(kept, sub(1, kept))).detach();
  return record(
    "LogitBackward0",
    out,
    [x],
    (grad) => {
      const low = eps ?? 0;
      const inside = logical_and(ge(x, low), le(x, 1 - low));
      const slope = div(grad, mul(x, sub(1, x)));
      return [where(inside, slope, scalar(eps === null ? Number.NaN : 0))];
    },
    [x],
  );
}

const largest = 3.4028234663852886e38;

/** NaN and infinities as numbers: 0 and the largest float32 unless others are given. */
export function nan_to_num(
  input: Tensor,
  nan: number | null = null,
  posinf: number | null = null,
  neginf: number | null = null,
): Tensor {
  if (input.dtype !== "float32") return input.clone();
  const known = where(isnan(input), scalar(nan ?? 0), input);
  const low = where(eq(input, Number.POSITIVE_INFINITY), scalar(posinf ?? largest), known);
  return where(eq(input, Number.NEGATIVE_INFINITY), scalar(neginf ?? -largest), low);
}

/** To the nearest integer, halves to the even one, or to so many decimals. */
export function round(input: Tensor, { decimals = 0 }: { readonly decimals?: number } = {}): Tensor {
  if (decimals === 0 || input.dtype !== "float32") return nearest(input);
  const scale = 10 ** Math.abs(decimals);
  return decimals > 0 ? div(nearest(mul(input, scale)), scale) : mul(nearest(div(input, scale)), scale);
}

/** Whether the sign is minus, of -0 too. */
export function signbit(input: Tensor): Tensor {
  if (input.dtype !== "float32") return lt(input, 0);
  // Infinities would have reciprocals of 0.
  return lt(div(scalar(1), clamp(input.detach(), -1, 1)), 0);
}

export const isposinf = (input: Tensor): Tensor => eq(input, Number.POSITIVE_INFINITY);
export const isneginf = (input: Tensor): Tensor => eq(input, Number.NEGATIVE_INFINITY);

/** Bits the other way round: `not` of bools, -x - 1 of integers. */
export function bitwise_not(input: Tensor): Tensor {
  if (input.dtype === "float32") throw runtimeError("\"bitwise_not_cpu\" not implemented for 'Float'");
  return input.dtype === "bool" ? eq(input, 0) : sub(-1, input);
}
