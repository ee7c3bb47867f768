// Every differentiable op's gradient against finite differences: broadcasting, scalars, sizes of 0.
import { describe, expect, it } from "vitest";
import { Generator } from "../../core/random.ts";
import { rand, randn, tensor } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import * as binary from "./binary.ts";
import * as cumulative from "./cumulative.ts";
import * as elementwise from "./elementwise.ts";
import { gradientError } from "./gradcheck.fixture.ts";
import * as index from "./indexing.ts";
import * as join from "./join.ts";
import * as matmul from "./matmul.ts";
import * as order from "./order.ts";
import * as reduce from "./reduce.ts";
import * as repeats from "./repeats.ts";
import * as shape from "./shape.ts";

const generator = new Generator(3);
const normal = (...sizes: number[]): Tensor => randn(sizes, { generator });
/** Distinct values, at least 0.05 apart, so that a step never changes the order. */
const distinct = (...sizes: number[]): Tensor => {
  const out = randn(sizes, { generator });
  const order = [...out.data.keys()].sort((a, b) => out.data[a]! - out.data[b]!);
  order.forEach((i, k) => {
    out.data[i] = (k - order.length / 2 + 0.5) * 0.11;
  });
  return out;
};
const between = (low: number, high: number, ...sizes: number[]): Tensor => {
  const out = rand(sizes, { generator });
  out.data.forEach((v, i) => {
    out.data[i] = low + (high - low) * v;
  });
  return out;
};
const nudge = (x: Tensor, by: number): void => {
  x.data.forEach((v, i) => {
    x.data[i] = v + by;
  });
};
const int = (values: number[] | number[][]): Tensor => tensor(values, { dtype: "int64" });

const positive = new Set(["log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal"]);
const unit = new Set(["asin", "acos"]);
const steps = new Set(["sign", "floor", "ceil", "trunc", "round"]);
const unaries = Object.entries(elementwise).filter(([name]) => !["unary", "ofKernel"].includes(name)) as [
  string,
  (x: Tensor) => Tensor,
][];

describe("elementwise gradients", () => {
  it.each(unaries)("%s", (name, op) => {
    const shapes = [[2, 3], [], [0, 2]];
    for (const sizes of shapes) {
      const x = positive.has(name)
        ? between(0.5, 2, ...sizes)
        : unit.has(name)
          ? between(-0.8, 0.8, ...sizes)
          : between(0.1, 0.4, ...sizes);
      if (!positive.has(name)) {
        x.data.forEach((v, i) => {
          x.data[i] = i % 2 ? -v : v;
        });
      }
      expect(gradientError(op, [x], 2e-3)).toBeLessThan(steps.has(name) ? 1e-9 : 1e-2);
    }
  });

  const binaries = {
    add: [binary.add, normal],
    sub: [binary.sub, normal],
    mul: [binary.mul, normal],
    div: [binary.div, (...s: number[]) => between(0.5, 2, ...s)],
    pow: [binary.pow, (...s: number[]) => between(0.5, 2, ...s)],
    maximum: [binary.maximum, distinct],
    minimum: [binary.minimum, distinct],
    atan2: [binary.atan2, (...s: number[]) => between(0.5, 2, ...s)],
  } as const;
  const pairs = [
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [
      [2, 1, 3],
      [4, 1],
    ],
    [[2, 3], []],
    [[], []],
    [
      [0, 3],
      [1, 3],
    ],
    [
      [2, 3, 2],
      [1, 3, 1],
    ],
  ] as const;
  it.each(Object.entries(binaries))("%s broadcasts", (name, [op, make]) => {
    for (const [a, b] of pairs) {
      const x = make(...a);
      const y = make(...b);
      if (name === "maximum" || name === "minimum") nudge(y, 0.037);
      expect(gradientError((p, q) => op(p, q), [x, y], 2e-3)).toBeLessThan(1e-2);
    }
  });

  it("takes numbers on either side", () => {
    const x = between(0.5, 2, 2, 3);
    for (const op of [binary.add, binary.sub, binary.mul, binary.div, binary.pow]) {
      expect(gradientError((p) => op(p, 1.7), [x], 2e-3)).toBeLessThan(1e-2);
      expect(gradientError((p) => op(1.7, p), [x], 2e-3)).toBeLessThan(1e-2);
    }
  });

  it("clamp, where, lerp, addcmul, addcdiv, remainder, fmod", () => {
    const x = distinct(3, 4);
    const c = tensor([true, false, true, true], { dtype: "bool" });
    const [a, b, d] = [normal(3, 4), normal(4), between(0.5, 2, 3, 1)];
    expect(gradientError((p) => binary.clamp(p, -0.3, 0.31), [x], 2e-3)).toBeLessThan(1e-2);
    expect(
      gradientError((p, q) => binary.clamp(p, q, null), [x, tensor([0.002, 0.111, -0.2, 9.5])], 1e-3),
    ).toBeLessThan(2e-2);
    expect(gradientError((p, q) => binary.where(c, p, q), [a, b])).toBeLessThan(1e-2);
    expect(gradientError((p, q, r) => binary.lerp(p, q, r), [a, b, d])).toBeLessThan(1e-2);
    expect(gradientError((p, q, r) => binary.addcmul(p, q, r, { value: 0.3 }), [a, b, d])).toBeLessThan(1e-2);
    expect(gradientError((p, q, r) => binary.addcdiv(p, q, r, { value: 0.3 }), [a, b, d], 2e-3)).toBeLessThan(1e-2);
    const far = between(2.1, 2.9, 4);
    expect(gradientError((p) => binary.remainder(p, 1), [far])).toBeLessThan(1e-2);
    expect(gradientError((p) => binary.fmod(p, 1), [far])).toBeLessThan(1e-2);
  });
});

