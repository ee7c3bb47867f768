// safetensors: a file with every dtype (elements laid out by PyTorch), round trips, and one test for each way to be corrupt.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArrayTensor } from "../core/array.ts";
import { checkProperty } from "../core/property.fixture.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const golden =
  "UQMAAAAAAAB7Il9fbWV0YWRhdGFfXyI6IHsiZm9ybWF0IjogInB0In0sICIwIjogeyJkdHlwZSI6ICJGMzIiLCAic2hhcGUiOiBbNF0sICJkYXRhX29mZnNldHMiOiBbMCwgMTZdfSwgImIuZjY0IjogeyJkdHlwZSI6ICJGNjQiLCAic2hhcGUiOiBbNF0sICJkYXRhX29mZnNldHMiOiBbMTYsIDQ4XX0sICJiLmYxNiI6IHsiZHR5cGUiOiAiRjE2IiwgInNoYXBlIjogWzRdLCAiZGF0YV9vZmZzZXRzIjogWzQ4LCA1Nl19LCAiYS5iZjE2IjogeyJkdHlwZSI6ICJCRjE2IiwgInNoYXBlIjogWzRdLCAiZGF0YV9vZmZzZXRzIjogWzU2LCA2NF19LCAiaTY0IjogeyJkdHlwZSI6ICJJNjQiLCAic2hhcGUiOiBbMSwgM10sICJkYXRhX29mZnNldHMiOiBbNjQsIDg4XX0sICJpMzIiOiB7ImR0eXBlIjogIkkzMiIsICJzaGFwZSI6IFsxLCAzXSwgImRhdGFfb2Zmc2V0cyI6IFs4OCwgMTAwXX0sICJpMTYiOiB7ImR0eXBlIjogIkkxNiIsICJzaGFwZSI6IFsxLCAzXSwgImRhdGFfb2Zmc2V0cyI6IFsxMDAsIDEwNl19LCAiaTgiOiB7ImR0eXBlIjogIkk4IiwgInNoYXBlIjogWzEsIDNdLCAiZGF0YV9vZmZzZXRzIjogWzEwNiwgMTA5XX0sICJ1OCI6IHsiZHR5cGUiOiAiVTgiLCAic2hhcGUiOiBbMl0sICJkYXRhX29mZnNldHMiOiBbMTA5LCAxMTFdfSwgImZsYWciOiB7ImR0eXBlIjogIkJPT0wiLCAic2hhcGUiOiBbMl0sICJkYXRhX29mZnNldHMiOiBbMTExLCAxMTNdfSwgInNjYWxhciI6IHsiZHR5cGUiOiAiRjMyIiwgInNoYXBlIjogW10sICJkYXRhX29mZnNldHMiOiBbMTEzLCAxMTddfSwgImVtcHR5IjogeyJkdHlwZSI6ICJGMzIiLCAic2hhcGUiOiBbMiwgMF0sICJkYXRhX29mZnNldHMiOiBbMTE3LCAxMTddfX0AAAA/AACgvwDgf0dvEoM6AAAAAAAA4D8AAAAAAAD0vwAAAAAA/O9AAAAA4E1iUD8AOAC9/3sZFAA/oL+AR4M6AAAAAAABAAAAAAAAAP7//wAAAAAAAwAAAQAAAP7///8DAAAAAQD+/wMAAf4DAP8BAAAA4EA=";
const values: Record<string, readonly [dtype: string, shape: number[], values: number[]]> = {
  "0": ["float32", [4], [0.5, -1.25, 65504.0, 0.0010000000474974513]],
  "b.f64": ["float32", [4], [0.5, -1.25, 65504.0, 0.0010000000474974513]],
  "b.f16": ["float32", [4], [0.5, -1.25, 65504.0, 0.0010004043579101562]],
  "a.bf16": ["float32", [4], [0.5, -1.25, 65536.0, 0.00099945068359375]],
  i64: ["int64", [1, 3], [1099511627776, -2199023255552, 3298534883328]],
  i32: ["int64", [1, 3], [1, -2, 3]],
  i16: ["int64", [1, 3], [1, -2, 3]],
  i8: ["int64", [1, 3], [1, -2, 3]],
  u8: ["int64", [2], [0, 255]],
  flag: ["bool", [2], [1, 0]],
  scalar: ["float32", [], [7.0]],
  empty: ["float32", [2, 0], []],
};

