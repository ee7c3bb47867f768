// Array files that attack their reader: what is refused is refused shortly, whatever the header holds.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError } from "../core/errors.ts";
import { readNpy } from "./npy.ts";
import { readSafetensors } from "./safetensors.ts";

const fault = (name: string): Uint8Array => readFileSync(new URL(`./faults/${name}`, import.meta.url));

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).message.length).toBeLessThan(800);
    return (error as FormatError).message;
  }
  return "accepted";
}

function safetensors(json: string): Uint8Array {
  const text = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function npy(dict: string, data = new Uint8Array()): Uint8Array {
  const head = `\x93NUMPY\x02\x00\0\0\0\0${dict}`;
  const bytes = new Uint8Array(head.length + data.length);
  for (let i = 0; i < head.length; i++) bytes[i] = head.charCodeAt(i);
  new DataView(bytes.buffer).setUint32(8, dict.length, true);
  bytes.set(data, head.length);
  return bytes;
}

describe("safetensors", () => {
  const entry = (dtype: string, shape: string) => `{"dtype": ${dtype}, "shape": ${shape}, "data_offsets": [0, 0]}`;
  const long = "x".repeat(20_000_000);
  test.each([
    ["a dtype of 20 MB", `{"a": ${entry(`"${long}"`, "[]")}}`, /^tensor "a": dtype must be one of .*, got "x+\.\.\."$/],
    [
      "a dtype of escapes",
      `{"a": ${entry(`"${"\\n".repeat(5_000_000)}"`, "[]")}}`,
      /^tensor "a": dtype must be one of/,
    ],
    ["a name of 20 MB", `{"${long}": ${entry('"F31"', "[]")}}`, /^tensor "x+\.\.\."?: dtype/],
    ["a name of quotes", `{"${'\\"'.repeat(3_000_000)}": ${entry('"F31"', "[]")}}`, /^tensor "/],
    [
      "a deep shape",
      `{"a": ${entry('"F32"', `[${"[".repeat(500_000)}${"]".repeat(500_000)}]`)}}`,
      /shape must hold non-negative integers, got a list of 1$/,
    ],
    [
      "millions of dims",
      `{"a": ${entry('"F32"', `[0${",1".repeat(2_000_000)}]`)}}`,
      /^tensor "a": shape must have at most 64 dims, got 2000001$/,
    ],
    [
      "a product beyond numbers",
      `{"a": ${entry('"F32"', "[9007199254740991, 3]")}}`,
      /^tensor "a": shape has too many elements$/,
    ],
    [
      "a size of 1e308",
      `{"a": ${entry('"F32"', "[1e308]")}}`,
      /^tensor "a": shape must hold non-negative integers, got 1e\+308$/,
    ],
    ["a size of -0", `{"a": ${entry('"F32"', "[-0]")}}`, /^tensor "a": shape must hold non-negative integers, got -0$/],
    [
      "a name given twice",
      `{"a": ${entry('"F32"', "[0]")}, "a": ${entry('"F32"', "[0]")}}`,
      /^safetensors header: key "a" appears twice$/,
    ],
    ["an inherited dtype", `{"a": ${entry('"constructor"', "[0]")}}`, /got "constructor"$/],
  ])("%s", (_what, json, message) => {
    expect(refusal(() => readSafetensors(safetensors(json)))).toMatch(message);
  });

  test("more tensors than any model has", () => {
    const names = Array.from({ length: 100_001 }, (_, i) => `"t${i}":0`);
    expect(refusal(() => readSafetensors(safetensors(`{${names.join(",")}}`)))).toBe(
      "safetensors header: must name at most 100000 tensors, got 100001",
    );
  });

  test("names every object has are names", () => {
    const { tensors, metadata } = readSafetensors(safetensors(`{"constructor": ${entry('"F32"', "[0]")}}`));
    expect([...tensors.keys()]).toEqual(["constructor"]);
    expect(metadata).toEqual({});
  });
});

describe("npy", () => {
  const dict = (shape: string, descr = "<f4") => `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  test.each([
    [
      "a size of 309 digits",
      dict(`(1${"0".repeat(308)},)`),
      /^npy header: shape has a size of 10+\.\.\., which is too large$/,
    ],
    [
      "a size beyond 2^53",
      dict("(9007199254740993,)"),
      /^npy header: shape has a size of 9007199254740993, which is too large$/,
    ],
    ["a product beyond numbers", dict("(9007199254740991, 3)"), /^npy header: shape has too many elements$/],
    ["a long header", dict("()").padEnd(20_000), /^npy header: length must be at most 10000 bytes, got 20000$/],
    ["a long descr", dict("()", "x".repeat(9_000)), /^npy header: descr must be .*, got 'x+\.\.\.$/],
    ["65 dims", dict(`(${"1, ".repeat(65)})`), /^npy header: shape must have at most 64 dims, got 65$/],
    ["a negative size", dict("(-1,)"), /^npy header: shape must be a tuple/],
  ])("%s", (_what, header, message) => {
    expect(refusal(() => readNpy(npy(header)))).toMatch(message);
  });

  test("an integer beyond 2^53 is said as it stands in the file", () => {
    expect(refusal(() => readNpy(fault("int64_beyond_2_53.npy")))).toMatch(
      /^npy data: element \d+ must be an integer within 2\^53, got 9007199254740993$/,
    );
    const least = new Uint8Array(new BigInt64Array([-(2n ** 63n)]).buffer);
    expect(refusal(() => readNpy(npy(dict("(1,)", "<i8"), least)))).toMatch(/got -9223372036854775808$/);
    const most = new Uint8Array(new BigUint64Array([2n ** 64n - 1n]).buffer);
    expect(refusal(() => readNpy(npy(dict("(1,)", "<u8"), most)))).toMatch(/got 18446744073709551615$/);
  });

  test("bool stays bool", () => {
    expect(readNpy(fault("padding_mask_bool.npy"))).toMatchObject({ dtype: "bool", shape: [2, 5] });
    expect(readNpy(fault("padding_mask_inf.npy")).dtype).toBe("float32");
  });
});
