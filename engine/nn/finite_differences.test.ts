// The check of gradients itself: it must see a wrong gradient, and tell a kink from one.
import { expect, test } from "vitest";
import { Generator } from "../core/random.ts";
import { tensor } from "../tensor/create.ts";
import { add, clamp, mul } from "../tensor/math/binary.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkGradients } from "./finite_differences.fixture.ts";

const six = () => tensor([-2, -1.3, 0.4, 0.9, 1.7, 2.2], { shape: [6], requires_grad: true });
const relu = (x: Tensor) => clamp(x, 0);
const check = (x: Tensor, f: (x: Tensor) => Tensor) => checkGradients(() => [f(x)], [x], new Generator(1));

test("a right gradient agrees, in six directions", () => {
  const { worst, clear, unclear } = check(six(), (x) => mul(x, x));
  expect(worst).toBeLessThan(1e-3);
  expect([clear, unclear]).toEqual([6, 0]);
});

test("half a gradient does not", () => {
  expect(check(six(), (x) => mul(x, x.detach())).worst).toBeGreaterThan(0.1);
});

test("no gradient at all does not", () => {
  expect(check(six(), (x) => add(mul(x.detach(), x.detach()), mul(x, 0))).worst).toBeGreaterThan(0.1);
});

test("across a kink it says nothing; beside one it does", () => {
  const kink = tensor([0.001], { shape: [1], requires_grad: true });
  expect(check(kink, relu)).toEqual({ worst: 0, clear: 0, unclear: 1 });
  const beside = tensor([0.008], { shape: [1], requires_grad: true });
  expect(check(beside, relu)).toMatchObject({ clear: 1, unclear: 0 });
});
