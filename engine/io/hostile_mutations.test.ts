// Array files changed at random, in structure and in bytes: refused shortly with a place, or read to what is written again.
import { expect, test } from "vitest";
import type { ArrayTensor } from "../core/array.ts";
import { FormatError } from "../core/errors.ts";
import {
  hostileCases,
  mutateBytes,
  mutateJson,
  mutateText,
  pick,
  printJson,
  type Random,
} from "../graph/hostile.fixture.ts";
import { readNpy, writeNpy } from "./npy.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const arrays: readonly ArrayTensor[] = [
  { shape: [2, 3], dtype: "float32", data: Float32Array.of(0, -0, 1e38, NaN, Infinity, 1e-45) },
  { shape: [], dtype: "float32", data: Float32Array.of(7) },
  { shape: [3], dtype: "int64", data: Float64Array.of(1, -2, 2 ** 53 - 1) },
  { shape: [0, 4], dtype: "float32", data: new Float32Array() },
];
const weights = writeSafetensors(
  arrays.map((array, i) => [`layer${i}.weight`, array] as const),
  { format: "pt" },
);

/** The text between a file's start and its data, changed; the length before it is right most of the time. */
function withHeader(
  bytes: Uint8Array,
  at: number,
  wide: boolean,
  random: Random,
  change: (text: string) => string,
): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = wide ? Number(view.getBigUint64(at, true)) : view.getUint16(at, true);
  const start = at + (wide ? 8 : 2);
  const header = new TextEncoder().encode(
    change(new TextDecoder("latin1").decode(bytes.subarray(start, start + length))),
  );
  const result = new Uint8Array(start + header.length + bytes.length - start - length);
  result.set(bytes.subarray(0, start));
  result.set(header, start);
  result.set(bytes.subarray(start + length), start + header.length);
  const said = header.length + pick(random, [0, 0, 0, 0, 0, 0, -1, 1, 1000]);
  const out = new DataView(result.buffer);
  if (wide) out.setBigUint64(at, random() < 0.02 ? 2n ** 64n - 1n : BigInt(Math.max(0, said)), true);
  else out.setUint16(at, Math.min(65_535, Math.max(0, said)), true);
  return result;
}

/** "refused", or what reading makes of the bytes. */
function read<T>(reader: (bytes: Uint8Array) => T, bytes: Uint8Array): T | null {
  const before = bytes.slice();
  try {
    return reader(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).place).not.toBe("");
    expect((error as FormatError).message.length).toBeLessThan(800);
    return null;
  } finally {
    expect(bytes).toEqual(before);
  }
}

test("safetensors", () => {
  const counts = hostileCases(1_500, (random) => {
    const changed =
      random() < 0.5
        ? mutateBytes(weights, random)
        : withHeader(weights, 0, true, random, (text) =>
            random() < 0.3 ? mutateText(text, random) : printJson(mutateJson(JSON.parse(text) as unknown, random)),
          );
    const file = read(readSafetensors, changed);
    if (file === null) return "refused";
    for (const { shape, data } of file.tensors.values())
      expect(data.length).toBe(shape.reduce((n, size) => n * size, 1));
    expect(readSafetensors(writeSafetensors(file.tensors, file.metadata))).toEqual({
      metadata: file.metadata,
      tensors: file.tensors,
    });
    return "read";
  });
  expect([...counts.keys()].sort()).toEqual(["read", "refused"]);
});

test("npy", () => {
  const files = arrays.map(writeNpy);
  const counts = hostileCases(1_500, (random) => {
    const file = pick(random, files);
    const changed =
      random() < 0.5
        ? mutateBytes(file, random)
        : withHeader(file, 8, false, random, (text) => changeDict(text, random));
    const array = read(readNpy, changed);
    if (array === null) return "refused";
    expect(array.data.length).toBe(array.shape.reduce((n, size) => n * size, 1));
    expect(readNpy(writeNpy(array))).toEqual(array);
    return "read";
  });
  expect([...counts.keys()].sort()).toEqual(["read", "refused"]);
});

const shapes = [
  "()",
  "(1,)",
  "(-1,)",
  "(2, 3)",
  "(1e3,)",
  "(0, 99999999999)",
  "(9007199254740993,)",
  "((1,),)",
  "[2]",
  "(True,)",
];
const descrs = ["<f8", ">f4", "|b1", "<i8", "<u8", "|O", "<c8", "|S5", "<U9", "<f2", "toString", "[('a', '<f4')]"];

function changeDict(text: string, random: Random): string {
  switch (pick(random, [0, 1, 2, 3])) {
    case 0:
      return text.replace(/\(.*\)/, pick(random, shapes));
    case 1:
      return text.replace(/'[<|]\w+'/, `'${pick(random, descrs)}'`);
    case 2:
      return text.replace("False", pick(random, ["True", "None", "__import__('os')", "1"]));
    default:
      return mutateText(text, random);
  }
}
