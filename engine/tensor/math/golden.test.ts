// Every general op against what PyTorch computed; error texts of wrong use.
import { beforeAll, describe, expect, test } from "vitest";
import type { DType } from "../../core/dtype.ts";
import { randn, tensor, zeros } from "../create.ts";
import { installMethods } from "../methods.ts";
import { Tensor } from "../tensor.ts";
import * as torch from "../torch.ts";
import operands from "./golden/operands.json" with { type: "json" };
import goldens from "./golden/ops.json" with { type: "json" };

beforeAll(installMethods);

/** A float as JSON has it: what is not finite is Python's word for it. */
const number = (value: number | string): number =>
  typeof value === "number" ? value : value === "nan" ? Number.NaN : Number(value.replace("inf", "Infinity"));

const scope = (): Record<string, unknown> => ({
  torch,
  ...Object.fromEntries(
    Object.entries(operands).map(([name, { dtype, shape, data }]) => [
      name,
      tensor((data as (number | string)[]).map(number), { dtype: dtype as DType, shape }),
    ]),
  ),
});

describe("as PyTorch", () => {
  test.each(goldens)("$call", ({ call, dtypes, out }) => {
    const names = scope();
    const result: unknown = new Function(...Object.keys(names), `return ${call};`)(...Object.values(names));
    const got = (result instanceof Tensor ? [result] : [...(result as Tensor[])]) as Tensor[];
    expect(got.map(({ dtype }) => dtype)).toEqual(dtypes);
    expect(got.map(({ shape }) => shape)).toEqual(out.map(({ shape }) => shape));
    got.forEach((t, k) => {
      const expected = (out[k]!.data as (number | string)[]).map(number);
      Array.from(t.data).forEach((value, i) => {
        const same = Object.is(value, expected[i]) || Math.abs(value - expected[i]!) <= 2e-6 * (1 + Math.abs(value));
        expect(same, `element ${i}: ${value} instead of ${expected[i]}`).toBe(true);
      });
    });
  });
});

