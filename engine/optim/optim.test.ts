// Optimizers against 20 steps of PyTorch, and their rules: groups, state_dict, errors, memory.
import { expect, test } from "vitest";
import { no_grad } from "../tensor/autograd.ts";
import { tensor, zeros } from "../tensor/create.ts";
import { add, mul, pow, sub } from "../tensor/math/binary.ts";
import { abs } from "../tensor/math/elementwise.ts";
import { sum } from "../tensor/math/reduce.ts";
import { liveBytes, scope } from "../tensor/storage.ts";
import type { Tensor } from "../tensor/tensor.ts";
import goldens from "./golden/optimizers.json" with { type: "json" };
import * as optim from "./index.ts";

const wave = (shape: number[], step: number): Tensor => {
  const n = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: n }, (_, i) => Math.sin(Math.fround((i + 1) * Math.fround(step)))),
    { shape },
  );
};

type Any = {
  step(closure?: () => Tensor): Tensor | null;
  zero_grad(): void;
  state_dict(): never;
  load_state_dict(state: never): void;
};
const { Optimizer: _, lr_scheduler: _schedulers, ...factories } = optim;
const make = factories as unknown as Record<string, (params: readonly unknown[], options?: object) => Any>;

function problem(name: string, options: object) {
  const w = wave([3, 2], 0.7).requires_grad_();
  const v = wave([4], 1.3).requires_grad_();
  const optimizer = make[name]!([w, v], options);
  const scales = abs(wave([2], 0.5));
  const closure = (): Tensor => {
    optimizer.zero_grad();
    const parts = [
      sum(mul(mul(w, w), scales)),
      mul(sum(pow(v, 4)), 0.25),
      mul(mul(sum(w), sum(v)), 0.3),
      mul(sum(abs(sub(w, 0.5))), name === "LBFGS" ? 0 : 0.1),
    ];
    const loss = parts.reduce((a, b) => add(a, b));
    loss.backward();
    return loss;
  };
  return { w, v, optimizer, closure };
}

const kept = (w: Tensor, v: Tensor, loss: Tensor): number[] => [...w.data, ...v.data, loss.item()];

test.each(goldens.map((golden) => [golden.name, JSON.stringify(golden.options), golden] as const))(
  "%s(%s) follows PyTorch for 20 steps",
  (name, _options, golden) => {
    const { w, v, optimizer, closure } = problem(name, golden.options);
    // Near the minimum the loss is flat, and a search that compares losses stops where rounding says.
    const tolerance = name === "LBFGS" ? 2e-4 : 2e-5;
    for (let step = 1; step <= 20; step++) {
      const got = kept(w, v, optimizer.step(closure)!);
      const expected = (golden.kept as Record<string, number[]>)[step];
      expected?.forEach((value, i) => {
        const off = Math.abs(got[i]! - value) / (1 + Math.abs(value));
        expect(off, `step ${step}, value ${i}: ${got[i]} instead of ${value}`).toBeLessThan(tolerance);
      });
    }
  },
);

const names = Object.keys(make);

test.each(names)("%s goes on from its state_dict as if never stopped", (name) => {
  const options = { lr: 0.02, ...(name === "SGD" ? { momentum: 0.9 } : {}) };
  const a = problem(name, options);
  for (let i = 0; i < 3; i++) a.optimizer.step(a.closure);
  const b = problem(name, options);
  no_grad(() => {
    b.w.copy_(a.w);
    b.v.copy_(a.v);
  });
  b.optimizer.load_state_dict(a.optimizer.state_dict());
  for (let i = 0; i < 3; i++) {
    a.optimizer.step(a.closure);
    b.optimizer.step(b.closure);
  }
  expect(b.w.tolist()).toEqual(a.w.tolist());
  expect(b.v.tolist()).toEqual(a.v.tolist());
});

test.each(names)("%s leaves nothing behind", (name) => {
  const { optimizer, closure } = problem(name, { lr: 0.01, ...(name === "LBFGS" ? { history_size: 3 } : {}) });
  const train = (steps: number): void => {
    for (let i = 0; i < steps; i++) scope(() => void optimizer.step(closure));
  };
  train(12);
  const before = liveBytes();
  train(50);
  expect(liveBytes()).toBe(before);
});

