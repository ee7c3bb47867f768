// A model trained for 10,000 steps through the public API: it learns, and its memory does not grow.
import { beforeAll, expect, test } from "vitest";
import { F, liveBytes, manual_seed, nn, no_grad, optim, ready, scope, tensor, zeros } from "../index.ts";
import { memory } from "../kernels/index.ts";

beforeAll(() => ready({ threads: 1 }));

test("10,000 steps of training learn XOR and leak nothing", () => {
  manual_seed(0);
  // In scopes, so that nothing is left to the garbage collector, whose moment is not known.
  const model = scope(() =>
    nn.Sequential(
      nn.Conv2d(1, 4, [1, 2]),
      nn.BatchNorm2d(4),
      nn.Tanh(),
      nn.Dropout(0.1),
      nn.MaxPool2d([2, 1]),
      nn.Flatten(),
      nn.Linear(4, 1),
    ),
  );
  const optimizer = optim.SGD(model.parameters(), { lr: 0.05, momentum: 0.9 });
  const scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 10_000);
  // A row of two pixels, twice: XOR of the two.
  const x = tensor([0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1], { shape: [4, 1, 2, 2] });
  const y = tensor([[0], [1], [1], [0]]);
  const step = (): number =>
    scope(() => {
      optimizer.zero_grad();
      const loss = F.mse_loss(model.call(x), y);
      loss.backward();
      nn.utils.clip_grad_norm_(model.parameters(), 1);
      optimizer.step();
      scheduler.step();
      return loss.item();
    });
  for (let i = 0; i < 10; i++) step();
  const before = { live: liveBytes(), memory: memory.buffer.byteLength };
  for (let i = 10; i < 10_000; i++) step();
  expect({ live: liveBytes(), memory: memory.buffer.byteLength }).toEqual(before);

  model.eval();
  expect(scope(() => no_grad(() => F.mse_loss(model.call(x), y).item()))).toBeLessThan(0.05);
  expect(optimizer.param_groups[0]!.lr).toBeCloseTo(0, 10);
});

test("what is counted is what tensors hold", () => {
  const before = liveBytes();
  scope(() => {
    const held = zeros([1000]);
    expect(liveBytes()).toBe(before + 4000);
    const doubled = held.mul(held);
    expect(liveBytes()).toBe(before + 8000);
    expect(doubled.view(10, 100).shape).toEqual([10, 100]);
    expect(liveBytes()).toBe(before + 8000);
  });
  expect(liveBytes()).toBe(before);
});
