// Owns reductions of lines along the middle dim of (outer, size, inner) to sums of some kind: sums, means, products,
// norms, variances, logarithms of sums of exponentials, counts. Sums are float64.
import { sumFloats } from "./sum_channels";
import { minMaxOf } from "./min_max";
import { exp, select } from "../../assembly/math";
import { squares } from "../../norm/assembly/batchnorm";
import { log2Wide, powerWide } from "../../assembly/power";
import { get, put as putFloats } from "../../assembly/simd";
import { narrow, wideHigh, wideLow } from "../../assembly/wide";

class Sum {}
class Product {}
class Variance {}
class Deviation {}
class LogSumExp {}
class Norm0 {}
class Norm1 {}
class Norm2 {}
class NormP {}
class Any {}
class All {}

@inline
function zero(): v128 {
  return f64x2.splat(0);
}

/** What is summed of four elements, as floats; `a` is the line's shift. */
@inline
function termOf<Op>(v: v128, a: v128): v128 {
  if (idof<Op>() == idof<LogSumExp>()) return exp(f32x4.sub(v, a));
  if (idof<Op>() == idof<Norm0>() || idof<Op>() == idof<Any>() || idof<Op>() == idof<All>()) {
    return v128.and(f32x4.splat(1), f32x4.ne(v, f32x4.splat(0)));
  }
  if (idof<Op>() == idof<Norm1>() || idof<Op>() == idof<NormP>()) return f32x4.abs(v);
  return v;
}

/** The rest of it in float64, where floats could overflow. */
@inline
function wideTermOf<Op>(t: v128, p: f64): v128 {
  if (idof<Op>() == idof<Norm2>()) return f64x2.mul(t, t);
  if (idof<Op>() == idof<NormP>()) return select(f64x2.eq(t, t), powerWide(t, f64x2.splat(p)), t);
  return t;
}

@inline
function join<Op>(sum: v128, t: v128): v128 {
  return idof<Op>() == idof<Product>() ? f64x2.mul(sum, t) : f64x2.add(sum, t);
}

/** What becomes of a sum. `s`: the mean's factor, the degrees of freedom or the norm's power; `a` the line's shift. */
@inline
function resultOf<Op>(sum: f64, size: i32, s: f64, a: f64): f64 {
  if (idof<Op>() == idof<Sum>()) return sum * s;
  if (idof<Op>() == idof<Variance>()) return sum / s;
  if (idof<Op>() == idof<Deviation>() || idof<Op>() == idof<Norm2>()) {
    return Math.sqrt(idof<Op>() == idof<Norm2>() ? sum : sum / s);
  }
  if (idof<Op>() == idof<LogSumExp>()) {
    if (sum != sum) return sum;
    return a + f64x2.extract_lane(log2Wide(f64x2.splat(sum)), 0) * 0.6931471805599453;
  }
  if (idof<Op>() == idof<NormP>()) {
    if (sum != sum) return sum;
    return f64x2.extract_lane(powerWide(f64x2.splat(sum), f64x2.splat(1 / s)), 0);
  }
  if (idof<Op>() == idof<Any>()) return sum > 0 ? 1 : 0;
  if (idof<Op>() == idof<All>()) return sum == <f64>size ? 1 : 0;
  return sum;
}

@inline
function put<Op>(out: usize, at: i32, value: f64): void {
  if (idof<Op>() == idof<Any>() || idof<Op>() == idof<All>()) store<u8>(out + <usize>at, <u8>value);
  else store<f32>(out + (<usize>at << 2), <f32>value);
}

/** An infinite extreme is not subtracted. */
@inline
function finite(extreme: f32): f32 {
  return abs(extreme) == Infinity ? 0 : extreme;
}

