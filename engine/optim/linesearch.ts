// Owns the line search of LBFGS: a step that meets the strong Wolfe conditions (Nocedal and Wright, 2006, 3.5).
import type { Tensor } from "../tensor/tensor.ts";

/** What is known at a step t along the direction; `slope` is the directional derivative. */
export interface LinePoint {
  readonly t: number;
  readonly loss: number;
  readonly grad: Tensor;
  readonly slope: number;
}

const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST = 25;

/** The minimum of the cubic through two points with their slopes, held within bounds; their middle if it has none. */
function cubicMinimum(a: LinePoint, b: LinePoint, bounds?: readonly [number, number]): number {
  const [left, right] = a.t <= b.t ? [a, b] : [b, a];
  const [low, high] = bounds ?? [left.t, right.t];
  const d1 = left.slope + right.slope - (3 * (left.loss - right.loss)) / (left.t - right.t);
  const square = d1 * d1 - left.slope * right.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const d2 = Math.sqrt(square);
  const at = right.t - (right.t - left.t) * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2));
  return Math.min(Math.max(at, low), high);
}

/**
 * Searches from `start` (t = 0) with a first step `t`. `evaluate` gives the point at a step; `reach` is the largest
 * component of the direction, and a bracket shorter than `tolerance` in it is not refined. At most 25 refinements.
 */
export function strongWolfe(
  evaluate: (t: number) => LinePoint,
  start: LinePoint,
  t: number,
  reach: number,
  tolerance: number,
): { point: LinePoint; evaluations: number } {
  let evaluations = 1;
  let point = evaluate(t);
  const falls = (p: LinePoint): boolean => p.loss <= start.loss + DECREASE * p.t * start.slope;
  const flat = (p: LinePoint): boolean => Math.abs(p.slope) <= -CURVATURE * start.slope;

  // Lengthen the step until a minimum lies between the last two points.
  let before = start;
  let iteration = 0;
  let bracket: [LinePoint, LinePoint] | null = null;
  while (iteration < MOST && !bracket) {
    if (!falls(point) || (iteration > 1 && point.loss >= before.loss)) bracket = [before, point];
    else if (flat(point)) return { point, evaluations };
    else if (point.slope >= 0) bracket = [before, point];
    else {
      const next = cubicMinimum(before, point, [point.t + 0.01 * (point.t - before.t), point.t * 10]);
      before = point;
      point = evaluate(next);
      evaluations++;
      iteration++;
    }
  }

  // Shorten the bracket around it.
  let [low, high] = bracket ?? [start, point];
  if (low.loss > high.loss) [low, high] = [high, low];
  let stuck = false;
  while (iteration < MOST && Math.abs(high.t - low.t) * reach >= tolerance) {
    const [left, right] = [Math.min(low.t, high.t), Math.max(low.t, high.t)];
    let next = cubicMinimum(low, high);
    // A trial close to the bracket's end twice in a row, or on it, is moved a tenth inwards.
    const margin = 0.1 * (right - left);
    if (Math.min(right - next, next - left) < margin) {
      if (stuck || next >= right || next <= left) {
        next = Math.abs(next - right) < Math.abs(next - left) ? right - margin : left + margin;
        stuck = false;
      } else stuck = true;
    } else stuck = false;
    point = evaluate(next);
    evaluations++;
    iteration++;
    if (!falls(point) || point.loss >= low.loss) {
      high = point;
      if (low.loss > high.loss) [low, high] = [high, low];
    } else {
      if (flat(point)) return { point, evaluations };
      if (point.slope * (high.t - low.t) >= 0) high = low;
      low = point;
    }
  }
  return { point: low, evaluations };
}
