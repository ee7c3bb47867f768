// Owns how the unit tests run: in Node, beside the files they test.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{engine,workers,src,scripts,bench}/**/*.test.{ts,tsx}"],
    environment: "node",
    setupFiles: ["scripts/unwritten.ts"],
    globalSetup: ["scripts/kernels.mjs"],
    // Cheaper to start than processes.
    pool: "threads",
    // All processors: by default one is left out, which is half of two.
    maxWorkers: "100%",
    testTimeout: 120_000,
    hookTimeout: 30_000,
  },
});