/** A line whose elements lie side by side. */
@inline
function lineOf<Op>(x: usize, size: i32, s: f64): f64 {
  if (idof<Op>() == idof<Sum>()) return resultOf<Op>(sumFloats(x, size), size, s, 0);
  if (idof<Op>() == idof<Variance>() || idof<Op>() == idof<Deviation>()) {
    const m = sumFloats(x, size) / <f64>size;
    const rounded = <f32>m;
    const off = m - <f64>rounded;
    return resultOf<Op>(max<f64>(squares(x, size, rounded) - off * off * <f64>size, 0), size, s, 0);
  }
  const shift: f32 = idof<Op>() == idof<LogSumExp>() ? finite(minMaxOf(x, size, true, false)) : 0;
  const a = f32x4.splat(shift);
  let low = f64x2.splat(idof<Op>() == idof<Product>() ? 1 : 0);
  let high = low;
  let left = size;
  for (; left >= 4; left -= 4) {
    const t = termOf<Op>(v128.load(x), a);
    low = join<Op>(low, wideTermOf<Op>(wideLow(t), s));
    high = join<Op>(high, wideTermOf<Op>(wideHigh(t), s));
    x += 16;
  }
  for (; left > 0; left--) {
    const t = wideTermOf<Op>(wideLow(termOf<Op>(v128.load32_splat(x), a)), s);
    low = f64x2.replace_lane(low, 0, f64x2.extract_lane(join<Op>(low, t), 0));
    x += 4;
  }
  const both = join<Op>(low, high);
  const pair = join<Op>(both, v128.shuffle<f64>(both, both, 1, 0));
  return resultOf<Op>(f64x2.extract_lane(pair, 0), size, s, shift);
}

@inline
function putTwo<Op>(out: usize, at: i32, lanes: i32, sums: v128, size: i32, s: f64, a: f32, b: f32): void {
  if (lanes > 0) put<Op>(out, at, resultOf<Op>(f64x2.extract_lane(sums, 0), size, s, a));
  if (lanes > 1) put<Op>(out, at + 1, resultOf<Op>(f64x2.extract_lane(sums, 1), size, s, b));
}

/** The largest of eight neighbouring lines, as far as they are wanted; what is not is infinite is. */
@inline
function shiftOf(x: usize, size: i32, row: usize, lanes: i32): v128 {
  let most = get(x, lanes);
  for (let k = 1; k < size; k++) {
    x += row;
    most = f32x4.max(most, get(x, lanes));
  }
  return v128.andnot(most, f32x4.eq(f32x4.abs(most), f32x4.splat(Infinity)));
}

/** Up to eight neighbouring lines, `row` bytes from element to element. */
@inline
function columnsOf<Op>(x: usize, out: usize, at: i32, size: i32, row: usize, lanes: i32, s: f64): void {
  const more = lanes > 4;
  const rest = lanes - 4;
  let a = f32x4.splat(0);
  let b = a;
  if (idof<Op>() == idof<LogSumExp>()) {
    a = shiftOf(x, size, row, lanes);
    if (more) b = shiftOf(x + 16, size, row, rest);
  }
  const start = f64x2.splat(idof<Op>() == idof<Product>() ? 1 : 0);
  let s0 = start;
  let s1 = start;
  let s2 = start;
  let s3 = start;
  for (let k = 0; k < size; k++) {
    const t = termOf<Op>(get(x, lanes), a);
    s0 = join<Op>(s0, wideTermOf<Op>(wideLow(t), s));
    s1 = join<Op>(s1, wideTermOf<Op>(wideHigh(t), s));
    if (more) {
      const u = termOf<Op>(get(x + 16, rest), b);
      s2 = join<Op>(s2, wideTermOf<Op>(wideLow(u), s));
      s3 = join<Op>(s3, wideTermOf<Op>(wideHigh(u), s));
    }
    x += row;
  }
  putTwo<Op>(out, at, lanes, s0, size, s, f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1));
  putTwo<Op>(out, at + 2, lanes - 2, s1, size, s, f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3));
  putTwo<Op>(out, at + 4, lanes - 4, s2, size, s, f32x4.extract_lane(b, 0), f32x4.extract_lane(b, 1));
  putTwo<Op>(out, at + 6, lanes - 6, s3, size, s, f32x4.extract_lane(b, 2), f32x4.extract_lane(b, 3));
}

/** Σ (x - mean)² from the sums of differences and of their squares. */
@inline
function centred(sum: v128, squared: v128, size: i32): v128 {
  return f64x2.max(f64x2.sub(squared, f64x2.div(f64x2.mul(sum, sum), f64x2.splat(size))), zero());
}

/** Σ (x - mean)² of up to four neighbouring lines, in one pass over differences from their first elements. */
@inline
function squaresOf<Op>(x: usize, out: usize, at: i32, size: i32, row: usize, lanes: i32, s: f64): void {
  const first = get(x, lanes);
  const lowShift = wideLow(first);
  const highShift = wideHigh(first);
  let low = zero();
  let high = zero();
  let lowSquares = zero();
  let highSquares = zero();
  for (let k = 0; k < size; k++) {
    const v = get(x, lanes);
    const a = f64x2.sub(wideLow(v), lowShift);
    const b = f64x2.sub(wideHigh(v), highShift);
    low = f64x2.add(low, a);
    high = f64x2.add(high, b);
    lowSquares = f64x2.add(lowSquares, f64x2.mul(a, a));
    highSquares = f64x2.add(highSquares, f64x2.mul(b, b));
    x += row;
  }
  putTwo<Op>(out, at, lanes, centred(low, lowSquares, size), size, s, 0, 0);
  putTwo<Op>(out, at + 2, lanes - 2, centred(high, highSquares, size), size, s, 0, 0);
}