const goldenBytes = new Uint8Array(Buffer.from(golden, "base64"));

function file(header: unknown, data: readonly number[] = []): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const headerOf = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes.subarray(8, 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))));

it("reads every dtype, in the header's order", () => {
  const { metadata, tensors } = readSafetensors(goldenBytes);
  expect(metadata).toEqual({ format: "pt" });
  expect([...tensors].map(([name, { dtype, shape, data }]) => [name, [dtype, shape, [...data]]])).toEqual(
    ["0", ...Object.keys(values).filter((name) => name !== "0")].map((name) => [name, values[name]]),
  );
});

it("keeps the header's order for names that look like indices", () => {
  const entry = { dtype: "F32", shape: [0], data_offsets: [0, 0] };
  const text = `{"b":${JSON.stringify(entry)},"10":${JSON.stringify(entry)},"9":${JSON.stringify(entry)}}`;
  expect([...readSafetensors(file(text)).tensors.keys()]).toEqual(["b", "10", "9"]);
});

it("reads unsigned integers of every width", () => {
  const header = {
    u64: { dtype: "U64", shape: [1], data_offsets: [0, 8] },
    u32: { dtype: "U32", shape: [1], data_offsets: [8, 12] },
    u16: { dtype: "U16", shape: [1], data_offsets: [12, 14] },
  };
  const { tensors } = readSafetensors(file(header, [0, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255]));
  expect([...tensors.values()].map(({ data }) => data[0])).toEqual([2 ** 32, 2 ** 32 - 1, 65535]);
});

it("reads infinities, NaN and the smallest numbers of float16 and bfloat16", () => {
  const header = {
    half: { dtype: "F16", shape: [6], data_offsets: [0, 12] },
    brain: { dtype: "BF16", shape: [3], data_offsets: [12, 18] },
  };
  const half = [0x00, 0x7c, 0x00, 0xfc, 0x01, 0x7e, 0x01, 0x00, 0x00, 0x80, 0xff, 0x03];
  const { tensors } = readSafetensors(file(header, [...half, 0x80, 0x7f, 0xc0, 0xff, 0x01, 0x00]));
  const inf = Number.POSITIVE_INFINITY;
  expect([...(tensors.get("half")?.data ?? [])]).toEqual([inf, -inf, Number.NaN, 2 ** -24, -0, 1023 * 2 ** -24]);
  expect([...(tensors.get("brain")?.data ?? [])]).toEqual([inf, Number.NaN, 2 ** -133]);
});

