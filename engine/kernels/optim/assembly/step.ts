// Owns optimizer steps: parameters and their state updated in place from the gradient.
import { fma, fnma, get, put } from "../../assembly/simd";

/** d = sign g + decay p; buffer = d at first, else momentum buffer + fresh d; p -= lr (nesterov ? d + momentum buffer : buffer). */
export function sgd(
  p: usize,
  g: usize,
  buffer: usize,
  n: i32,
  lr: f32,
  decay: f32,
  sign: f32,
  momentum: f32,
  fresh: f32,
  nesterov: bool,
  first: bool,
): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const lanes = min(4, n - i);
    const before = get(p + at, lanes);
    let d = fma(f32x4.splat(decay), before, f32x4.mul(f32x4.splat(sign), get(g + at, lanes)));
    if (buffer) {
      const old = f32x4.mul(f32x4.splat(momentum), get(buffer + at, lanes));
      const b = first ? d : fma(f32x4.splat(fresh), d, old);
      put(buffer + at, b, lanes);
      d = nesterov ? fma(f32x4.splat(momentum), b, d) : b;
    }
    put(p + at, fnma(f32x4.splat(lr), d, before), lanes);
  }
}

/** Adam and AdamW (Kingma and Ba, 2015; Loshchilov and Hutter, 2019), AMSGrad where `most` is not 0. */
export function adam(
  p: usize,
  g: usize,
  moment: usize,
  square: usize,
  most: usize,
  n: i32,
  size: f32,
  shrink: f32,
  decay: f32,
  sign: f32,
  beta1: f32,
  fresh1: f32,
  beta2: f32,
  fresh2: f32,
  root: f32,
  eps: f32,
): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const lanes = min(4, n - i);
    const before = f32x4.mul(get(p + at, lanes), f32x4.splat(shrink));
    const d = fma(f32x4.splat(decay), before, f32x4.mul(f32x4.splat(sign), get(g + at, lanes)));
    const m = fma(f32x4.splat(beta1), get(moment + at, lanes), f32x4.mul(f32x4.splat(fresh1), d));
    let v = fma(f32x4.splat(beta2), get(square + at, lanes), f32x4.mul(f32x4.splat(fresh2), f32x4.mul(d, d)));
    put(moment + at, m, lanes);
    put(square + at, v, lanes);
    if (most) {
      v = f32x4.max(get(most + at, lanes), v);
      put(most + at, v, lanes);
    }
    const norm = f32x4.add(f32x4.div(f32x4.sqrt(v), f32x4.splat(root)), f32x4.splat(eps));
    put(p + at, f32x4.sub(before, f32x4.div(f32x4.mul(f32x4.splat(size), m), norm)), lanes);
  }
}
