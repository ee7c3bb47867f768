// Owns the check of a module's gradients against finite differences, which knows a kink from a wrong gradient.
import type { Generator } from "../core/random.ts";
import { backward, no_grad } from "../tensor/autograd.ts";
import { randn } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface GradientCheck {
  /** The largest difference between gradient and finite difference, relative to 1 + |slope|, where that is clear. */
  readonly worst: number;
  /** How many slopes were compared. */
  readonly clear: number;
  /** How many lay across a kink at every step, where finite differences say nothing. */
  readonly unclear: number;
}

/** The shorter one is for places near a kink, the longer one loses less to rounding. */
const steps = [1e-2, 2.5e-3];
/** Above this a difference is looked at more closely. */
const suspicious = 1e-3;
/** How far the slopes of two steps may differ, relative to 1 + |slope|, where the function is smooth. */
const smooth = 1e-3;

type Direction = readonly (readonly [place: number, amount: number])[];

/** At most four places alone, and two random directions of all of them: a wrong gradient of any place shows in those. */
function directions(x: Tensor, generator: Generator): Direction[] {
  const n = x.numel();
  const stride = Math.max(1, Math.floor(n / 4));
  const alone = Array.from({ length: Math.min(n, 4) }, (_, k): Direction => [[k * stride, 1]]);
  if (n <= 4) return alone;
  const mixed = (): Direction =>
    Array.from({ length: n }, (_, i) => [i, (generator.random32() & 1 ? 1 : -1) / Math.sqrt(n)]);
  return [...alone, mixed(), mixed()];
}

/**
 * Compares the gradients of Σ w · outputs, w random, with finite differences of fourth order, along `directions` of
 * every tensor that requires a gradient. `run` computes the outputs, the same at every call.
 */
export function checkGradients(
  run: () => readonly Tensor[],
  tensors: readonly Tensor[],
  generator: Generator,
): GradientCheck {
  const outputs = run().filter((out) => out.dtype === "float32");
  const weights = outputs.map((out) => randn(out.shape, { generator }));
  const loss = (): number =>
    no_grad(run)
      .filter((out) => out.dtype === "float32")
      .reduce((sum, out, k) => sum + out.floats.reduce((s, v, i) => s + v * weights[k]!.floats[i]!, 0), 0);
  const pairs = outputs.map((out, k) => [out, weights[k]!] as const).filter(([out]) => out.requires_grad);
  backward(
    pairs.map(([out]) => out),
    pairs.map(([, weight]) => weight),
  );
  const found = { worst: 0, clear: 0, unclear: 0 };
  for (const x of tensors) {
    if (!x.requires_grad) continue;
    for (const direction of directions(x, generator)) {
      const before = direction.map(([place]) => x.data[place]!);
      const at = (h: number): number => {
        for (const [k, [place, amount]] of direction.entries()) x.data[place] = before[k]! + h * amount;
        return loss();
      };
      const grad = direction.reduce((sum, [place, amount]) => sum + (x.grad?.data[place] ?? 0) * amount, 0);
      const error = slopeError(at, grad);
      at(0);
      if (error === null) found.unclear++;
      else found.clear++;
      found.worst = Math.max(found.worst, error ?? 0);
    }
  }
  return found;
}

/** The difference between a slope and finite differences of `at` around 0; null where those do not agree with each other. */
function slopeError(at: (h: number) => number, grad: number): number | null {
  let error: number | null = null;
  for (const h of steps) {
    const near = (at(h) - at(-h)) / (2 * h);
    const far = (at(2 * h) - at(-2 * h)) / (4 * h);
    const slope = (4 * near - far) / 3;
    const scale = 1 + Math.abs(slope);
    const difference = Math.abs(slope - grad) / scale;
    if (difference <= suspicious) return difference;
    if (Math.abs(near - far) <= smooth * scale) error = Math.min(error ?? difference, difference);
  }
  return error;
}
