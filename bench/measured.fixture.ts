// Owns made-up measurements, for the tests of what is made from measurements.
import type { Figures, Measured, Measurements } from "./measurements.ts";
import type { Result } from "./race.ts";

export const timed = (median: number, count = 21): Result => ({
  kind: "timed",
  median,
  p10: median * 0.9,
  p90: median * 1.1,
  count,
});

export const cannot = (reason: string): Result => ({ kind: "cannot", reason });

export const recorded = (figures: Figures, at = "2026-01-02T03:04:05.000Z"): Measured => ({
  ...figures,
  at,
  commit: "abc1234",
  quick: false,
});

export const measurementsOf = (...records: readonly Measured[]): Measurements => ({
  format: "edgewise-bench",
  version: 1,
  machine: { cpu: "Some CPU", cores: 2, system: "Linux 6", node: "v20.0.0", browser: "Chromium 156" },
  versions: { "onnxruntime-web": "onnxruntime-web 1.30.0" },
  records,
});

/** A race of a work on one thread, ours beside onnxruntime-web. */
export const raceOf = (work: string, own: number, other: number, threads = 1): Figures => ({
  kind: "race",
  work,
  threads,
  results: { edgewise: timed(own), "onnxruntime-web": timed(other) },
  limit: null,
});
