// Tensors: values, views, autograd's rules and torch's error texts.
import { expect, test } from "vitest";
import * as autograd from "./autograd.ts";
import { full, ones, tensor, zeros } from "./create.ts";
import { tensorFunctional as F } from "./functional.ts";
import { arange } from "./math/fill.ts";
import { installMethods } from "./methods.ts";
import { liveBytes, scope } from "./storage.ts";
import type { Tensor } from "./tensor.ts";

installMethods();

const leaf = () => tensor([1, 2, 3], { requires_grad: true });

test("views share memory", () => {
  const x = arange(0, 6, 1, { dtype: "float32" });
  const row = x.reshape(2, -1).select(0, -1);
  expect(row.tolist()).toEqual([3, 4, 5]);
  row.fill_(7);
  expect(x.tolist()).toEqual([0, 1, 2, 7, 7, 7]);
  expect(() => x.reshape(4, -1)).toThrow("shape '[4, -1]' is invalid for input of size 6");
  expect(() => x.select(0, 6)).toThrow("select(): index 6 out of range for tensor of size [6] at dimension 0");
});

test("gradients flow through views and accumulate", () => {
  const x = tensor(
    [
      [1, 2],
      [3, 4],
    ],
    { requires_grad: true },
  );
  const y = F.mul(x.select(0, 0), x.narrow(0, 1, 1).reshape(2));
  y.backward(ones([2]), { retain_graph: true });
  expect(x.grad!.tolist()).toEqual([
    [3, 4],
    [1, 2],
  ]);
  y.backward(ones([2]));
  expect(x.grad!.tolist()).toEqual([
    [6, 8],
    [2, 4],
  ]);
});

test("a value used twice gets both gradients; hooks may change them", () => {
  const x = leaf();
  const y = F.mul(x, x);
  const seen: unknown[] = [];
  const handle = y.register_hook((g) => {
    seen.push(g.tolist());
    return F.add(g, g);
  });
  const z = F.add(y, y);
  z.backward(ones([3]), { retain_graph: true });
  expect(seen).toEqual([[2, 2, 2]]);
  expect(x.grad!.tolist()).toEqual([8, 16, 24]);
  handle.remove();
  x.grad = null;
  z.backward(ones([3]));
  expect(x.grad!.tolist()).toEqual([4, 8, 12]);
});

test("autograd.grad touches no grad", () => {
  const x = leaf();
  const y = F.mul(x, tensor([2, 2, 2]));
  expect(autograd.grad(y, [x, y], ones([3])).map((g) => g!.tolist())).toEqual([
    [2, 2, 2],
    [1, 1, 1],
  ]);
  expect(x.grad).toBeNull();
  expect(() => autograd.grad(F.mul(x, x), leaf(), ones([3]))).toThrow(
    "One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True",
  );
});

test("torch's errors", () => {
  const x = leaf();
  expect(() => x.fill_(1)).toThrow("a leaf Variable that requires grad is being used in an in-place operation.");
  expect(() => F.mul(x, x).backward()).toThrow("grad can be implicitly created only for scalar outputs");
  expect(() => zeros([]).backward()).toThrow("element 0 of tensors does not require grad and does not have a grad_fn");
  const y = F.mul(x, x);
  y.backward(ones([3]));
  expect(() => y.backward(ones([3]))).toThrow("Trying to backward through the graph a second time");
  expect(() => F.mul(x, x).backward(ones([2]))).toThrow(
    "Mismatch in shape: grad_output[0] has a shape of torch.Size([2]) and output[0] has a shape of torch.Size([3]).",
  );
  expect(() => tensor([1], { dtype: "int64", requires_grad: true })).toThrow(
    "Only Tensors of floating point and complex dtype can require gradients",
  );
  expect(() => x.item()).toThrow("only one element tensors can be converted to Python scalars");
  const z = F.mul(x, x);
  autograd.no_grad(() => x.fill_(5));
  expect(() => z.backward(ones([3]))).toThrow("modified by an inplace operation");
  expect(() => F.conv2d(zeros([1, 1, 4, 4], { dtype: "int64" }), zeros([1, 1, 3, 3]), zeros([1]))).toThrow(
    "Input type (long int) and bias type (float) should be the same",
  );
});

test("no_grad records nothing", () => {
  expect(autograd.no_grad(() => F.relu(leaf())).requires_grad).toBe(false);
  expect(autograd.no_grad(() => autograd.enable_grad(() => F.relu(leaf()))).requires_grad).toBe(true);
});

test("dtypes promote as torch's", () => {
  const int = tensor([1, 2], { dtype: "int64" });
  const bool = tensor([true, false]);
  expect([F.add(int, ones([2])), F.add(int, bool), F.add(bool, bool), F.sigmoid(int)].map((t) => t.dtype)).toEqual([
    "float32",
    "int64",
    "bool",
    "float32",
  ]);
  expect(F.add(bool, bool).tolist()).toEqual([1, 0]);
});

test("scopes free what is not returned or kept", () => {
  const before = liveBytes();
  let lost: Tensor | undefined;
  const kept = scope(() => {
    lost = zeros([100]);
    return scope(() => {
      zeros([10]);
      return { a: [full([4], 3)] };
    });
  });
  expect(liveBytes() - before).toBe(16);
  expect(kept.a[0]!.tolist()).toEqual([3, 3, 3, 3]);
  expect(() => lost!.data).toThrow("freed");
});

test.each<[Tensor, string]>([
  [tensor([1, 2.5]), "tensor([1.0000, 2.5000])"],
  [tensor(3, { dtype: "int64" }), "tensor(3)"],
  [
    tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { dtype: "int64" },
    ),
    "tensor([[1, 2],\n        [3, 4]])",
  ],
  [ones([2], { requires_grad: true }), "tensor([1., 1.], requires_grad=True)"],
  [F.mul(leaf(), leaf()), "tensor([1., 4., 9.], grad_fn=<MulBackward0>)"],
  [tensor([true]), "tensor([True])"],
  [tensor([1e-5, 1]), "tensor([1.0000e-05, 1.0000e+00])"],
  [tensor([1e10, 1.5]), "tensor([1.0000e+10, 1.5000e+00])"],
  [tensor([]), "tensor([])"],
  [zeros([2, 0]), "tensor([], size=(2, 0))"],
  [tensor(1.5), "tensor(1.5000)"],
  [tensor([Number.NaN, Number.POSITIVE_INFINITY, 1]), "tensor([nan, inf, 1.])"],
  [tensor([1, 2000]), "tensor([1.0000e+00, 2.0000e+03])"],
])("prints as torch prints", (value, text) => expect(String(value)).toBe(text));
