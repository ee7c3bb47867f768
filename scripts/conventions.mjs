// Owns the conventions that no other tool checks: how long a file may be, how it begins, what may not be left in it, and
// that what a script writes is what it would write now.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { staleExports } from "./kernel_exports.mjs";
import { root } from "./processes.mjs";

const folders = ["engine", "workers", "src", "e2e", "bench", "scripts"];
const longest = 400;

/** Files that may be longer, each with the reason. @type {Readonly<Record<string, string>>} */
const mayBeLonger = {};

const leftovers = [
  { what: "a note of unfinished work", pattern: /\b(?:TODO|FIXME|XXX)\b/ },
  { what: "a test run alone", pattern: /\b(?:test|it|describe|bench)\.only\b/ },
  { what: "a test left out", pattern: /\b(?:test|it|describe|bench)\.(?:skip|todo|fixme)\b/ },
  { what: "a silenced type error", pattern: /@ts-(?:ignore|nocheck)\b/ },
];

/**
 * What is wrong with one TypeScript file, one line each; the length counts in engine, workers and src.
 * @param {string} path from the project's top folder, with slashes
 * @param {string} text
 * @returns {string[]}
 */
export function conventionProblems(path, text) {
  const lines = text.trimEnd().split("\n");
  const problems = lines.flatMap((line, index) =>
    leftovers
      .filter(({ pattern }) => pattern.test(line))
      .map(({ what }) => `${path}:${index + 1}: ${what}: ${line.trim()}`),
  );
  if (!/^\s*(?:\/\/|\/\*)/.test(lines[0] ?? "")) {
    problems.push(`${path}:1: the first line is not a comment that says what the file owns`);
  }
  const counted = /^(?:engine|workers|src)\//.test(path) && !(path in mayBeLonger);
  if (counted && lines.length > longest) problems.push(`${path}: ${lines.length} lines, more than ${longest}`);
  return problems;
}

/** @returns {string[]} the TypeScript files of the project, with slashes */
function sourceFiles() {
  return folders.flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
        .filter((file) => /\.tsx?$/.test(file) && !file.includes("node_modules/"))
        .sort();
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const files = sourceFiles();
  const problems = files.flatMap((file) => conventionProblems(file, readFileSync(join(root, file), "utf8")));
  for (const { path } of staleExports()) {
    problems.push(`${relative(root, path)}: not what the kernels export: run node scripts/kernels.mjs`);
  }
  for (const problem of problems) console.log(problem);
  console.log(`${files.length} files, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
