// The figures the project began with: shapes, reprs, parameters and dropout, as PyTorch gives them.
import { expect, test } from "vitest";
import { manual_seed, nn, ones, tensor, zeros } from "../index.ts";

test("Conv2d(1, 6, 5) on [16, 1, 32, 32]", () => {
  const m = nn.Conv2d(1, 6, 5);
  expect(m.call(zeros([16, 1, 32, 32])).shape).toEqual([16, 6, 28, 28]);
  expect(String(m)).toBe("Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1))");
});

test("Conv2d(3, 16, 3), with and without padding, on [64, 3, 32, 32]", () => {
  const x = zeros([64, 3, 32, 32]);
  const bare = nn.Conv2d(3, 16, 3);
  const padded = nn.Conv2d(3, 16, 3, { padding: 1 });
  expect(bare.call(x).shape).toEqual([64, 16, 30, 30]);
  expect(padded.call(x).shape).toEqual([64, 16, 32, 32]);
  expect(String(bare)).toBe("Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))");
  expect(String(padded)).toBe("Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))");
});

test("MaxPool2d(5) on [30, 20, 32, 32] has nothing to learn", () => {
  const m = nn.MaxPool2d(5);
  expect(m.call(zeros([30, 20, 32, 32])).shape).toEqual([30, 20, 6, 6]);
  expect(m.parameters()).toEqual([]);
  expect(m.state_dict().size).toBe(0);
});

test("Dropout2d(0.3) on [1, 28, 28] zeroes whole rows and scales the rest by 1/0.7", () => {
  manual_seed(11);
  const y = nn.Dropout2d(0.3).call(ones([1, 28, 28]));
  const rows = y.select(0, 0).tolist() as number[][];
  const kept = rows.filter((row) => row[0] !== 0);
  for (const row of rows) expect(new Set(row).size).toBe(1);
  for (const row of kept) expect(row[0]).toBeCloseTo(1 / 0.7, 6);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.length).toBeLessThan(28);
  expect(
    nn
      .Dropout2d(0.3)
      .eval()
      .call(ones([1, 28, 28]))
      .tolist(),
  ).toEqual(ones([1, 28, 28]).tolist());
});

test("manual_seed(0); Linear(4, 2) has PyTorch's very weights", () => {
  manual_seed(0);
  const m = nn.Linear(4, 2);
  const round = (v: number) => Number(v.toFixed(4));
  expect(Array.from(m.weight.data, round)).toEqual([
    -0.0037, 0.2682, -0.4115, -0.368, -0.1926, 0.1341, -0.0099, 0.3964,
  ]);
  expect(Array.from(m.bias!.data, round)).toEqual([-0.0444, 0.1323]);
});

test("manual_seed(0); Conv2d(1, 2, 3) too", () => {
  manual_seed(0);
  const m = nn.Conv2d(1, 2, 3);
  const torch = [-0.0024956068955361843, 0.17881453037261963, -0.2743483781814575, -0.24531301856040955];
  expect(Array.from(m.weight.data).slice(0, 4)).toEqual(Array.from(tensor(torch).data));
  expect(Array.from(m.bias!.data)).toEqual(Array.from(tensor([-0.22598037123680115, -0.14515428245067596]).data));
});