describe("writing", () => {
  const float32 = (...data: number[]): ArrayTensor => ({
    dtype: "float32",
    shape: [data.length],
    data: Float32Array.from(data),
  });

  it("orders by dtype and name, and pads the header to 8 bytes", () => {
    const bytes = writeSafetensors(
      new Map<string, ArrayTensor>([
        ["mask", { dtype: "bool", shape: [1], data: Uint8Array.of(1) }],
        ["w", float32(1, 2)],
        ["a", float32(3)],
        ["n", { dtype: "int64", shape: [], data: Float64Array.of(-1) }],
      ]),
      { format: "pt" },
    );
    const text = headerOf(bytes);
    expect(text.length % 8).toBe(0);
    expect(text.trimEnd()).toBe(
      '{"__metadata__":{"format":"pt"},' +
        '"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},' +
        '"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},' +
        '"w":{"dtype":"F32","shape":[2],"data_offsets":[12,20]},' +
        '"mask":{"dtype":"BOOL","shape":[1],"data_offsets":[20,21]}}',
    );
    expect([...bytes.slice(-21, -13)]).toEqual([255, 255, 255, 255, 255, 255, 255, 255]);
    expect(bytes.at(-1)).toBe(1);
  });

  it("writes an empty file without metadata", () => {
    expect(headerOf(writeSafetensors([]))).toBe("{}      ");
  });

  it("reads back what it wrote, whatever the names", () => {
    const name = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("__proto__", '"', "{", "\\", "toString"));
    const array = fc.oneof(
      fc.float32Array({ maxLength: 6 }).map((data): ArrayTensor => ({ dtype: "float32", shape: [data.length], data })),
      fc
        .array(fc.maxSafeInteger(), { maxLength: 6 })
        .map((list): ArrayTensor => ({ dtype: "int64", shape: [1, list.length], data: Float64Array.from(list) })),
      fc
        .array(fc.nat(1), { maxLength: 6 })
        .map((list): ArrayTensor => ({ dtype: "bool", shape: [list.length, 1], data: Uint8Array.from(list) })),
    );
    const arrays = fc.uniqueArray(fc.tuple(name, array), { selector: ([key]) => key, maxLength: 6 });
    const metadata = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true });
    checkProperty(
      fc.property(arrays, metadata, (arrays, metadata) => {
        const read = readSafetensors(writeSafetensors(arrays, metadata));
        expect(read.tensors).toEqual(new Map(arrays));
        expect(read.metadata).toEqual(metadata);
      }),
    );
  });

  it("refuses what a file cannot hold", () => {
    const long = (value: number): ArrayTensor => ({ dtype: "int64", shape: [1], data: Float64Array.of(value) });
    expect(() => writeSafetensors([["n", long(2 ** 53)]])).toThrow(
      'tensor "n": element 0 must be an integer within 2^53, got 9007199254740992',
    );
    expect(() => writeSafetensors([["n", long(0.5)]])).toThrow('tensor "n": element 0 must be an integer');
    expect(() =>
      writeSafetensors([
        ["w", float32(1)],
        ["w", float32(2)],
      ]),
    ).toThrow('tensor "w": name given twice');
    expect(() => writeSafetensors([["__metadata__", float32(1)]])).toThrow('tensor "__metadata__": this name');
    expect(() => writeSafetensors([["w", { dtype: "float32", shape: [2, 2], data: Float32Array.of(1) }]])).toThrow(
      'tensor "w": shape [2, 2] needs 4 elements, got 1',
    );
  });
});

