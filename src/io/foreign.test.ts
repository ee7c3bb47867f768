// Files of other programs: what they are, and that opening one says it and changes nothing.
import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { frontEditor } from "../editor/front.ts";
import { sessionStore, updateSession } from "../session/store.ts";
import { openDropped, openModelFile, openWeightsFile } from "./files.ts";
import { foreignKind } from "./foreign.ts";

const fault = (name: string) => readFileSync(new URL(`../../engine/io/faults/${name}`, import.meta.url));
const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const texts = () => sessionStore.getState().notices.map(({ text }) => text ?? "");

beforeEach(() => updateSession({ notices: [] }));

test.each([
  ["legacy.pth", "pytorch"],
  ["zip.pth", "pytorch"],
  ["model.onnx", "onnx"],
  ["int64_beyond_2_53.npy", null],
] as const)("%s: %s, whatever it is called", (name, kind) => {
  expect(foreignKind(name, fault(name))).toBe(kind);
  expect(foreignKind("weights.safetensors", fault(name))).toBe(kind);
});

test.each([
  ["model.h5", "\x89HDF\r\n\x1a\n", "keras"],
  ["all.zip", "PK\x03\x04\x14", "archive"],
  ["w.safetensors", "\x40\0\0\0\0\0\0\0{", null],
  ["w.safetensors", "\x08\x01\0\0\0\0\0\0{", null],
  ["w.safetensors", "\x80\x02\0\0\0\0\0\0{", null],
  ["w.safetensors", "\x08\x08\x12\0\0\0\0\0{", null],
  ["model.json", '{"format"', null],
  ["", "", null],
] as const)("%s beginning with %j: %s", (name, head, kind) => {
  expect(foreignKind(name, bytes(head))).toBe(kind);
});

test.each([
  ["legacy.pth", "torch.load"],
  ["zip.pth", "torch.load"],
  ["model.onnx", "ONNX"],
])("%s opened as weights, as a model or dropped is refused with what to do", async (name, said) => {
  const before = frontEditor().document();
  const file = () => new File([fault(name)], name);
  await openWeightsFile(frontEditor(), file());
  await openModelFile(file());
  await openDropped(file());
  expect(frontEditor().document()).toBe(before);
  expect(texts()).toHaveLength(3);
  for (const text of texts()) expect(text).toContain(said);
});

test.each([
  ["model.json", '{"format": "edgewise"}'],
  ["x.npy", "\x93NUMPY\x01\0"],
])("%s opened as weights is said to be none", async (name, text) => {
  await openWeightsFile(frontEditor(), new File([bytes(text)], name));
  expect(texts()).toEqual([expect.stringContaining("expected weights (.safetensors)")]);
});

test("a text with two byte order marks is no model", async () => {
  expect(await openModelFile(new File(["\ufeff\ufeff{}"], "model.json"))).toBe(false);
  expect(texts()).toEqual([expect.stringContaining("line 1, column 2")]);
});
