// Tests of telling files apart, and of the names files are saved under.
import { expect, test } from "vitest";
import { fileName } from "../../engine/core/names.ts";
import { sniff } from "./sniff.ts";

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

test.each([
  ["model.json", '{"format": ', "model"],
  ["weights.safetensors", "\x40\0\0\0\0\0\0\0{", "weights"],
  ["x.npy", "\x93NUMPY\x01\0", "npy"],
  ["photo.JPG", "\xff\xd8\xff\xe0", "image"],
  ["picture.webp", "RIFF\0\0\0\0WEBP", "image"],
] as const)("%s is what it is called", (name, head, kind) => {
  expect(sniff(name, bytes(head))).toBe(kind);
});

test("a signature outweighs a wrong name", () => {
  expect(sniff("array.json", bytes("\x93NUMPY\x01\0"))).toBe("npy");
  expect(sniff("array.npy", bytes("\x89PNG\r\n"))).toBe("image");
});

test("without a name that says something, the content does", () => {
  expect(sniff("model", bytes('  \n{"format"'))).toBe("model");
  expect(sniff("download", bytes("\x40\0\0\0\0\0\0\0{"))).toBe("weights");
  expect(sniff("scan", bytes("BM6\0"))).toBe("image");
});

test("a damaged file is what it is called, so that its reader can tell what is wrong", () => {
  expect(sniff("x.npy", bytes("BM"))).toBe("npy");
  expect(sniff("model.json", bytes(""))).toBe("model");
});

test("anything else is nothing", () => {
  expect(sniff("notes.txt", bytes("Hello"))).toBeNull();
  expect(sniff("", bytes(""))).toBeNull();
});

test("saved files have names every system takes", () => {
  expect(fileName("LeNet-5", "json")).toBe("LeNet-5.json");
  expect(fileName("a/b:c", "npy")).toBe("a_b_c.npy");
  expect(fileName(" .. ", "json")).toBe("model.json");
});
