// Tests of strided copies on both builds, against the plain ones.
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
});