describe("what is refused, and where", () => {
  const one = (info: object, data: readonly number[] = [0, 0, 0, 0]) =>
    file({ "conv1.weight": { dtype: "F32", shape: [1], data_offsets: [0, 4], ...info } }, data);
  const two = (first: readonly number[], second: readonly number[], length: number) => {
    const tensor = ([begin, end]: readonly number[]) => ({
      dtype: "U8",
      shape: [(end ?? 0) - (begin ?? 0)],
      data_offsets: [begin, end],
    });
    return file({ a: tensor(first), b: tensor(second) }, new Array<number>(length).fill(0));
  };
  const header = "safetensors header: ";
  const tensor = 'tensor "conv1.weight": ';

  it.each([
    ["nothing", new Uint8Array(), `${header}file must have at least 8 bytes, got 0`],
    ["seven bytes", goldenBytes.subarray(0, 7), `${header}file must have at least 8 bytes, got 7`],
    ["an end in the header", goldenBytes.subarray(0, 20), "bytes, but only 12 follow"],
    [
      "a huge length",
      new Uint8Array(16).fill(255),
      `${header}length must be at most 100000000 bytes, got 1844674407370`,
    ],
    ["an end in the data", goldenBytes.subarray(0, -1), 'tensor "scalar": data_offsets'],
    ["bytes that are not UTF-8", Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe), `${header}must be UTF-8 text`],
    ["broken JSON", file('{"a":'), `${header}must be JSON (`],
    ["an array", file([]), `${header}must be a JSON object`],
    ["null", file("null"), `${header}must be a JSON object`],
    ["a key twice", file('{"a" : 1, "\\u0061": 2}'), `${header}key "a" appears twice`],
    ["a key twice inside", file('{"w":{"dtype":"F32","shape":[],"shape":[]}}'), `${header}key "shape" appears twice`],
    ["metadata of numbers", file({ __metadata__: { a: 1 } }), `${header}__metadata__: "a" must be a string`],
    ["metadata of another kind", file({ __metadata__: [] }), `${header}__metadata__: must be an object of strings`],
    ["a tensor that is no object", file({ "conv1.weight": 3 }), `${tensor}must be an object with dtype`],
    ["an unknown dtype", one({ dtype: "F8_E4M3" }), `${tensor}dtype must be one of F64, F32,`],
    ["no dtype", one({ dtype: undefined }), ", BOOL, got nothing"],
    ["a shape that is no array", one({ shape: 4 }), `${tensor}shape must be an array of integers, got 4`],
    ["a negative size", one({ shape: [-1] }), `${tensor}shape must hold non-negative integers, got -1`],
    ["a fractional size", one({ shape: [0.5] }), `${tensor}shape must hold non-negative integers, got 0.5`],
    ["a size in words", one({ shape: ["1"] }), `${tensor}shape must hold non-negative integers, got "1"`],
    ["a product that overflows", one({ shape: [2 ** 40, 2 ** 40, 0] }), `${tensor}shape has too many elements`],
    ["no offsets", one({ data_offsets: undefined }), `${tensor}data_offsets must be two non-negative integers, got n`],
    ["one offset", one({ data_offsets: [0] }), `${tensor}data_offsets must be two non-negative integers, got [0]`],
    ["negative offsets", one({ data_offsets: [-4, 0] }), `${tensor}data_offsets must be two non-negative integers`],
    ["offsets backwards", one({ data_offsets: [4, 0] }), `${tensor}data_offsets [4, 0] hold -4 bytes, but shape [1]`],
    ["too few bytes", one({ shape: [2] }), `${tensor}data_offsets [0, 4] hold 4 bytes, but shape [2] of F32 needs 8`],
    ["offsets past the end", one({ data_offsets: [4, 8] }), `${tensor}data_offsets [4, 8] reach beyond the 4 bytes`],
    ["a hole at the start", one({ data_offsets: [4, 8] }, new Array<number>(8).fill(0)), "leave a hole of 4 bytes"],
    ["a hole", two([0, 2], [3, 4], 4), 'tensor "b": data_offsets [3, 4] leave a hole of 1 bytes before'],
    [
      "an overlap",
      two([1, 4], [0, 2], 4),
      'tensor "a": data_offsets [1, 4] overlap the tensor before, which ends at 2',
    ],
    ["the same bytes twice", two([0, 2], [0, 2], 2), 'tensor "b": data_offsets [0, 2] overlap the tensor before'],
    ["bytes of no tensor", two([0, 2], [2, 4], 7), "safetensors data: 3 bytes at the end belong to no tensor"],
    ["a bool of 2", one({ dtype: "BOOL", data_offsets: [0, 1] }, [2]), `${tensor}element 0 must be 0 or 1, got 2`],
    [
      "an integer beyond 2^53",
      one({ dtype: "I64", data_offsets: [0, 8] }, [1, 0, 0, 0, 0, 0, 32, 0]),
      `${tensor}element 0 must be an integer within 2^53, got 9007199254740993`,
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(expect.objectContaining({ name: "FormatError" }));
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it("never anything but a FormatError, whatever byte is wrong", () => {
    checkProperty(
      fc.property(fc.nat(goldenBytes.length - 1), fc.nat(255), (at, byte) => {
        const bytes = goldenBytes.slice();
        bytes[at] = byte;
        try {
          readSafetensors(bytes);
        } catch (error) {
          expect((error as Error).name).toBe("FormatError");
        }
      }),
      { numRuns: 2000 },
    );
  });
});
