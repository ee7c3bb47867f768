// Owns the steps of optimizers that scale every element by its own history, besides Adam. Formulas: ../reference.ts.
import { signOf } from "../../assembly/math";
import { fma, fnma, get, put } from "../../assembly/simd";

@inline
function all(x: f32): v128 {
  return f32x4.splat(x);
}

/** sign g + decay p. */
@inline
function descent(p: v128, g: v128, sign: f32, decay: f32): v128 {
  return fma(all(decay), p, f32x4.mul(all(sign), g));
}

/** keep old + fresh now, in place; the new value. */
@inline
function follow(at: usize, now: v128, keep: f32, fresh: f32, lanes: i32): v128 {
  const v = fma(all(keep), get(at, lanes), f32x4.mul(all(fresh), now));
  put(at, v, lanes);
  return v;
}

export function adamax(
  p: usize,
  g: usize,
  moment: usize,
  largest: usize,
  n: i32,
  size: f32,
  sign: f32,
  decay: f32,
  beta1: f32,
  fresh1: f32,
  beta2: f32,
  eps: f32,
): void {
  for (let left = n; left > 0; left -= 4) {
    const before = get(p, left);
    const d = descent(before, get(g, left), sign, decay);
    const m = follow(moment, d, beta1, fresh1, left);
    const most = f32x4.max(f32x4.mul(all(beta2), get(largest, left)), f32x4.add(f32x4.abs(d), all(eps)));
    put(largest, most, left);
    put(p, f32x4.sub(before, f32x4.div(f32x4.mul(all(size), m), most)), left);
    p += 16;
    g += 16;
    moment += 16;
    largest += 16;
  }
}

/** NAdam, and RAdam with gradRate 0: p -= (gradRate d + momentRate m) / (√v · root + eps); with `plain` without the division. */
export function momentStep(
  p: usize,
  g: usize,
  moment: usize,
  square: usize,
  n: i32,
  gradRate: f32,
  momentRate: f32,
  root: f32,
  decay: f32,
  beta1: f32,
  fresh1: f32,
  beta2: f32,
  fresh2: f32,
  eps: f32,
  plain: bool,
): void {
  for (let left = n; left > 0; left -= 4) {
    const before = get(p, left);
    const d = descent(before, get(g, left), 1, decay);
    const m = follow(moment, d, beta1, fresh1, left);
    const v = follow(square, f32x4.mul(d, d), beta2, fresh2, left);
    let move = fma(all(gradRate), d, f32x4.mul(all(momentRate), m));
    if (!plain) move = f32x4.div(move, fma(f32x4.sqrt(v), all(root), all(eps)));
    put(p, f32x4.sub(before, move), left);
    p += 16;
    g += 16;
    moment += 16;
    square += 16;
  }
}

export function adagrad(p: usize, g: usize, sum: usize, n: i32, lr: f32, sign: f32, decay: f32, eps: f32): void {
  for (let left = n; left > 0; left -= 4) {
    const before = get(p, left);
    const d = descent(before, get(g, left), sign, decay);
    const total = fma(d, d, get(sum, left));
    put(sum, total, left);
    put(p, f32x4.sub(before, f32x4.div(f32x4.mul(all(lr), d), f32x4.add(f32x4.sqrt(total), all(eps)))), left);
    p += 16;
    g += 16;
    sum += 16;
  }
}

export function adadelta(
  p: usize,
  g: usize,
  square: usize,
  moved: usize,
  n: i32,
  lr: f32,
  sign: f32,
  decay: f32,
  rho: f32,
  fresh: f32,
  eps: f32,
): void {
  for (let left = n; left > 0; left -= 4) {
    const before = get(p, left);
    const d = descent(before, get(g, left), sign, decay);
    const v = follow(square, f32x4.mul(d, d), rho, fresh, left);
    const past = f32x4.sqrt(f32x4.add(get(moved, left), all(eps)));
    const delta = f32x4.mul(f32x4.div(past, f32x4.sqrt(f32x4.add(v, all(eps)))), d);
    follow(moved, f32x4.mul(delta, delta), rho, fresh, left);
    put(p, fnma(all(lr), delta, before), left);
    p += 16;
    g += 16;
    square += 16;
    moved += 16;
  }
}

/** Without momentum `buffer` is 0, where not centered `mean` is. */
export function rmsprop(
  p: usize,
  g: usize,
  square: usize,
  buffer: usize,
  mean: usize,
  n: i32,
  lr: f32,
  sign: f32,
  decay: f32,
  alpha: f32,
  fresh: f32,
  eps: f32,
  momentum: f32,
): void {
  for (let left = n; left > 0; left -= 4) {
    const before = get(p, left);
    const d = descent(before, get(g, left), sign, decay);
    let spread = follow(square, f32x4.mul(d, d), alpha, fresh, left);
    if (mean) {
      const m = follow(mean, d, alpha, fresh, left);
      spread = fnma(m, m, spread);
      mean += 16;
    }
    let move = f32x4.div(d, f32x4.add(f32x4.sqrt(spread), all(eps)));
    if (buffer) {
      move = follow(buffer, move, momentum, 1, left);
      buffer += 16;
    }
    put(p, fnma(all(lr), move, before), left);
    p += 16;
    g += 16;
    square += 16;
  }
}

export function rprop(
  p: usize,
  g: usize,
  previous: usize,
  stepSize: usize,
  n: i32,
  sign: f32,
  shrink: f32,
  grow: f32,
  smallest: f32,
  largest: f32,
): void {
  for (let left = n; left > 0; left -= 4) {
    let d = f32x4.mul(all(sign), get(g, left));
    // The product of the signs: that of the values themselves may vanish.
    const turn = f32x4.mul(signOf(d), signOf(get(previous, left)));
    const turned = f32x4.lt(turn, all(0));
    const slower = v128.bitselect(all(shrink), all(1), turned);
    const factor = v128.bitselect(all(grow), slower, f32x4.gt(turn, all(0)));
    const size = f32x4.min(f32x4.max(f32x4.mul(get(stepSize, left), factor), all(smallest)), all(largest));
    put(stepSize, size, left);
    d = v128.andnot(d, turned);
    put(p, fnma(signOf(d), size, get(p, left)), left);
    put(previous, d, left);
    p += 16;
    g += 16;
    previous += 16;
    stepSize += 16;
  }
}

/** p = shrink p - eta d; ax += mu (p - ax). */
export function asgd(
  p: usize,
  g: usize,
  ax: usize,
  n: i32,
  sign: f32,
  decay: f32,
  shrink: f32,
  eta: f32,
  mu: f32,
): void {
  for (let left = n; left > 0; left -= 4) {
    const before = get(p, left);
    const d = descent(before, get(g, left), sign, decay);
    const after = fnma(all(eta), d, f32x4.mul(before, all(shrink)));
    put(p, after, left);
    const average = get(ax, left);
    put(ax, fma(f32x4.sub(after, average), all(mu), average), left);
    p += 16;
    g += 16;
    ax += 16;
  }
}
