// Owns the check of a gradient against finite differences, for tests.
import { Generator } from "../../core/random.ts";
import { no_grad } from "../autograd.ts";
import { randn } from "../create.ts";
import type { Tensor } from "../tensor.ts";

/** The largest difference, relative to 1 + |slope|, between the gradients of Σ w·f(inputs) and central differences. */
export function gradientError(f: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[], h = 1e-2): number {
  for (const x of inputs) x.requires_grad_();
  const out = f(...inputs);
  const weights = randn(out.shape, { generator: new Generator(7) });
  const loss = (y: Tensor): number => Array.from(y.data).reduce((s, v, i) => s + v * weights.data[i]!, 0);
  for (const x of inputs) x.grad = null;
  out.backward(weights);
  let worst = 0;
  no_grad(() => {
    for (const x of inputs) {
      const grad = x.grad;
      for (let i = 0; i < x.numel(); i++) {
        const before = x.data[i]!;
        x.data[i] = before + h;
        const [up, high] = [loss(f(...inputs)), x.data[i]!];
        x.data[i] = before - h;
        const [down, low] = [loss(f(...inputs)), x.data[i]!];
        x.data[i] = before;
        const slope = (up - down) / (high - low);
        worst = Math.max(worst, Math.abs(slope - (grad?.data[i] ?? 0)) / (1 + Math.abs(slope)));
      }
    }
  });
  return worst;
}
