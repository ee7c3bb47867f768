// Losses over classes, and their gradients.
import type { ClassDims } from "../contract.ts";

type Numbers = ArrayLike<number>;
type Labels = Float64Array;
type Floats = Float32Array;

/** out (N, places) = -weight[target] * scores[target], 0 where the target is to be ignored; the sum of the weights. */
export function nllForward(
  scores: Floats,
  target: Labels,
  weight: Floats | null,
  out: Float32Array,
  { outer, classes, inner }: ClassDims,
  ignore: number,
): number {
  let total = 0;
  for (let i = 0; i < outer * inner; i++) {
    const label = target[i]!;
    out[i] = 0;
    if (label === ignore) continue;
    const w = weight ? weight[label]! : 1;
    const n = Math.floor(i / inner);
    out[i] = -w * scores[(n * classes + label) * inner + (i - n * inner)]!;
    total += w;
  }
  return total;
}

export function nllBackward(
  grad: Floats,
  target: Labels,
  weight: Floats | null,
  out: Float32Array,
  { outer, classes, inner }: ClassDims,
  ignore: number,
): void {
  for (let i = 0; i < outer * inner; i++) {
    const label = target[i]!;
    if (label === ignore) continue;
    const n = Math.floor(i / inner);
    out[(n * classes + label) * inner + (i - n * inner)] = -(weight ? weight[label]! : 1) * grad[i]!;
  }
}

/** The gradient through nllForward and the log-softmax that gave `logs`: weight[label] grad (exp(logs) - 1 at the label). */
export function crossEntropyBackward(
  grad: Floats,
  logs: Floats,
  target: Labels,
  weight: Floats | null,
  out: Float32Array,
  { outer, classes, inner }: ClassDims,
  ignore: number,
): void {
  for (let i = 0; i < outer * inner; i++) {
    const label = target[i]!;
    const g = label === ignore ? 0 : (weight ? weight[label]! : 1) * grad[i]!;
    const n = Math.floor(i / inner);
    for (let c = 0; c < classes; c++) {
      const at = (n * classes + c) * inner + (i - n * inner);
      out[at] = g * (Math.exp(logs[at]!) - Number(c === label));
    }
  }
}

/** out (frames) = Σ over the other classes j of weight[t] max(0, margin - x[t] + x[j])^p / classes. */
export function multiMarginForward(
  x: Numbers,
  target: Numbers,
  weight: Numbers | null,
  out: Float32Array,
  classes: number,
  p: number,
  margin: number,
): void {
  for (let n = 0; n < out.length; n++) {
    const label = target[n]!;
    const own = x[n * classes + label]!;
    let sum = 0;
    for (let j = 0; j < classes; j++) {
      const z = margin - own + x[n * classes + j]!;
      if (j !== label && z > 0) sum += p === 1 ? z : z * z;
    }
    out[n] = (sum * (weight ? weight[label]! : 1)) / classes;
  }
}

export function multiMarginBackward(
  grad: Numbers,
  x: Numbers,
  target: Numbers,
  weight: Numbers | null,
  out: Float32Array,
  classes: number,
  p: number,
  margin: number,
): void {
  for (let n = 0; n < target.length; n++) {
    const label = target[n]!;
    const own = x[n * classes + label]!;
    const share = (grad[n]! * (weight ? weight[label]! : 1)) / classes;
    let sum = 0;
    for (let j = 0; j < classes; j++) {
      const z = margin - own + x[n * classes + j]!;
      if (j === label) continue;
      // Torch multiplies the gradient with slopes of 0 too: an infinite one becomes NaN.
      const slope = share * (z <= 0 ? 0 : p === 1 ? 1 : 2 * z);
      out[n * classes + j] = slope;
      sum += slope;
    }
    out[n * classes + label] = share * 0 - sum;
  }
}

/**
 * For every pair of a label of a frame (up to its first negative one) and a class that is none of them:
 * max(0, 1 - x[label] + x[class]) / classes. `pair` gets the two places and that number before the division.
 */
function labelPairs(
  x: Numbers,
  target: Numbers,
  n: number,
  classes: number,
  pair: (label: number, other: number, z: number) => void,
): void {
  const labels = new Set<number>();
  const listed: number[] = [];
  for (let k = 0; k < classes && target[n * classes + k]! >= 0; k++) {
    labels.add(target[n * classes + k]!);
    listed.push(target[n * classes + k]!);
  }
  for (const label of listed) {
    for (let j = 0; j < classes; j++) {
      if (labels.has(j)) continue;
      const z = 1 - x[n * classes + label]! + x[n * classes + j]!;
      if (z > 0) pair(n * classes + label, n * classes + j, z);
    }
  }
}

export function multilabelMarginForward(x: Numbers, target: Numbers, out: Float32Array, classes: number): void {
  for (let n = 0; n < out.length; n++) {
    let sum = 0;
    labelPairs(x, target, n, classes, (_label, _other, z) => {
      sum += z;
    });
    out[n] = sum / classes;
  }
}

export function multilabelMarginBackward(
  grad: Numbers,
  x: Numbers,
  target: Numbers,
  out: Float32Array,
  classes: number,
): void {
  for (let n = 0; n < grad.length; n++) {
    const share = grad[n]! / classes;
    labelPairs(x, target, n, classes, (label, other) => {
      out[label]! -= share;
      out[other]! += share;
    });
  }
}
