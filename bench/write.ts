// Owns where the report is kept: docs/performance.md and its pictures.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts/processes.mjs";
import { drawPictures, performancePage } from "./document.ts";
import type { Measurements } from "./measurements.ts";

/** Writes the page and its pictures, in the place of all earlier ones; returns the files, from the project's top folder. */
export function writePerformance(measurements: Measurements): string[] {
  const pictures = join("docs", "pictures");
  mkdirSync(join(root, pictures), { recursive: true });
  for (const file of readdirSync(join(root, pictures)))
    if (/^bench-.*\.svg$/.test(file)) rmSync(join(root, pictures, file));
  const files = [
    [join("docs", "performance.md"), performancePage(measurements)] as const,
    ...[...drawPictures(measurements)].map(([name, svg]) => [join(pictures, name), svg] as const),
  ];
  for (const [file, content] of files) writeFileSync(join(root, file), content);
  return files.map(([file]) => file);
}
