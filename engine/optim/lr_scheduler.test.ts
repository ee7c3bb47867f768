// Learning rate schedulers against 20 steps of PyTorch, and their rules.
import { expect, test } from "vitest";
import { zeros } from "../tensor/create.ts";
import combined from "./golden/combined.json" with { type: "json" };
import plateaus from "./golden/plateaus.json" with { type: "json" };
import goldens from "./golden/schedulers.json" with { type: "json" };
import { Adam, lr_scheduler, SGD } from "./index.ts";
import type { LRScheduler, Scheduled } from "./schedulers/scheduler.ts";

const make = lr_scheduler as unknown as Record<string, (optimizer: Scheduled, ...args: unknown[]) => LRScheduler>;
const parameter = () => [zeros([1], { requires_grad: true })];
const sgd = () => SGD([{ params: parameter() }, { params: parameter(), lr: 0.04 }], { lr: 0.1, momentum: 0.9 });

function follow(optimizer: Scheduled, expected: number[][], step: (i: number) => void): void {
  expected.forEach((row, i) => {
    const got = optimizer.param_groups.flatMap((group) => [group.lr, group.momentum ?? group.betas![0]]);
    row.forEach((value, k) => {
      expect(Math.abs(got[k]! - value), `step ${i}: ${got[k]} instead of ${value}`).toBeLessThan(1e-7);
    });
    if (i + 1 < expected.length) step(i);
  });
}

test.each(goldens.map((golden) => [golden.name, JSON.stringify([golden.args, golden.options]), golden] as const))(
  "%s%s follows PyTorch",
  (name, _, { args, options, rates }) => {
    const optimizer = sgd();
    const scheduler = make[name]!(optimizer, ...args, options);
    follow(optimizer, rates, () => {
      scheduler.step();
      expect(scheduler.get_last_lr()).toEqual(optimizer.param_groups.map(({ lr }) => lr));
    });
  },
);

test.each(goldens.map((golden) => [golden.name, golden] as const))("%s goes on from its state_dict", (name, golden) => {
  const [a, b] = [sgd(), sgd()];
  const first = make[name]!(a, ...golden.args, golden.options);
  for (let i = 0; i < 7; i++) first.step();
  const second = make[name]!(b, ...golden.args, golden.options);
  second.load_state_dict(first.state_dict());
  b.load_state_dict(a.state_dict());
  for (let i = 0; i < 7; i++) {
    first.step();
    second.step();
    expect(b.param_groups.map(({ lr }) => lr)).toEqual(a.param_groups.map(({ lr }) => lr));
  }
});

test.each(plateaus)("ReduceLROnPlateau($options) follows PyTorch", ({ options, metrics, rates }) => {
  const optimizer = sgd();
  const scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, options as object);
  follow(optimizer, rates, (i) => scheduler.step(metrics[i]!));
});

test("schedulers of schedulers and of functions follow PyTorch", () => {
  let optimizer = sgd();
  const warm = lr_scheduler.ConstantLR(optimizer, { factor: 0.1, total_iters: 3 });
  const main = lr_scheduler.ExponentialLR(optimizer, 0.9);
  const last = lr_scheduler.CosineAnnealingLR(optimizer, 5);
  const sequential = lr_scheduler.SequentialLR(optimizer, [warm, main, last], [4, 10]);
  follow(optimizer, combined.SequentialLR, () => sequential.step());

  optimizer = sgd();
  const chained = lr_scheduler.ChainedScheduler([
    lr_scheduler.ConstantLR(optimizer, { factor: 0.1, total_iters: 3 }),
    lr_scheduler.ExponentialLR(optimizer, 0.9),
  ]);
  follow(optimizer, combined.ChainedScheduler, () => chained.step());

  optimizer = sgd();
  const lambda = lr_scheduler.LambdaLR(optimizer, [(e) => 0.95 ** e, (e) => 1 / (1 + e)]);
  follow(optimizer, combined.LambdaLR, () => lambda.step());

  optimizer = sgd();
  const factor = lr_scheduler.MultiplicativeLR(optimizer, (e) => (e % 2 ? 0.9 : 1.05));
  follow(optimizer, combined.MultiplicativeLR, () => factor.step());

  const adam = Adam(parameter());
  const cycle = lr_scheduler.OneCycleLR(adam, 0.1, { total_steps: 21 });
  follow(adam, combined["OneCycleLR of Adam"], () => cycle.step());
});

test("closed forms agree with the steps", () => {
  for (const { name, args, options } of goldens) {
    if (/Cycl|Warm/.test(name)) continue;
    const [a, b] = [sgd(), sgd()];
    const steps = make[name]!(a, ...args, options);
    const jump = make[name]!(b, ...args, options);
    for (let epoch = 1; epoch < 12; epoch++) {
      steps.step();
      jump.step(epoch);
      a.param_groups.forEach(({ lr }, i) => {
        expect(b.param_groups[i]!.lr, `${name} at ${epoch}`).toBeCloseTo(lr, 8);
      });
    }
  }
});

test("wrong use is torch's error", () => {
  const of = lr_scheduler;
  const wrong: [() => unknown, string][] = [
    [() => of.StepLR(1 as never, 1), "int is not an Optimizer"],
    [
      () => of.StepLR(sgd(), 3, { last_epoch: 3 }),
      "param 'initial_lr' is not specified in param_groups[0] when resuming",
    ],
    [() => of.ReduceLROnPlateau(sgd(), { factor: 2 }), "Factor should be < 1.0."],
    [() => of.ReduceLROnPlateau(sgd(), { mode: "x" as never }), "mode x is unknown!"],
    [() => of.ReduceLROnPlateau(sgd(), { min_lr: [1] }), "expected 2 min_lrs, got 1"],
    [() => of.CosineAnnealingWarmRestarts(sgd(), 0), "Expected positive integer T_0, but got 0"],
    [() => of.CosineAnnealingWarmRestarts(sgd(), 1, { T_mult: 0 }), "Expected integer T_mult >= 1, but got 0"],
    [() => of.OneCycleLR(sgd(), 1), "You must define either total_steps OR (epochs AND steps_per_epoch)"],
    [() => of.OneCycleLR(sgd(), 1, { total_steps: -1 }), "Expected positive integer total_steps, but got -1"],
    [
      () => of.CyclicLR(Adam(parameter()), 0.1, 1),
      "optimizer must support momentum with `cycle_momentum` option enabled",
    ],
    [() => of.ConstantLR(sgd(), { factor: 2 }), "Constant multiplicative factor expected to be between 0 and 1."],
    [() => of.LinearLR(sgd(), { start_factor: 2 }), "Starting multiplicative factor expected to be between 0 and 1."],
    [() => of.LambdaLR(sgd(), [(e) => e]), "Expected 2 lr_lambdas, but got 1"],
  ];
  for (const [use, message] of wrong) expect(use).toThrow(message);
  const cycle = of.OneCycleLR(sgd(), 1, { total_steps: 2 });
  expect(() => [0, 1, 2, 3].map(() => cycle.step())).toThrow(
    "Tried to step 4 times. The specified number of total steps is 2",
  );
});