test("groups have settings of their own, and others can be added", () => {
  const [a, b, c] = [0, 1, 2].map(() => tensor([1], { requires_grad: true })) as [Tensor, Tensor, Tensor];
  const optimizer = optim.SGD([{ params: [a] }, { params: b, lr: 0.5 }], { lr: 0.1 });
  optimizer.add_param_group({ params: [c], lr: 1 });
  for (const p of [a, b, c]) p.grad = tensor([1]);
  expect(optimizer.step()).toBeNull();
  expect([a, b, c].map((p) => p.item())).toEqual([Math.fround(0.9), 0.5, 0]);
  expect(optimizer.state_dict().param_groups.map(({ params, lr }) => [params, lr])).toEqual([
    [[0], 0.1],
    [[1], 0.5],
    [[2], 1],
  ]);
  optimizer.zero_grad();
  expect(a.grad!.item()).toBe(0);
  optimizer.zero_grad(true);
  expect(a.grad).toBeNull();
  expect(String(optim.SGD([a], { lr: 0.1 }))).toBe(
    "SGD (\nParameter Group 0\n    dampening: 0\n    differentiable: False\n    foreach: None\n    lr: 0.1\n" +
      "    maximize: False\n    momentum: 0\n    nesterov: False\n    weight_decay: 0\n)",
  );
});

test("wrong use is torch's error", () => {
  const w = [zeros([2], { requires_grad: true })];
  const wrong: [() => unknown, string][] = [
    [() => optim.SGD(w, {} as never), "parameter group didn't specify a value of required optimization parameter lr"],
    [() => optim.SGD(w, { lr: -1 }), "Invalid learning rate: -1"],
    [() => optim.SGD(w, { lr: 1, momentum: -1 }), "Invalid momentum value: -1"],
    [() => optim.SGD(w, { lr: 1, weight_decay: -1 }), "Invalid weight_decay value: -1"],
    [() => optim.SGD(w, { lr: 1, nesterov: true }), "Nesterov momentum requires a momentum and zero dampening"],
    [() => optim.Adam(w, { lr: -1 }), "Invalid learning rate: -1"],
    [() => optim.Adam(w, { eps: -1e-7 }), "Invalid epsilon value: -1e-07"],
    [() => optim.Adam(w, { betas: [1, 0.9] }), "Invalid beta parameter at index 0: 1"],
    [() => optim.AdamW(w, { betas: [0.9, -1] }), "Invalid beta parameter at index 1: -1"],
    [() => optim.NAdam(w, { momentum_decay: -1 }), "Invalid momentum_decay value: -1"],
    [() => optim.Adagrad(w, { lr_decay: -1 }), "Invalid lr_decay value: -1"],
    [() => optim.Adagrad(w, { initial_accumulator_value: -1 }), "Invalid initial_accumulator_value value: -1"],
    [() => optim.Adadelta(w, { rho: 2 }), "Invalid rho value: 2"],
    [() => optim.RMSprop(w, { alpha: -1 }), "Invalid alpha value: -1"],
    [() => optim.Rprop(w, { etas: [2, 0.5] }), "Invalid eta values: 2, 0.5"],
    [() => optim.SGD([], { lr: 1 }), "optimizer got an empty parameter list"],
    [() => optim.SGD(w[0] as never, { lr: 1 }), "should be an iterable of Tensors or dicts, but got torch.FloatTensor"],
    [() => optim.SGD([mul(w[0]!, 2)], { lr: 1 }), "can't optimize a non-leaf Tensor"],
    [() => optim.SGD([{ params: w }, { params: w }], { lr: 1 }), "parameters appear in more than one parameter group"],
    [
      () => optim.LBFGS([{ params: w }, { params: zeros([1]) }]),
      "LBFGS doesn't support per-parameter options (parameter groups)",
    ],
    [
      () => optim.Adam(w).load_state_dict({ state: {}, param_groups: [] }),
      "loaded state dict has a different number of parameter groups",
    ],
  ];
  for (const [use, message] of wrong) expect(use).toThrow(message);
});