describe("reduction gradients", () => {
  const dims = [null, 0, -1, 1, [0, 2], [1, 2]] as const;
  const { sum, mean, amax, amin, logsumexp, variance, std } = reduce;
  it.each(Object.entries({ sum, mean, amax, amin, logsumexp }))("%s", (_, op) => {
    for (const dim of dims) {
      for (const keepdim of [false, true]) {
        expect(gradientError((x) => op(x, dim, keepdim), [distinct(2, 3, 4)], 5e-3)).toBeLessThan(1e-2);
      }
    }
  });
  it.each(Object.entries({ variance, std }))("%s", (_, op) => {
    for (const dim of dims) {
      for (const unbiased of [false, true]) {
        expect(gradientError((x) => op(x, dim, unbiased), [distinct(2, 3, 4)], 5e-3)).toBeLessThan(1e-2);
      }
    }
  });

  it("reduces dims of size 0 to nothing or to the empty sum", () => {
    const x = normal(0, 3).requires_grad_();
    const y = reduce.sum(x, 0);
    expect(y.tolist()).toEqual([0, 0, 0]);
    y.backward(tensor([1, 2, 3]));
    expect(x.grad!.shape).toEqual([0, 3]);
    expect(reduce.mean(x).item()).toBeNaN();
  });

  it.each([0, 1, 2, 3, 0.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("norm of order %s", (p) => {
    for (const dim of dims) {
      const x = distinct(2, 3, 2);
      nudge(x, 0.013);
      expect(gradientError((t) => reduce.norm(t, p, dim), [x], 2e-3)).toBeLessThan(2e-2);
    }
  });

  it("prod, also with zeros; cumsum", () => {
    const x = tensor([
      [0, 2, 3],
      [0, 0, 1.5],
      [1, -2, 0.5],
    ]);
    expect(gradientError((t) => reduce.prod(t, 1), [x])).toBeLessThan(1e-2);
    expect(gradientError((t) => reduce.prod(t, 0, true), [x])).toBeLessThan(1e-2);
    expect(gradientError((t) => reduce.prod(t), [tensor([1, 2, 0.5])])).toBeLessThan(1e-2);
    for (const dim of [0, 1, -1])
      expect(gradientError((t) => cumulative.cumsum(t, dim), [normal(2, 3, 2)])).toBeLessThan(1e-2);
  });

  it("max, min, sort, topk", () => {
    for (const dim of [0, 1, -1]) {
      expect(gradientError((t) => order.max(t, dim).values, [distinct(2, 3, 2)])).toBeLessThan(1e-2);
      expect(gradientError((t) => order.min(t, dim, true)[0], [distinct(2, 3, 2)])).toBeLessThan(1e-2);
      expect(gradientError((t) => order.sort(t, dim).values, [distinct(2, 3, 2)])).toBeLessThan(1e-2);
      expect(gradientError((t) => order.topk(t, 2, dim).values, [distinct(2, 3, 2)])).toBeLessThan(1e-2);
    }
  });
});

describe("matrix gradients", () => {
  const pairs = [
    [[3], [3]],
    [[2, 3], [3]],
    [[3], [3, 2]],
    [
      [2, 3],
      [3, 4],
    ],
    [
      [4, 2, 3],
      [3, 2],
    ],
    [
      [2, 3],
      [4, 3, 2],
    ],
    [[3], [4, 3, 2]],
    [[4, 2, 3], [3]],
    [
      [4, 2, 3],
      [4, 3, 2],
    ],
    [
      [2, 1, 2, 3],
      [3, 3, 2],
    ],
    [
      [0, 3],
      [3, 2],
    ],
    [
      [2, 0],
      [0, 2],
    ],
  ] as const;
  it.each(pairs)("matmul of %j and %j", (a, b) => {
    expect(gradientError(matmul.matmul, [normal(...a), normal(...b)])).toBeLessThan(1e-2);
  });

  it("addmm, baddbmm, outer", () => {
    const f = { beta: 0.5, alpha: 2 };
    expect(gradientError((i, a, b) => matmul.addmm(i, a, b, f), [normal(4), normal(2, 3), normal(3, 4)])).toBeLessThan(
      1e-2,
    );
    expect(
      gradientError((i, a, b) => matmul.baddbmm(i, a, b, f), [normal(2, 1), normal(2, 2, 3), normal(2, 3, 4)]),
    ).toBeLessThan(1e-2);
    expect(gradientError(matmul.outer, [normal(2), normal(3)])).toBeLessThan(1e-2);
  });
});

describe("gradients of rearranging", () => {
  const ops: Record<string, (x: Tensor) => Tensor> = {
    view: (x) => shape.view(x, 4, -1),
    permute: (x) => shape.permute(x, 2, 0, 1),
    transpose: (x) => shape.transpose(x, 0, -1),
    movedim: (x) => shape.movedim(x, [0, 1], [-1, 0]),
    squeeze: (x) => shape.squeeze(shape.unsqueeze(x, 1)),
    flatten: (x) => shape.flatten(x, 1),
    unflatten: (x) => shape.unflatten(x, 2, [2, -1]),
    expand: (x) => shape.expand(shape.unsqueeze(x, 1), 5, -1, 6, -1, -1),
    repeat: (x) => shape.repeat(x, 2, 1, 2, 3),
    repeat_interleave: (x) => repeats.repeat_interleave(x, 2, 1),
    flip: (x) => shape.flip(x, 0, 2),
    narrow: (x) => shape.narrow(x, 1, 1, 2),
    "narrow of dim 0": (x) => shape.narrow(x, 0, 1, 1),
    slice: (x) => shape.slice(x, 2, 1, -1, 2),
    select: (x) => shape.select(x, 1, -1),
    unbind: (x) => join.stack(shape.unbind(x, 1).reverse(), 1),
    split: (x) => join.cat(shape.split(x, [1, 2], 1).reverse(), 1),
    chunk: (x) => join.cat(shape.chunk(x, 2, 2).reverse(), 0),
    diagonal: (x) => shape.diagonal(x, 1, 1, 2),
    unfold: (x) => shape.unfold(x, 2, 3, 1),
    roll: (x) => join.roll(x, [1, -2], [0, 2]),
    "roll of all": (x) => join.roll(x, 5),
    tril: (x) => join.tril(x, 1),
    triu: (x) => join.triu(x, -1),
    "cat twice": (x) => join.cat([x, x], -1),
    stack: (x) => join.stack([x, x], 3),
    index_select: (x) => index.index_select(x, 1, int([2, 0, 2])),
    index: (x) =>
      index.index(
        x,
        int([
          [1, -1],
          [0, 1],
        ]),
      ),
    gather: (x) => index.gather(x, 1, int([1, 0, 2, 0, 1, 1, 2, 2]).reshape(2, 1, 4)),
    masked_fill: (x) => index.masked_fill(x, tensor([true, false, true, false], { dtype: "bool" }), 3),
    masked_select: (x) => index.masked_select(x, tensor([true, false, true, false], { dtype: "bool" })),
    scatter: (x) => index.scatter(x, 0, int([0, 1]).reshape(1, 1, 2), 4),
  };
  it.each(Object.entries(ops))("%s", (_, op) => {
    expect(gradientError(op, [normal(2, 3, 4)])).toBeLessThan(1e-2);
  });
  it("scatter and scatter_add to both inputs", () => {
    const at = int([
      [0, 1, 0],
      [2, 2, 1],
    ]);
    expect(gradientError((x, s) => index.scatter_add(x, 0, at, s), [normal(3, 4), normal(3, 5)])).toBeLessThan(1e-2);
    const once = int([
      [0, 1],
      [1, 0],
    ]);
    expect(gradientError((x, s) => index.scatter(x, 0, once, s), [normal(3, 2), normal(2, 3)])).toBeLessThan(1e-2);
  });
  it("as for sizes of 0", () => {
    for (const op of [
      (x: Tensor) => shape.permute(x, 1, 0),
      (x: Tensor) => join.cat([x, x], 1),
      (x: Tensor) => shape.flip(x, 0),
    ]) {
      expect(gradientError(op, [normal(0, 2)])).toBe(0);
    }
  });
});