@inline
function forLines<Op>(x: usize, out: usize, size: i32, inner: i32, s: f64, first: i32, end: i32): void {
  if (inner == 1) {
    for (let l = first; l < end; l++) put<Op>(out, l, lineOf<Op>(x + ((<usize>l * <usize>size) << 2), size, s));
    return;
  }
  const row = <usize>inner << 2;
  for (let o = first / inner; o * inner < end; o++) {
    const from = max(first - o * inner, 0);
    const to = min(end - o * inner, inner);
    const lines = x + <usize>o * <usize>size * row;
    if (idof<Op>() == idof<Variance>() || idof<Op>() == idof<Deviation>()) {
      for (let i = from; i < to; i += 4) {
        squaresOf<Op>(lines + (<usize>i << 2), out, o * inner + i, size, row, to - i, s);
      }
    } else {
      for (let i = from; i < to; i += 8) {
        columnsOf<Op>(lines + (<usize>i << 2), out, o * inner + i, size, row, to - i, s);
      }
    }
  }
}

/**
 * Lines `first` to `end` of x (outer, size, inner), of which there are outer · inner, reduced: out gets floats, of the
 * last two ops bytes. Ops in the order of `sums` in ../wasm.ts.
 */
export function reduceLines(
  op: i32,
  x: usize,
  out: usize,
  size: i32,
  inner: i32,
  s: f64,
  first: i32,
  end: i32,
): void {
  if (op == 0) return forLines<Sum>(x, out, size, inner, s, first, end);
  if (op == 1) return forLines<Product>(x, out, size, inner, s, first, end);
  if (op == 2) return forLines<Variance>(x, out, size, inner, s, first, end);
  if (op == 3) return forLines<Deviation>(x, out, size, inner, s, first, end);
  if (op == 4) return forLines<LogSumExp>(x, out, size, inner, s, first, end);
  if (op == 5) return forLines<Norm0>(x, out, size, inner, s, first, end);
  if (op == 6) return forLines<Norm1>(x, out, size, inner, s, first, end);
  if (op == 7) return forLines<Norm2>(x, out, size, inner, s, first, end);
  if (op == 8) return forLines<NormP>(x, out, size, inner, s, first, end);
  if (op == 9) return forLines<Any>(x, out, size, inner, s, first, end);
  forLines<All>(x, out, size, inner, s, first, end);
}

/** Up to four neighbouring lines. */
function cumulateColumns(x: usize, out: usize, size: i32, row: isize, lanes: i32): void {
  let low = zero();
  let high = zero();
  for (let k = 0; k < size; k++) {
    const v = get(x, lanes);
    low = f64x2.add(low, wideLow(v));
    high = f64x2.add(high, wideHigh(v));
    putFloats(out, narrow(low, high), lanes);
    x += row;
    out += row;
  }
}

/**
 * out (outer, size, inner) = the sums, in float64, of every element of a line and those before it; behind it when
 * `reverse`. Lines `first` to `end`.
 */
export function cumulate(
  x: usize,
  out: usize,
  size: i32,
  inner: i32,
  reverse: bool,
  first: i32,
  end: i32,
): void {
  const row: isize = reverse ? -(<isize>inner << 2) : <isize>inner << 2;
  for (let l = first; l < end; ) {
    const o = l / inner;
    const i = l % inner;
    const lanes = inner == 1 ? 1 : min(min(inner - i, end - l), 4);
    const start = <isize>((<usize>o * <usize>size * <usize>inner + <usize>i) << 2);
    let at: isize = reverse ? start + <isize>(size - 1) * (<isize>inner << 2) : start;
    if (lanes == 1) {
      let sum: f64 = 0;
      for (let k = 0; k < size; k++) {
        sum += <f64>load<f32>(x + at);
        store<f32>(out + at, <f32>sum);
        at += row;
      }
    } else {
      cumulateColumns(x + at, out + at, size, row, lanes);
    }
    l += lanes;
  }
}
