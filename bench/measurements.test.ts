// Owns the tests of records: the same work once, two sittings as one, files whole or refused.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { measurementsOf, raceOf, recorded } from "./measured.fixture.ts";
import { keyOf, merged, readMeasurements, withRecord, writeMeasurements } from "./measurements.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "measurements-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a later record of the same work and threads replaces the earlier one, in its place", () => {
  const first = recorded(raceOf("lenet1", 1, 2));
  const other = recorded(raceOf("lenet1", 3, 4, 2));
  const again = recorded(raceOf("lenet1", 5, 6));
  const all = withRecord(measurementsOf(first, other), again);
  expect(all.records).toEqual([again, other]);
});

test("points of a curve and parts of a work are told apart", () => {
  const figures = [
    raceOf("resnet18", 1, 2),
    { kind: "scaling", work: "resnet18", results: {} },
    { kind: "memory", work: "resnet18", results: {} },
    { kind: "load", work: "resnet18", results: {} },
    { kind: "curve", curve: "resnet18", size: 1, results: {} },
    { kind: "curve", curve: "resnet18", size: 2, results: {} },
  ] as const;
  expect(new Set(figures.map(keyOf)).size).toBe(figures.length);
});

test("merging takes whole records of the later sitting and keeps what only the earlier has", () => {
  const [lenet, unet, newer] = [raceOf("lenet1", 1, 2), raceOf("unet", 3, 4), raceOf("unet", 5, 9)].map((figures) =>
    recorded(figures),
  );
  const later = { ...measurementsOf(newer!), versions: { "jax-js": "jax-js 1" } };
  const all = merged(measurementsOf(lenet!, unet!), later);
  expect(all.records).toEqual([lenet, newer]);
  expect(all.versions).toEqual({ "onnxruntime-web": "onnxruntime-web 1.30.0", "jax-js": "jax-js 1" });
});

test("another machine, browser or version of a peer is not merged", () => {
  const here = measurementsOf();
  const there = { ...here, machine: { ...here.machine, browser: "Chromium 157" } };
  expect(() => merged(here, there)).toThrow("cannot merge: browser was Chromium 156 and is Chromium 157");
  const newer = { ...here, versions: { "onnxruntime-web": "onnxruntime-web 2" } };
  expect(() => merged(here, newer)).toThrow("onnxruntime-web was onnxruntime-web 1.30.0 and is onnxruntime-web 2");
});

test("what is written is read again, and nothing else is left in the folder", () => {
  const file = join(folder, "bench.json");
  const all = measurementsOf(recorded(raceOf("lenet1", 1, 2)));
  writeMeasurements(file, all, { targets: [] });
  expect(readMeasurements(file)).toMatchObject(all);
  expect(readdirSync(folder)).toEqual(["bench.json"]);
});

test("a missing file and a file of something else are refused", () => {
  const file = join(folder, "other.json");
  expect(() => readMeasurements(file)).toThrow("does not exist");
  writeFileSync(file, '{"format":"other"}');
  expect(() => readMeasurements(file)).toThrow("holds no measurements");
});
