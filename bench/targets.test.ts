// Owns the tests of figures against their targets.
import { expect, test } from "vitest";
import { cannot, measurementsOf, raceOf, recorded, timed } from "./measured.fixture.ts";
import type { Figures } from "./measurements.ts";
import { quantile, reaches, rowLines } from "./report.ts";
import { targetRows } from "./targets.ts";

const rowsOf = (...figures: Figures[]) => targetRows(measurementsOf(...figures.map((one) => recorded(one))));

test("a ratio of one race, reached or not", () => {
  const [reached] = rowsOf(raceOf("conv3", 2, 5));
  expect(reached).toMatchObject({ value: 2.5, target: { kind: "at least", value: 2.5 } });
  expect(reaches(reached!)).toBe(true);
  expect(reaches(rowsOf(raceOf("conv3", 2, 4.9))[0]!)).toBe(false);
});

test("without a figure of either side there is no row", () => {
  const figures = raceOf("conv3", 2, 5);
  if (figures.kind !== "race") throw new Error("not a race");
  const results = { ...figures.results, edgewise: cannot("crashed") };
  expect(rowsOf({ ...figures, results })).toEqual([]);
});

test("any peer is the fastest that can, not native PyTorch", () => {
  const results = {
    edgewise: timed(10),
    "tfjs cpu": timed(2000),
    "jax-js": timed(400),
    "onnxruntime-web": cannot("has no training"),
    "native PyTorch": timed(5),
  };
  const rows = rowsOf({ kind: "race", work: "train-lenet", threads: 1, results, limit: null });
  expect(rows.map(({ value }) => value)).toEqual([200, 40, 0.5]);
  expect(rows.map(reaches)).toEqual([true, true, false]);
});

test("the share of the limit is of the limit in the same race", () => {
  const figures = raceOf("matmul1024", 50, 100);
  if (figures.kind !== "race") throw new Error("not a race");
  const share = rowsOf({ ...figures, limit: 50 }).find(({ unit }) => unit === "%");
  expect(share?.value).toBeCloseTo((100 * (2 * 1024 ** 3)) / 50e6 / 50);
  expect(rowsOf(figures).some(({ unit }) => unit === "%")).toBe(false);
});

test("two threads over one", () => {
  const results = { "edgewise, 1 thread": timed(90), "edgewise, 2 threads": timed(50) };
  expect(rowsOf({ kind: "scaling", work: "resnet18", results })[0]).toMatchObject({
    value: 1.8,
    target: { value: 1.7 },
  });
});

test("an edit is judged by its slowest twentieth", () => {
  const worker = Array.from({ length: 40 }, (_, i) => i + 1);
  const rows = rowsOf({
    kind: "edit",
    edits: worker,
    answers: worker,
    worker,
    loads: [900],
    longTasks: [],
    scriptBytes: 300 * 1024,
  });
  expect(rows.map(({ value }) => value)).toEqual([38, 38, 0, 900, 300]);
  expect(rows.map(reaches)).toEqual([false, true, true, true, true]);
});

test("missed stretches are told apart and not counted", () => {
  const results = { edgewise: timed(10), "onnxruntime-web": timed(25), "native PyTorch": timed(9) };
  const { lines, missed } = rowLines(rowsOf({ kind: "race", work: "unet", threads: 1, results, limit: null }));
  expect(missed).toBe(0);
  expect(lines.join("\n")).toMatch(/reached[\s\S]*missed \(stretch\)/);
});

test("quantiles are of the nearest rank", () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
  expect(quantile([], 0.5)).toBeNaN();
});
