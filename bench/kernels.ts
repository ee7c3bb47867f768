// Owns the benchmark of single kernels: both builds beside onnxruntime-web and the machine's limit, one thread each.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";
import { buildKernels } from "../scripts/kernels.mjs";
import { root, run, toolPath } from "../scripts/processes.mjs";
import { freshPage } from "./browser.ts";
import type { Measured } from "./kernels_page.ts";
import type { Report, Row } from "./report.ts";

const rounds = 25;

/** Targets as ratios over onnxruntime-web, by work. */
const targets: Readonly<Record<string, number>> = {
  "matmul 1024": 1.8,
  "conv 3×3 64→64 at 56²": 2.5,
  "depthwise 3×3 96 at 56²": 2,
};

/** The module of bench/limit, compiled. */
async function limitModule(): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), "limit-"));
  try {
    const file = join(folder, "limit.wasm");
    const source = join(root, "bench", "limit", "fma.ts");
    const options = ["-O3", "--runtime", "stub", "--enable", "simd", "--enable", "relaxed-simd"];
    const { code, output } = await run(process.execPath, [
      toolPath("assemblyscript", "asc"),
      source,
      "--outFile",
      file,
      ...options,
    ]);
    if (code !== 0) throw new Error(output);
    return [...readFileSync(file)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(): Promise<Measured[]> {
  await buildKernels();
  const limit = await limitModule();
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "warn",
    // Isolated pages have a finer clock.
    server: {
      port: 4331,
      hmr: false,
      watch: null,
      headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
    },
    optimizeDeps: { exclude: ["onnxruntime-web"], noDiscovery: true },
  });
  try {
    await server.listen();
    const page = await freshPage();
    await page.goto(`${server.resolvedUrls?.local[0]}bench/kernels.html`);
    await page.waitForFunction(() => "measureKernels" in globalThis);
    return await page.evaluate(([module, times]) => globalThis.measureKernels(module, times), [limit, rounds] as const);
  } finally {
    await server.close();
  }
}

function rowsOf({ work, flops, milliseconds, limit, difference }: Measured): Row[] {
  const speed = (ms: number): number => flops / ms / 1e6;
  const { plain, relaxed, onnxruntime } = milliseconds;
  const share = (100 * speed(relaxed)) / limit;
  const target = targets[work];
  const figures = [
    `relaxed ${relaxed.toPrecision(3)} ms (${speed(relaxed).toFixed(1)} GFLOP/s, ${share.toFixed(0)} % of the limit)`,
    `plain ${plain.toPrecision(3)} ms (${speed(plain).toFixed(1)} GFLOP/s, ${(onnxruntime / plain).toFixed(2)} ×)`,
    `onnxruntime-web ${onnxruntime.toPrecision(3)} ms`,
    `largest difference ${difference.toExponential(1)}`,
  ];
  const ratio: Row = {
    work,
    value: onnxruntime / relaxed,
    unit: "× onnxruntime-web",
    ...(target ? { target: { kind: "at least", value: target } } : {}),
    note: figures.join("; "),
  };
  if (work !== "matmul 1024") return [ratio];
  const ofLimit: Row = {
    work: "matmul 1024, share of the FMA limit",
    value: share,
    unit: "%",
    target: { kind: "at least", value: 80 },
    note: `limit ${limit.toFixed(1)} GFLOP/s: 12 chains of f32x4.relaxed_madd in the same run`,
  };
  return [ratio, ofLimit];
}

/** Ratios of medians of ≥ 20 alternating rounds in one page. */
export async function kernelRatios(): Promise<Report> {
  const measured = await measureAll();
  return {
    name: "kernels",
    title: `Kernels, one thread, medians of ${rounds} alternating rounds`,
    rows: measured.flatMap(rowsOf),
  };
}