const x = () => zeros([2, 3]);
const i = () => tensor([0, 1, 2], { dtype: "int64" });
const wrong: [string, () => unknown, string][] = [
  [
    "add",
    () => x().add(zeros([2])),
    "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1",
  ],
  ["mm", () => x().mm(x()), "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"],
  [
    "matmul 3D",
    () => zeros([2, 2, 3]).matmul(zeros([4, 5])),
    "mat1 and mat2 shapes cannot be multiplied (4x3 and 4x5)",
  ],
  ["matmul 1D", () => zeros([4]).matmul(x()), "mat1 and mat2 shapes cannot be multiplied (1x4 and 2x3)"],
  ["matmul 0D", () => tensor(1).matmul(x()), "both arguments to matmul need to be at least 1D, but they are 0D and 2D"],
  ["mv", () => x().matmul(zeros([4])), "size mismatch, got 2, 2x3,4"],
  ["matmul types", () => x().matmul(i()), "expected scalar type Float but found Long"],
  [
    "bmm",
    () => zeros([2, 2, 3]).bmm(zeros([3, 3, 4])),
    "Expected size for first two dimensions of batch2 tensor to be: [2, 3] but got: [3, 3].",
  ],
  [
    "dot",
    () => zeros([2]).dot(zeros([3])),
    "inconsistent tensor size, expected tensor [2] and src [3] to have the same number of elements, but got 2 and 3 elements respectively",
  ],
  ["view", () => x().view(4), "shape '[4]' is invalid for input of size 6"],
  ["permute", () => x().permute(0, 0), "permute(): duplicate dims are not allowed."],
  [
    "expand",
    () => x().expand(2, 4),
    "The expanded size of the tensor (4) must match the existing size (3) at non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [2, 3]",
  ],
  ["narrow", () => x().narrow(1, 1, 5), "start (1) + length (5) exceeds dimension size (3)."],
  ["select", () => x().select(1, 5), "select(): index 5 out of range for tensor of size [2, 3] at dimension 1"],
  ["index", () => x().index(5), "index 5 is out of bounds for dimension 0 with size 2"],
  [
    "cat",
    () => torch.cat([x(), zeros([3, 2])]),
    "Sizes of tensors must match except in dimension 0. Expected size 3 but got size 2 for tensor number 1 in the list.",
  ],
  [
    "stack",
    () => torch.stack([x(), zeros([3])]),
    "stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [3] at entry 1",
  ],
  [
    "split",
    () => x().split([1, 1], 1),
    "split_with_sizes expects split_sizes to sum exactly to 3 (input tensor's size at dimension 1), but got split_sizes=[1, 1]",
  ],
  [
    "mean",
    () => i().mean(),
    "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long",
  ],
  ["sum", () => x().sum([0, 0]), "dim 0 appears multiple times in the list of dims"],
  [
    "max of nothing",
    () => zeros([0, 3]).max(),
    "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.",
  ],
  ["max along nothing", () => zeros([0, 3]).max(0), "max(): Expected reduction dim 0 to have non-zero size."],
  [
    "argmax of nothing",
    () => zeros([0, 3]).argmax(),
    "argmax(): Expected reduction dim to be specified for input.numel() == 0.",
  ],
  [
    "where",
    () => torch.where(x(), x(), x()),
    "where expected condition to be a boolean tensor, but got a tensor with dtype Float",
  ],
  [
    "gather",
    () => x().gather(0, tensor([[7]], { dtype: "int64" })),
    "index 7 is out of bounds for dimension 0 with size 2",
  ],
  ["index_select", () => x().index_select(0, tensor([5], { dtype: "int64" })), "index out of range in self"],
  ["topk", () => x().topk(5), "selected index k out of range"],
  ["neg", () => x().bool().neg(), "Negation, the `-` operator, on a bool tensor is not supported."],
  [
    "add_ on a leaf",
    () => x().requires_grad_().add_(1),
    "a leaf Variable that requires grad is being used in an in-place operation.",
  ],
  [
    "add_ on a view",
    () => x().requires_grad_().view(-1).add_(1),
    "a view of a leaf Variable that requires grad is being used in an in-place operation.",
  ],
  ["add_ of floats", () => i().add_(1.5), "result type Float can't be cast to the desired output type Long"],
  ["add_ of more", () => zeros([3]).add_(x()), "output with shape [3] doesn't match the broadcast shape [2, 3]"],
  ["uniform_", () => x().uniform_(1, 0), "uniform_ expects to return a [from, to) range, but found from=1 > to=0"],
  ["normal_", () => i().normal_(), "\"normal_kernel_cpu\" not implemented for 'Long'"],
];
test.each(wrong)("wrong use of %s is torch's error", (_, use, message) => {
  expect(use).toThrow(message);
});

describe("in place", () => {
  test("writes into the tensor and its views, without a copy", () => {
    const a = torch.arange(6, { dtype: "float32" }).view(2, 3);
    expect(a.index(1).mul_(10)).toBeInstanceOf(Tensor);
    expect(a.tolist()).toEqual([
      [0, 1, 2],
      [30, 40, 50],
    ]);
    expect(a.add_(a).clamp_(null, 65).tolist()).toEqual([
      [0, 2, 4],
      [60, 65, 65],
    ]);
  });

  test("goes on with the history of a computed tensor", () => {
    const w = tensor([1, 2, 3], { requires_grad: true });
    const y = w.mul(2);
    y.add_(w).mul_(w).sub_(1);
    expect(y.tolist()).toEqual([2, 11, 26]);
    y.sum().backward();
    expect(w.grad!.tolist()).toEqual([6, 12, 18]);
  });

  test("takes a gradient over from what is written", () => {
    const w = tensor([1, 2], { requires_grad: true });
    const y = zeros([2]);
    y.add_(w, { alpha: 3 });
    y.sum().backward();
    expect(w.grad!.tolist()).toEqual([3, 3]);
  });

  test("is noticed by a backward that needs the old values", () => {
    const w = randn([3]).requires_grad_();
    const y = w.exp();
    y.mul_(2);
    expect(() => y.sum().backward()).toThrow("has been modified by an inplace operation");
  });

  test("leaves the graph as it was when refused", () => {
    const w = tensor([1, 2], { requires_grad: true });
    const y = w.mul(3);
    expect(() => y.add_(zeros([3, 2]))).toThrow("doesn't match the broadcast shape");
    y.sum().backward();
    expect(w.grad!.tolist()).toEqual([3, 3]);
  });
});
