// torch.nn.init against PyTorch's numbers for the same seed, and torch's errors.
import { expect, test } from "vitest";
import { manual_seed } from "../core/random.ts";
import { zeros } from "../tensor/create.ts";
import goldens from "./golden/init.json" with { type: "json" };
import * as init from "./init.ts";

test.each(goldens.map((golden) => [golden.call, JSON.stringify(golden.shape), golden] as const))(
  "%s of %s",
  (call, _, { shape, data }) => {
    manual_seed(5);
    const t = zeros(shape, { requires_grad: true });
    const result: unknown = new Function("init", "t", `return init.${call};`)(init, t);
    expect(result).toBe(t);
    expect(t.is_leaf).toBe(true);
    const got = Array.from(t.data);
    expect(got.length).toBe(data.length);
    for (const [i, value] of got.entries()) {
      expect(Math.abs(value - data[i]!), `element ${i}: ${value} instead of ${data[i]}`).toBeLessThan(3e-6);
    }
  },
);

test("calculate_gain", () => {
  expect(init.calculate_gain("conv_transpose2d")).toBe(1);
  expect(init.calculate_gain("tanh")).toBeCloseTo(5 / 3, 12);
  expect(init.calculate_gain("leaky_relu", 0.2)).toBeCloseTo(1.3867504905630728, 12);
  expect(init.calculate_gain("selu")).toBe(0.75);
  expect(() => init.calculate_gain("gelu" as never)).toThrow("Unsupported nonlinearity gelu");
});

test("wrong use is torch's error", () => {
  const vector = zeros([3]);
  expect(() => init.eye_(vector)).toThrow("Only tensors with 2 dimensions are supported");
  expect(() => init.sparse_(zeros([2, 2, 2]), 0.1)).toThrow("Only tensors with 2 dimensions are supported");
  expect(() => init.dirac_(vector)).toThrow("Only tensors with 3, 4, or 5 dimensions are supported");
  expect(() => init.dirac_(zeros([3, 2, 1]), 2)).toThrow("dim 0 must be divisible by groups");
  expect(() => init.orthogonal_(vector)).toThrow("Only tensors with 2 or more dimensions are supported");
  expect(() => init.xavier_normal_(vector)).toThrow(
    "Fan in and fan out can not be computed for tensor with fewer than 2",
  );
  expect(() => init.kaiming_normal_(zeros([2, 2]), 0, "x" as never)).toThrow(
    "Mode x not supported, please use one of ['fan_in', 'fan_out']",
  );
});
