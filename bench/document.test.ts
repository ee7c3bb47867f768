// Owns the tests of docs/performance.md: its figures are those of the measurements, and only of them.
import { expect, test } from "vitest";
import { drawPictures, performancePage } from "./document.ts";
import { cannot, measurementsOf, raceOf, recorded, timed } from "./measured.fixture.ts";

const full = measurementsOf(
  recorded({
    kind: "race",
    work: "lenet16",
    threads: 1,
    results: {
      edgewise: timed(0.4),
      "onnxruntime-web": timed(0.8, 7),
      "jax-js": cannot("no answer | within 20 s"),
    },
    limit: 57.6,
  }),
  recorded(raceOf("matmul1024", 40, 80)),
  recorded(raceOf("unet", 10, 30, 2), "2026-01-05T00:00:00.000Z"),
  recorded({
    kind: "curve",
    curve: "lenet-batch",
    size: 4,
    results: { edgewise: timed(3), "onnxruntime-web": timed(5) },
  }),
  recorded({
    kind: "curve",
    curve: "lenet-batch",
    size: 1,
    results: { edgewise: timed(1), "onnxruntime-web": timed(2) },
  }),
  recorded({
    kind: "memory",
    work: "lenet1",
    results: {
      edgewise: { wasm: 3 * 2 ** 20, process: 12 * 2 ** 20 },
      "native PyTorch": { wasm: null, process: null },
      "jax-js": { cannot: "crashed" },
    },
  }),
  recorded({
    kind: "load",
    work: "lenet1",
    results: { edgewise: { scripts: 80, start: 15, build: 4, first: 2, total: 101, count: 7 } },
  }),
);
const page = performancePage(full);

test("names the machine, the versions, the days and the limit", () => {
  expect(page).toContain("Some CPU, 2 cores, Linux 6");
  expect(page).toContain("Chromium 156");
  expect(page).toContain("- onnxruntime-web: onnxruntime-web 1.30.0");
  expect(page).toContain("measured: 2026-01-02, 2026-01-05; Edgewise at abc1234");
  expect(page).toContain("57.6 GFLOP/s");
  expect(page).not.toContain("quick run");
});

test("rows stand in the order of the workloads; ratios and small counts beside the medians", () => {
  expect(page).toContain("| LeNet b16 | 0.4 | 0.8 (2×, n 7) |");
  expect(page).toContain("| matmul 1024 | 40 | 80 (2×) |");
  expect(page.indexOf("| matmul 1024 |")).toBeLessThan(page.indexOf("| LeNet b16 |"));
  expect(page.indexOf("## All workloads, two threads")).toBeLessThan(page.indexOf("| U-Net at 128² | 10 | 30 (3×) |"));
});

test("who cannot is named with the reason", () => {
  expect(page).toContain("- jax-js: no answer | within 20 s (LeNet b16)");
  expect(page).toContain("- jax-js: crashed (LeNet b1)");
});

test("targets, memory and load time", () => {
  expect(page).toMatch(/\| LeNet b16, 1 thread: onnxruntime-web's time over ours \| 2 × \| ≥ 1.5 \| reached \|/);
  expect(page).toContain("| LeNet b1 | edgewise | 3 | 12 |");
  expect(page).toContain("| LeNet b1 | native PyTorch | – | – |");
  expect(page).toContain("| LeNet b1 | edgewise | 80 | 15 | 4 | 2 | 101 |");
});

test("every picture that the page shows is drawn, and no other", () => {
  const shown = [...page.matchAll(/\]\(pictures\/([^)]+)\)/g)].map(([, file]) => file);
  expect(shown.sort()).toEqual([...drawPictures(full).keys()].sort());
  expect(shown).toEqual(["bench-lenet-batch.svg", "bench-ratios-1.svg", "bench-ratios-2.svg"]);
});

test("what was not measured has no section", () => {
  const bare = performancePage(measurementsOf());
  for (const heading of ["Targets", "All workloads", "Cost against size", "Memory", "Load time, one"])
    expect(bare).not.toContain(`## ${heading}`);
  expect(bare).toContain("npm run bench -- --json FILE --write");
});
