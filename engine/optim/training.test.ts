// A model trained for 10,000 steps through the public API: it learns, and its memory does not grow.
import { expect, test } from "vitest";
import { F, liveBytes, manual_seed, nn, optim, scope, tensor } from "../index.ts";

test("10,000 steps of training learn XOR and leak nothing", () => {
  manual_seed(0);
  const model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1));
  const optimizer = optim.SGD(model.parameters(), { lr: 0.05, momentum: 0.9 });
  const scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 10_000);
  const [x, y] = [
    tensor([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
    tensor([[0], [1], [1], [0]]),
  ];
  const step = (): number =>
    scope(() => {
      optimizer.zero_grad();
      const off = model.call(x).sub(y);
      const loss = F.mul(off, off).mean();
      loss.backward();
      nn.utils.clip_grad_norm_(model.parameters(), 1);
      optimizer.step();
      scheduler.step();
      return loss.item();
    });
  for (let i = 0; i < 10; i++) step();
  const before = liveBytes();
  let loss = Number.POSITIVE_INFINITY;
  for (let i = 10; i < 10_000; i++) loss = step();
  expect(liveBytes()).toBe(before);
  expect(loss).toBeLessThan(1e-3);
  expect(optimizer.param_groups[0]!.lr).toBeCloseTo(0, 10);
});
