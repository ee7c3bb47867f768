// .npy files as numpy.save writes them, and files that are not .npy.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArrayTensor } from "../core/array.ts";
import { checkProperty } from "../core/property.fixture.ts";
import { readNpy, writeNpy } from "./npy.ts";

const written: readonly (readonly [name: string, dtype: string, shape: number[], values: number[], base64: string])[] =
  [
    [
      "float32",
      "float32",
      [4],
      [0.5, -1.25, 65504.0, 6.103515625e-5],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAA/AACgvwDgf0cAAIA4",
    ],
    [
      "float32, big-endian",
      "float32",
      [4],
      [0.5, -1.25, 65504.0, 6.103515625e-5],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/AAAAv6AAAEd/4AA4gAAA",
    ],
    [
      "float64",
      "float32",
      [4],
      [0.5, -1.25, 65504.0, 6.103515625e-5],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADgPwAAAAAAAPS/AAAAAAD870AAAAAAAAAQPw==",
    ],
    [
      "float64, big-endian",
      "float32",
      [4],
      [0.5, -1.25, 65504.0, 6.103515625e-5],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/4AAAAAAAAL/0AAAAAAAAQO/8AAAAAAA/EAAAAAAAAA==",
    ],
    [
      "float16",
      "float32",
      [4],
      [0.5, -1.25, 65504.0, 6.103515625e-5],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAOAC9/3sABA==",
    ],
    [
      "float16, big-endian",
      "float32",
      [4],
      [0.5, -1.25, 65504.0, 6.103515625e-5],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPmYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo4AL0Ae/8EAA==",
    ],
    [
      "i1",
      "int64",
      [2, 3],
      [1, -2, 3, -4, 5, -6],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnfGkxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoB/gP8Bfo=",
    ],
    [
      "i2",
      "int64",
      [2, 3],
      [1, -2, 3, -4, 5, -6],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAP7/AwD8/wUA+v8=",
    ],
    [
      "i4",
      "int64",
      [2, 3],
      [1, -2, 3, -4, 5, -6],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAA/v///wMAAAD8////BQAAAPr///8=",
    ],
    [
      "i8",
      "int64",
      [2, 3],
      [1, -2, 3, -4, 5, -6],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAAAAAAAP7/////////AwAAAAAAAAD8/////////wUAAAAAAAAA+v////////8=",
    ],
    [
      "i8 beyond 32 bits, big-endian",
      "int64",
      [4],
      [-9007199254740991, 9007199254740991, -1, 4294967296],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPmk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAr/4AAAAAAAAQAf//////////////////8AAAABAAAAAA==",
    ],
    [
      "u1",
      "int64",
      [3],
      [0, 1, 200],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAcg=",
    ],
    [
      "u2",
      "int64",
      [3],
      [0, 1, 200],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPHUyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAEAyAA=",
    ],
    [
      "u4",
      "int64",
      [3],
      [0, 1, 200],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPHU0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAQAAAMgAAAA=",
    ],
    [
      "u8",
      "int64",
      [3],
      [0, 1, 200],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPHU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAEAAAAAAAAAyAAAAAAAAAA=",
    ],
    [
      "bool",
      "bool",
      [3],
      [1, 0, 1],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAE=",
    ],
    [
      "Fortran order",
      "float32",
      [2, 3, 4],
      [
        0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0,
        20.0, 21.0, 22.0, 23.0,
      ],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMywgNCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAABAQQAAgEAAAIBBAAAAQQAAoEEAAIA/AABQQQAAoEAAAIhBAAAQQQAAqEEAAABAAABgQQAAwEAAAJBBAAAgQQAAsEEAAEBAAABwQQAA4EAAAJhBAAAwQQAAuEE=",
    ],
    [
      "Fortran order, big-endian",
      "int64",
      [2, 3],
      [1, -2, 3, -4, 5, -6],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAf/8//4ABQAD//o=",
    ],
    [
      "a scalar",
      "float32",
      [],
      [3.0],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAEBA",
    ],
    [
      "no elements",
      "float32",
      [0, 3],
      [],
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDAsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo=",
    ],
    [
      "version 2",
      "int64",
      [2, 3],
      [1, -2, 3, -4, 5, -6],
      "k05VTVBZAgB0AAAAeydkZXNjcic6ICc8aTQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAA/v///wMAAAD8////BQAAAPr///8=",
    ],
    [
      "version 3",
      "int64",
      [2, 3],
      [1, -2, 3, -4, 5, -6],
      "k05VTVBZAwB0AAAAeydkZXNjcic6ICc8aTQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAA/v///wMAAAD8////BQAAAPr///8=",
    ],
  ];
const structured =
  "k05VTVBZAQB2AHsnZGVzY3InOiBbKCdhJywgJzxmNCcpLCAoJ2InLCAnPGk0JyldLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMSwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAA==";
const complex =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGM4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAA==";
const wide =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPHU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoFAAAAAAAAAAEAAAAAACAA";

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

