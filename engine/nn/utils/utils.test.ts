// torch.nn.utils against PyTorch, and its errors.
import { expect, test } from "vitest";
import { F, manual_seed, nn, type Tensor, tensor, zeros } from "../../index.ts";
import goldens from "../golden/utils.json" with { type: "json" };

type Golden = { readonly shape: number[]; readonly data: number[] };

const wave = (shape: readonly number[], step: number): Tensor => {
  const n = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: n }, (_, i) => Math.sin(Math.fround((i + 1) * Math.fround(step)))),
    { shape },
  );
};

function close(got: Tensor, { shape, data }: Golden, what: string): void {
  expect(got.shape, what).toEqual(shape);
  for (const [i, value] of Array.from(got.data).entries()) {
    const off = Math.abs(value - data[i]!) / (1 + Math.abs(value));
    expect(off, `${what}, element ${i}: ${value} instead of ${data[i]}`).toBeLessThan(1e-5);
  }
}

const u = nn.utils;
const linear = () => nn.Linear(3, 2);
const conv = () => nn.Conv2d(2, 3, 2);
const cases = {
  weight_norm: [linear, (m: nn_) => u.weight_norm(m), u.remove_weight_norm, [4, 3]],
  "weight_norm of a convolution, one norm": [
    conv,
    (m: nn_) => u.weight_norm(m, "weight", null),
    u.remove_weight_norm,
    [1, 2, 3, 3],
  ],
  spectral_norm: [linear, (m: nn_) => u.spectral_norm(m), u.remove_spectral_norm, [4, 3]],
  "spectral_norm of a convolution": [
    conv,
    (m: nn_) => u.spectral_norm(m, "weight", { n_power_iterations: 2, dim: 1 }),
    u.remove_spectral_norm,
    [1, 2, 3, 3],
  ],
} as const satisfies Record<keyof typeof goldens, unknown>;
type nn_ = InstanceType<typeof nn.Module>;

test.each(Object.keys(cases) as (keyof typeof cases)[])("%s follows PyTorch", (name) => {
  const [make, wrap, unwrap, shape] = cases[name];
  const golden = goldens[name];
  manual_seed(3);
  const module = make();
  wrap(module);
  const x = wave(shape, 0.7);
  for (let i = 0; i < 3; i++) {
    module.zero_grad();
    const y = module.call(x) as Tensor;
    F.mul(y, y).sum().backward();
  }
  const grads = golden.grads as unknown as Record<string, Golden>;
  expect(module.named_parameters().map(([key]) => key)).toEqual(Object.keys(grads));
  for (const [key, parameter] of module.named_parameters()) close(parameter.grad!, grads[key]!, `grad of ${key}`);
  const check = (state: Record<string, Golden>): void => {
    expect([...module.state_dict().keys()]).toEqual(Object.keys(state));
    for (const [key, value] of module.state_dict()) close(value, state[key]!, key);
  };
  check(golden.state as unknown as Record<string, Golden>);
  module.eval();
  close(module.call(x) as Tensor, golden.out, "output");
  unwrap(module);
  check(golden.removed as unknown as Record<string, Golden>);
  close(module.call(x) as Tensor, golden.out, "output without it");
  expect(() => unwrap(module)).toThrow(/^(weight|spectral)_norm of 'weight' not found in (Linear|Conv2d)\(/);
});

test("a replaced parameter cannot be replaced again", () => {
  const module = u.weight_norm(nn.Linear(2, 2));
  expect(() => u.weight_norm(module)).toThrow("Cannot register two weight_norm hooks on the same parameter weight");
  expect(() => u.spectral_norm(nn.Linear(2, 2), "weight", { n_power_iterations: 0 })).toThrow(
    "Expected n_power_iterations to be positive, but got n_power_iterations=0",
  );
});

test("clip_grad_norm_ scales all gradients together", () => {
  const [a, b, c] = [0, 1, 2].map(() => zeros([2], { requires_grad: true })) as [Tensor, Tensor, Tensor];
  a.grad = tensor([3, 0]);
  b.grad = tensor([0, 4]);
  expect(u.clip_grad_norm_([a, b, c], 1).item()).toBe(5);
  expect(a.grad.data[0]).toBeCloseTo(0.6, 6);
  expect(b.grad.data[1]).toBeCloseTo(0.8, 6);
  expect(u.clip_grad_norm_(a, 10, Number.POSITIVE_INFINITY).item()).toBeCloseTo(0.6, 6);
  expect(a.grad.data[0]).toBeCloseTo(0.6, 6);
  expect(u.clip_grad_norm_(c, 1).item()).toBe(0);
  a.grad.fill_(Number.NaN);
  expect(() => u.clip_grad_norm_(a, 1, 2, true)).toThrow(
    "The total norm of order 2.0 for gradients from `parameters` is",
  );
});

test("clip_grad_value_ holds every element within bounds", () => {
  const a = zeros([3], { requires_grad: true });
  a.grad = tensor([-3, 0.5, 2]);
  u.clip_grad_value_(a, 1);
  expect(a.grad.tolist()).toEqual([-1, 0.5, 1]);
});

test("parameters as a vector and back", () => {
  const module = nn.Linear(2, 3);
  const vec = u.parameters_to_vector(module.parameters());
  expect(vec.shape).toEqual([9]);
  vec.sum().backward();
  expect(module.bias!.grad!.tolist()).toEqual([1, 1, 1]);
  u.vector_to_parameters(tensor([1, 2, 3, 4, 5, 6, 7, 8, 9]), module.parameters());
  expect(module.weight.tolist()).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(module.bias!.tolist()).toEqual([7, 8, 9]);
  expect(() => u.vector_to_parameters(tensor([1, 2, 3]), module.parameters())).toThrow(
    "shape '[3, 2]' is invalid for input of size 3",
  );
});
