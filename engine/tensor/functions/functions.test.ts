// What PyTorch's cases of functions do not reach: forms of indices, ties, results written elsewhere, large products.
import { expect, test } from "vitest";
import { ready, type Tensor, tensor, torch } from "../../index.ts";

await ready({ threads: 1 });

const counted = (...shape: number[]): Tensor =>
  torch
    .arange(
      shape.reduce((a, b) => a * b, 1),
      { dtype: "float32" },
    )
    .reshape(shape);

test("an index in Python's text reads what its parts read", () => {
  const x = counted(3, 4, 5);
  const at = tensor([0, 2], { dtype: "int64" });
  const pairs = [
    ["[:, -1]", [{}, -1]],
    ["[..., None, 1:5:2]", ["...", null, { start: 1, stop: 5, step: 2 }]],
    ["[[0, 2], :, [0, 2]]", [at, {}, at]],
    ["[[0, 2], [0, 2]]", [at, at]],
    ["[1]", 1],
    ["[1:]", { start: 1 }],
  ] as const;
  for (const [text, parts] of pairs) {
    const [a, b] = [torch.getitem(x, text), torch.getitem(x, parts)];
    expect([a.shape, a.tolist()]).toEqual([b.shape, b.tolist()]);
  }
  expect(torch.getitem(x, "[[0, 2], :, [0, 2]]").tolist()).toEqual([
    [0, 5, 10, 15],
    [42, 47, 52, 57],
  ]);
  expect(x.getitem("[0, ::2, -1]").tolist()).toEqual([4, 14]);
});

test("dims read by tensors come first where others lie between them, and stay in place where they meet", () => {
  const x = counted(2, 3, 4, 5);
  const at = tensor([0, 1, 1], { dtype: "int64" });
  expect(torch.getitem(x, [{}, at, {}, at]).shape).toEqual([3, 2, 4]);
  expect(torch.getitem(x, [{}, at, at]).shape).toEqual([2, 3, 5]);
  expect(torch.getitem(x, [{}, at, null, at]).shape).toEqual([3, 2, 1, 5]);
});

test("a mask reads the elements it holds for, and gives their gradient back", () => {
  const x = tensor([1, 2, 3, 4], { shape: [2, 2], requires_grad: true });
  const y = torch.getitem(x, tensor([true, false, false, true], { shape: [2, 2] }));
  expect(y.tolist()).toEqual([1, 4]);
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test("at ties amax shares its gradient, max with a dim gives it to the one it names", () => {
  const gradient = (f: (x: Tensor) => Tensor): unknown => {
    const x = tensor([2, 2, 1], { requires_grad: true });
    f(x).backward();
    return x.grad?.tolist();
  };
  expect(gradient((x) => torch.amax(x, 0))).toEqual([0.5, 0.5, 0]);
  expect(gradient((x) => torch.max(x, 0).values)).toEqual([1, 0, 0]);
  expect(gradient((x) => torch.max(x))).toEqual([0.5, 0.5, 0]);
});

test("NaN wins over every number, in extremes so far too", () => {
  const x = tensor([1, Number.NaN, 3]);
  expect(torch.median(x).item()).toBeNaN();
  expect(torch.nanmedian(x).item()).toBe(1);
  expect(torch.cummax(x, 0).indices.tolist()).toEqual([0, 1, 1]);
  expect(torch.nansum(x).item()).toBe(4);
  expect(torch.fmax(x, tensor([2, 2, 2])).tolist()).toEqual([2, 2, 3]);
});

test("the gradient of running products passes zeros", () => {
  const x = tensor([2, 0, 3, 4], { requires_grad: true });
  torch.cumprod(x, 0).sum().backward();
  // 1 + 0 + 0 + 0; 2 (1 + 3 + 12); behind the 0 nothing.
  expect(x.grad?.tolist()).toEqual([1, 32, 0, 0]);
});

test("einsum, tensordot and cdist agree with their sums", () => {
  const [a, b] = [torch.randn([3, 4, 5]), torch.randn([4, 5, 2])];
  const far = (x: Tensor, y: Tensor): number => torch.amax(torch.abs(torch.sub(x, y))).item();
  const product = torch.einsum("iab,abj->ij", a, b);
  expect(far(product, torch.tensordot(a, b, { dims: 2 }))).toBeLessThan(1e-5);
  expect(far(product, torch.einsum(a, [0, 1, 2], b, [1, 2, 3], [0, 3]))).toBeLessThan(1e-5);
  expect(far(torch.einsum("ijk->k", a), torch.sum(a, { dim: [0, 1] }))).toBeLessThan(1e-5);
  expect(far(torch.einsum("...k,...k", a, a), torch.sum(torch.mul(a, a), -1))).toBeLessThan(1e-5);
  const [x, y] = [torch.randn([40, 6], { requires_grad: true }), torch.randn([30, 6])];
  const rows = torch.norm(torch.sub(x.unsqueeze(1), y.unsqueeze(0)), 2, -1);
  expect(far(torch.cdist(x, y), rows)).toBeLessThan(1e-3);
});

test("equal rows have a distance without slope, by the product too", () => {
  const x = torch.ones([30, 3], { requires_grad: true });
  torch
    .cdist(x, torch.ones([30, 3]))
    .sum()
    .backward();
  expect(torch.amax(torch.abs(x.grad!)).item()).toBe(0);
});

test("a result goes where out says, and no gradient with it", () => {
  const out = torch.zeros([2]);
  expect(torch.add(tensor([1, 2]), tensor([3, 4]), { out })).toBe(out);
  expect(out.tolist()).toEqual([4, 6]);
  expect(() => torch.exp(tensor([1, 2], { requires_grad: true }), { out })).toThrow(
    "exp(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires " +
      "grad.",
  );
});

test("there is no other device", () => {
  expect(() => torch.zeros([2], { device: "cuda" })).toThrow("Torch not compiled with CUDA enabled");
  expect(torch.zeros([2], { device: "cpu" }).shape).toEqual([2]);
});

test("methods that end in _ write into their tensor, with the gradient of what they compute", () => {
  const x = tensor([1, 2, 3], { requires_grad: true });
  const y = torch.mul(x, 2);
  y.index_add_(0, tensor([0, 0], { dtype: "int64" }), tensor([1, 1]), { alpha: 3 });
  expect(y.tolist()).toEqual([8, 4, 6]);
  y.square_().sum().backward();
  expect(x.grad?.tolist()).toEqual([32, 16, 24]);
});
