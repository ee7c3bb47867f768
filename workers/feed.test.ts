// Checks what Input nodes are fed with and what is refused.
import { describe, expect, it } from "vitest";
import { checkSource, feed } from "./feed.ts";

const x = { id: "x", name: "x" };
const float = { shape: [2, 2], dtype: "float32" } as const;

describe("feed", () => {
  it("draws the same numbers from the same seed, others from others", () => {
    const values = (seed: number) => {
      const result = feed(x, undefined, { shape: [32], dtype: "float32" }, seed);
      return result.ok ? [...result.value.data] : [];
    };
    expect(values(1)).toEqual(values(1));
    expect(values(1)).not.toEqual(values(2));
  });

  it("draws uniform numbers in [0, 1), integers in [0, 10) and bools", () => {
    const draw = (dtype: "float32" | "int64" | "bool") => {
      const result = feed(x, { kind: "uniform", seed: 3 }, { shape: [1000], dtype }, 0);
      if (!result.ok) throw new Error("refused");
      return result.value;
    };
    expect(draw("float32").data.every((v) => v >= 0 && v < 1)).toBe(true);
    expect(new Set(draw("int64").data).size).toBe(10);
    expect(draw("bool").data).toBeInstanceOf(Uint8Array);
    expect(new Set(draw("bool").data)).toEqual(new Set([0, 1]));
  });

  it("gives out a tensor of the node's shape", () => {
    const data = Float32Array.of(1, 2, 3, 4);
    expect(feed(x, { kind: "tensor", data, ...float }, float, 0)).toEqual({ ok: true, value: { data, ...float } });
  });

  it("names both shapes when they differ, and the node as it is called", () => {
    const source = { kind: "tensor", data: new Float32Array(3), shape: [3], dtype: "float32" } as const;
    expect(feed({ id: "x", name: "pixels" }, source, float, 0)).toMatchObject({
      ok: false,
      error: { kind: "input", node: "x", message: "pixels has shape [2, 2], but the tensor it is given has shape [3]" },
    });
  });

  it("reads integers as floats, but not floats as integers", () => {
    const ints = { kind: "tensor", data: Float64Array.of(1, 0, 3, 4), shape: [2, 2], dtype: "int64" } as const;
    expect(feed(x, ints, float, 0)).toMatchObject({ ok: true, value: { data: Float32Array.of(1, 0, 3, 4) } });
    expect(feed(x, ints, { ...float, dtype: "bool" }, 0)).toMatchObject({
      value: { data: Uint8Array.of(1, 0, 1, 1) },
    });
    const floats = { kind: "tensor", data: new Float32Array(4), ...float } as const;
    expect(feed(x, floats, { ...float, dtype: "int64" }, 0)).toMatchObject({ ok: false, error: { kind: "input" } });
  });
});

describe("checkSource", () => {
  it("refuses data that is not what it says", () => {
    const source = { kind: "tensor", data: new Float32Array(3), ...float } as const;
    expect(checkSource("x", source)?.message).toBe("x: shape [2, 2] is invalid for input of size 3");
    expect(checkSource("x", { ...source, shape: [-3] })?.message).toBe("x: [-3] is not a shape");
    expect(checkSource("x", { ...source, dtype: "int64" })?.message).toMatch("must come as Float64Array");
    expect(checkSource("x", { ...source, shape: [3] })).toBeNull();
  });
});