describe("numpy's files", () => {
  it.each(written)("%s", (_, dtype, shape, values, base64) => {
    const array = readNpy(bytesOf(base64));
    expect(array.dtype).toBe(dtype);
    expect(array.shape).toEqual(shape);
    expect([...array.data]).toEqual(values);
  });

  it.each(["float32", "i8", "bool", "a scalar", "no elements"])("%s is written byte for byte", (name) => {
    const bytes = bytesOf(written.find(([other]) => other === name)?.[4] ?? "");
    expect(writeNpy(readNpy(bytes))).toEqual(bytes);
  });
});

it("reads back what it wrote, also from the middle of a buffer", () => {
  const shape = fc.array(fc.nat(4), { maxLength: 5 });
  checkProperty(
    fc.property(shape, fc.infiniteStream(fc.maxSafeInteger()), fc.nat(9), (shape, values, shift) => {
      const count = shape.reduce((a, b) => a * b, 1);
      const array: ArrayTensor = { dtype: "int64", shape, data: Float64Array.from([...values.take(count)]) };
      const bytes = writeNpy(array);
      const moved = new Uint8Array(bytes.length + shift);
      moved.set(bytes, shift);
      expect(readNpy(moved.subarray(shift))).toEqual(array);
    }),
  );
});

it("writes only the part a view shows", () => {
  const view = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  expect([...readNpy(writeNpy({ dtype: "float32", shape: [2], data: view })).data]).toEqual([2, 3]);
});

function file(dict: string, data: number[] = [], version: readonly [number, number] = [1, 0]): Uint8Array {
  const text = new TextEncoder().encode(dict);
  return Uint8Array.of(0x93, 78, 85, 77, 80, 89, ...version, text.length, 0, ...text, ...data);
}

const dict = (descr: string, shape: string, order = "False") =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("what is refused, and where", () => {
  const float32 = bytesOf(written[0]?.[4] ?? "");

  it.each([
    ["nothing", new Uint8Array(), "npy magic: "],
    ["another format", new TextEncoder().encode("PK\x03\x04 and more"), "npy magic: "],
    ["an end before the version", float32.subarray(0, 7), "npy version: the file ends before it"],
    ["an end before the header", float32.subarray(0, 9), "npy header: the file ends before its length"],
    ["an end in the header", float32.subarray(0, 40), "npy header: length is 118 bytes, but only 30 follow"],
    ["an end in the data", float32.subarray(0, 143), "npy data: shape [4] needs 16 bytes, but 15 follow the header"],
    ["bytes after the data", file(dict("'|u1'", "(1,)"), [1, 2]), "npy data: shape [1] needs 1 bytes, but 2 follow"],
    ["version 4", file(dict("'|u1'", "()"), [1], [4, 0]), "npy version: must be 1.0, 2.0 or 3.0, got 4.0"],
    ["no dict", file("[1, 2]"), "npy header: must be a Python dict"],
    ["an unreadable value", file("{'descr': <f4}"), "npy header: cannot read \"'descr': <f4\""],
    ["a missing key", file("{'descr': '<f4', 'shape': (1,)}"), "npy header: key 'fortran_order' is missing"],
    ["a key twice", file("{'shape': (), 'shape': ()}"), "npy header: key 'shape' appears twice"],
    ["an unknown key", file("{'shape': (), 'form': ()}"), "npy header: unknown key 'form'"],
    ["an odd order", file(dict("'<f4'", "()", "Maybe")), "npy header: fortran_order must be True or False, got Maybe"],
    ["a negative size", file(dict("'<f4'", "(-1,)")), "npy header: shape must be a tuple of non-negative integers"],
    ["a size without a tuple", file(dict("'<f4'", "(3)")), "npy header: shape must be a tuple"],
    ["a fractional size", file(dict("'<f4'", "(1.5,)")), "npy header: shape must be a tuple"],
    ["too many elements", file(dict("'<f4'", "(9007199254740991, 2)")), "npy header: shape has too many elements"],
    [
      "too large a size",
      file(dict("'<f4'", "(90071992547409910,)")),
      "npy header: shape has a size of 90071992547409910",
    ],
    ["a string dtype", file(dict("'<U4'", "()")), "npy header: descr must be a bool, integer or float"],
    ["long doubles", file(dict("'<f16'", "()")), "npy header: descr must be a bool, integer or float"],
    ["a structured dtype", bytesOf(structured), "npy header: descr must be a bool, integer or float"],
    ["complex numbers", bytesOf(complex), "npy header: descr must be a bool, integer or float"],
    ["a bool of 2", file(dict("'|b1'", "(2,)"), [1, 2]), "npy data: element 1 must be 0 or 1, got 2"],
    [
      "an integer beyond 2^53",
      bytesOf(wide),
      "npy data: element 1 must be an integer within 2^53, got 9007199254740993",
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => readNpy(bytes)).toThrow(message);
  });

  it("a shape that does not fit, when writing", () => {
    const data = Float32Array.of(1, 2);
    expect(() => writeNpy({ dtype: "float32", shape: [3], data })).toThrow(
      "npy data: shape [3] needs 3 elements, got 2",
    );
  });
});
