// Owns the losses over classes, scores (outer, classes, inner), labels (outer, inner; float64).
import { exp } from "../../assembly/math";
import { loadPart, storePart } from "../../assembly/simd";

@inline
function weightOf(weight: usize, label: i32): f32 {
  return weight ? load<f32>(weight + (<usize>label << 2)) : 1;
}

/** out (outer, inner) = -weight[label] logs[label], 0 at labels to be ignored; the sum of the weights. */
export function nllForward(
  logs: usize,
  target: usize,
  weight: usize,
  out: usize,
  outer: i32,
  classes: i32,
  inner: i32,
  ignore: f64,
): f64 {
  let total: f64 = 0;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const named = load<f64>(target);
      let loss: f32 = 0;
      if (named != ignore) {
        const label = <i32>named;
        const w = weightOf(weight, label);
        loss = -w * load<f32>(logs + (<usize>(label * inner + i) << 2));
        total += w;
      }
      store<f32>(out, loss);
      target += 8;
      out += 4;
    }
    logs += (<usize>classes * <usize>inner) << 2;
  }
  return total;
}

/** out, zero before, gets -weight[label] grad at every label. */
export function nllBackward(
  grad: usize,
  target: usize,
  weight: usize,
  out: usize,
  outer: i32,
  classes: i32,
  inner: i32,
  ignore: f64,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const named = load<f64>(target);
      if (named != ignore) {
        const label = <i32>named;
        store<f32>(out + (<usize>(label * inner + i) << 2), -weightOf(weight, label) * load<f32>(grad));
      }
      target += 8;
      grad += 4;
    }
    out += (<usize>classes * <usize>inner) << 2;
  }
}

/** Through log-softmax too: out = weight[label] grad (exp(logs) - 1 at the label), 0 where it is ignored. */
export function crossEntropyBackward(
  grad: usize,
  logs: usize,
  target: usize,
  weight: usize,
  out: usize,
  outer: i32,
  classes: i32,
  inner: i32,
  ignore: f64,
): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const named = load<f64>(target);
      const label = named == ignore ? -1 : <i32>named;
      const g: f32 = label < 0 ? 0 : weightOf(weight, label) * load<f32>(grad);
      const by = f32x4.splat(g);
      const at = <usize>i << 2;
      if (inner == 1) {
        for (let c = 0; c < classes; c += 4) {
          const place = <usize>c << 2;
          const left = classes - c;
          if (left >= 4) v128.store(out + place, f32x4.mul(by, exp(v128.load(logs + place))));
          else storePart(out + place, f32x4.mul(by, exp(loadPart(logs + place, left))), left);
        }
      } else {
        for (let c = 0; c < classes; c++) {
          const place = <usize>c * row + at;
          store<f32>(out + place, g * f32x4.extract_lane(exp(v128.load32_zero(logs + place)), 0));
        }
      }
      if (label >= 0) {
        const place = out + <usize>label * row + at;
        store<f32>(place, load<f32>(place) - g);
      }
      target += 8;
      grad += 4;
    }
    logs += <usize>classes * row;
    out += <usize>classes * row;
  }
}
