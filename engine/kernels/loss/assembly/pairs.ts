// Owns losses of pairs of elements and their slopes, in the order of `pairOps` in ../contract.ts. An op is a type, as in
// elementwise/assembly/functions.ts.
import { exp, log, log1p, select, sigmoid, signOf } from "../../assembly/math";
import { get, put } from "../../assembly/simd";

class Mse {}
class L1 {}
class SmoothL1 {}
class Huber {}
class Bce {}
class SoftMargin {}
class KlDiv {}

@inline
function all(x: f32): v128 {
  return f32x4.splat(x);
}

@inline
function lossOf<Op>(x: v128, t: v128, a: v128): v128 {
  const d = f32x4.sub(x, t);
  const size = f32x4.abs(d);
  if (idof<Op>() == idof<Mse>()) return f32x4.mul(d, d);
  if (idof<Op>() == idof<L1>()) return size;
  if (idof<Op>() == idof<SmoothL1>()) {
    const near = f32x4.div(f32x4.mul(f32x4.mul(all(0.5), d), d), a);
    return select(f32x4.lt(size, a), near, f32x4.sub(size, f32x4.mul(all(0.5), a)));
  }
  if (idof<Op>() == idof<Huber>()) {
    const far = f32x4.mul(a, f32x4.sub(size, f32x4.mul(all(0.5), a)));
    return select(f32x4.le(size, a), f32x4.mul(f32x4.mul(all(0.5), d), d), far);
  }
  if (idof<Op>() == idof<Bce>()) {
    const not = f32x4.max(log1p(f32x4.neg(x)), all(-100));
    const yes = f32x4.max(log(x), all(-100));
    return f32x4.sub(f32x4.mul(f32x4.sub(t, all(1)), not), f32x4.mul(t, yes));
  }
  if (idof<Op>() == idof<SoftMargin>()) {
    const z = f32x4.mul(t, x);
    return f32x4.add(f32x4.max(f32x4.neg(z), all(0)), log1p(exp(f32x4.neg(f32x4.abs(z)))));
  }
  const own = v128.andnot(f32x4.mul(t, log(t)), f32x4.eq(t, all(0)));
  return f32x4.sub(own, f32x4.mul(t, x));
}

/** The slope of a loss with respect to x. */
@inline
function slopeX<Op>(x: v128, t: v128, a: v128): v128 {
  const d = f32x4.sub(x, t);
  if (idof<Op>() == idof<Mse>()) return f32x4.add(d, d);
  if (idof<Op>() == idof<L1>()) return signOf(d);
  if (idof<Op>() == idof<SmoothL1>()) return select(f32x4.ge(f32x4.abs(d), a), signOf(d), f32x4.div(d, a));
  if (idof<Op>() == idof<Huber>()) return select(f32x4.gt(f32x4.abs(d), a), f32x4.mul(a, signOf(d)), d);
  if (idof<Op>() == idof<Bce>()) {
    return f32x4.div(d, f32x4.max(f32x4.mul(f32x4.sub(all(1), x), x), all(1e-12)));
  }
  if (idof<Op>() == idof<SoftMargin>()) return f32x4.neg(f32x4.mul(t, sigmoid(f32x4.neg(f32x4.mul(t, x)))));
  return f32x4.neg(t);
}

/** The slope of a loss with respect to t. */
@inline
function slopeT<Op>(x: v128, t: v128, a: v128): v128 {
  if (idof<Op>() == idof<Bce>()) return f32x4.sub(log1p(f32x4.neg(x)), log(x));
  if (idof<Op>() == idof<SoftMargin>()) return all(0);
  if (idof<Op>() == idof<KlDiv>()) return f32x4.sub(f32x4.add(log(t), f32x4.div(t, t)), x);
  return f32x4.neg(slopeX<Op>(x, t, a));
}

@inline
function forwardAll<Op>(x: usize, t: usize, out: usize, n: i32, a: f32): void {
  const setting = all(a);
  for (; n > 0; n -= 4) {
    put(out, lossOf<Op>(get(x, n), get(t, n), setting), n);
    x += 16;
    t += 16;
    out += 16;
  }
}

@inline
function backAll<Op>(ofX: bool, g: usize, x: usize, t: usize, out: usize, n: i32, a: f32): void {
  const setting = all(a);
  for (; n > 0; n -= 4) {
    const vx = get(x, n);
    const vt = get(t, n);
    put(out, f32x4.mul(get(g, n), ofX ? slopeX<Op>(vx, vt, setting) : slopeT<Op>(vx, vt, setting)), n);
    g += 16;
    x += 16;
    t += 16;
    out += 16;
  }
}

/** out = the loss of every pair. */
export function pairForward(op: i32, x: usize, t: usize, out: usize, n: i32, a: f32): void {
  if (op == 0) return forwardAll<Mse>(x, t, out, n, a);
  if (op == 1) return forwardAll<L1>(x, t, out, n, a);
  if (op == 2) return forwardAll<SmoothL1>(x, t, out, n, a);
  if (op == 3) return forwardAll<Huber>(x, t, out, n, a);
  if (op == 4) return forwardAll<Bce>(x, t, out, n, a);
  if (op == 5) return forwardAll<SoftMargin>(x, t, out, n, a);
  return forwardAll<KlDiv>(x, t, out, n, a);
}

/** out = grad · slope, with respect to x or to t. */
export function pairBackward(op: i32, ofX: bool, g: usize, x: usize, t: usize, out: usize, n: i32, a: f32): void {
  if (op == 0) return backAll<Mse>(ofX, g, x, t, out, n, a);
  if (op == 1) return backAll<L1>(ofX, g, x, t, out, n, a);
  if (op == 2) return backAll<SmoothL1>(ofX, g, x, t, out, n, a);
  if (op == 3) return backAll<Huber>(ofX, g, x, t, out, n, a);
  if (op == 4) return backAll<Bce>(ofX, g, x, t, out, n, a);
  if (op == 5) return backAll<SoftMargin>(ofX, g, x, t, out, n, a);
  return backAll<KlDiv>(ofX, g, x, t, out, n, a);
}
