// Tests of strided copies, rows of tables and losses over classes on both builds, against the plain ones.
import { describe, expect, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

const numel = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

/** A view of a contiguous array: its dims in another order, cut, reversed or (`stretch`) repeated. */
function stridedView(b: Bench, stretch: boolean) {
  const sizes = Array.from({ length: b.integer(1, 4) }, () => b.pick([1, 2, 3, 4, 5, 9, 17]));
  if (b.random() < 0.1) sizes.push(b.pick([0, 70]));
  const own = sizes.map((_, d) => numel(sizes.slice(d + 1)));
  const order = sizes.map((_, d) => d);
  if (b.random() < 0.7) order.reverse();
  else if (sizes.length > 2) order.push(order.shift()!);
  let offset = 0;
  const dims = order.map((d) => {
    const kind = b.random();
    let [size, stride] = [sizes[d]!, own[d]!];
    if (stretch && kind < 0.1) return { size: 3, stride: 0 };
    if (kind < 0.25 && size > 2) {
      offset += stride;
      size -= 2;
    } else if (kind < 0.35 && size > 0) {
      offset += (size - 1) * stride;
      stride = -stride;
    }
    return { size, stride };
  });
  return { total: numel(sizes), shape: dims.map((d) => d.size), strides: dims.map((d) => d.stride), offset };
}

describe.each(builds)("%s SIMD", (build) => {
  test("strided copies and their adjoint", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 300; round++) {
      const { total, shape, strides, offset } = stridedView(b, round % 2 === 0);
      const x = b.floats(total);
      const n = numel(shape);
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      const what = `[${shape}] by [${strides}] from ${offset}`;
      b.kernels.copyStrided(x, out, shape, strides, offset);
      reference.copyStrided(x, expected, shape, strides, offset);
      expectClose(out, expected, what, { absolute: 0, relative: 0 });
      const g = b.floats(n);
      const [sums, wanted] = [b.floats(total), new Float32Array(total)];
      wanted.set(sums);
      b.kernels.addStrided(g, sums, shape, strides, offset);
      reference.addStrided(g, wanted, shape, strides, offset);
      expectClose(sums, wanted, `adjoint, ${what}`, { absolute: 1e-6, relative: 1e-6 });
    }
  });

  test("other dtypes are copied too", async () => {
    const b = await benchOf(build);
    const out = new Float64Array(6);
    b.kernels.copyStrided(new Float64Array([1, 2, 3, 4, 5, 6]), out, [3, 2], [1, 3], 0);
    expect([...out]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  test("rows at indices, their adjoint, and bags", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const [outer, size, inner] = [b.integer(1, 3), b.integer(1, 6), b.pick([1, 2, 4, 5, 16, 33])];
      const indices = Float64Array.from({ length: b.pick([0, 1, 4, 9]) }, () => b.integer(0, size - 1));
      const n = outer * indices.length * inner;
      const x = b.floats(outer * size * inner);
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.takeRows(x, indices, out, outer, size, inner);
      reference.takeRows(x, indices, expected, outer, size, inner);
      expectClose(out, expected, "rows", { absolute: 0, relative: 0 });
      const back = b.floats(x.length);
      const wanted = Float32Array.from(back);
      b.kernels.addRows(out, indices, back, outer, size, inner);
      reference.addRows(expected, indices, wanted, outer, size, inner);
      expectClose(back, wanted, "rows added", { absolute: 1e-6, relative: 1e-6 });

      const [table, bagCount] = [b.floats(size * inner), 3];
      const bags = {
        bag: Int32Array.from(indices, () => b.integer(-1, bagCount - 1)),
        scale: Float64Array.from(indices, () => b.random()),
      };
      const [sums, wantedSums] = [b.empty(bagCount * inner).fill(0), new Float32Array(bagCount * inner)];
      b.kernels.sumBags(table, indices, bags, sums, inner);
      reference.sumBags(table, indices, bags, wantedSums, inner);
      expectClose(sums, wantedSums, "bags", { absolute: 1e-6, relative: 1e-6 });
      const share = b.pick([null, new Float64Array(size).fill(2)]);
      const [grad, wantedGrad] = [b.floats(table.length), new Float32Array(table.length)];
      wantedGrad.set(grad);
      b.kernels.addBags(sums, indices, bags, share, grad, inner);
      reference.addBags(wantedSums, indices, bags, share, wantedGrad, inner);
      expectClose(grad, wantedGrad, "bags added", { absolute: 1e-6, relative: 1e-6 });
    }
  });

  test("losses over classes and their gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const d = { outer: b.integer(0, 4), classes: b.pick([1, 3, 4, 10, 33]), inner: b.pick([1, 1, 2, 5]) };
      const n = d.outer * d.classes * d.inner;
      const logs = b.floats(n, 3);
      reference.softmaxForward(logs, logs, d.outer, d.classes, d.inner, true);
      const target = Float64Array.from({ length: d.outer * d.inner }, () =>
        b.random() < 0.2 ? -100 : b.integer(0, d.classes - 1),
      );
      const weight = b.random() < 0.5 ? b.floats(d.classes) : null;
      const [out, expected] = [b.empty(target.length), new Float32Array(target.length)];
      const total = b.kernels.nllForward(logs, target, weight, out, d, -100);
      expect(total).toBeCloseTo(reference.nllForward(logs, target, weight, expected, d, -100), 5);
      expectClose(out, expected, "losses");
      const g = b.floats(target.length);
      const [back, wanted] = [b.empty(n).fill(0), new Float32Array(n)];
      b.kernels.nllBackward(g, target, weight, back, d, -100);
      reference.nllBackward(g, target, weight, wanted, d, -100);
      expectClose(back, wanted, "gradient");
      b.kernels.crossEntropyBackward(g, logs, target, weight, back, d, -100);
      reference.crossEntropyBackward(g, logs, target, weight, wanted, d, -100);
      expectClose(back, wanted, "gradient through log-softmax", { absolute: 1e-6, relative: 1e-5 });
    }
  });
});
