// Owns the signatures of the compiled kernels: TypeScript for each family, written from what its AssemblyScript exports.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./processes.mjs";

const kernels = join(root, "engine", "kernels");
const width = 120;

/** @typedef {{ readonly name: string, readonly type: string }} Parameter */
/** @typedef {{ readonly name: string, readonly parameters: readonly Parameter[], readonly result: string }} Signature */

/**
 * What a function exported by an AssemblyScript file takes and gives.
 * @param {string} source
 * @param {string} name
 * @returns {Signature}
 */
function signatureOf(source, name) {
  const found = new RegExp(`^export function ${name}\\(([^)]*)\\): (\\w+) \\{`, "m").exec(source);
  if (!found) throw new Error(`no exported function ${name}`);
  const [, list = "", result = ""] = found;
  const parameters = list
    .split(",")
    .map((part) => /^\s*_?(\w+): (\w+)\s*$/.exec(part))
    .flatMap((match) => (match ? [{ name: match[1] ?? "", type: match[2] ?? "" }] : []));
  return { name, parameters, result };
}

/** The exports by family, in the order of assembly/index.ts. @returns {Map<string, Signature[]>} */
function signatures() {
  const index = readFileSync(join(kernels, "assembly", "index.ts"), "utf8");
  /** @type {Map<string, Signature[]>} */
  const families = new Map();
  for (const [, list = "", family = "", file = ""] of index.matchAll(
    /export \{([^}]*)\} from "\.\.\/(\w+)\/([^"]*)"/g,
  )) {
    const source = readFileSync(join(kernels, family, `${file}.ts`), "utf8");
    const names = list.split(",").flatMap((name) => name.trim() || []);
    families.set(family, [...(families.get(family) ?? []), ...names.map((name) => signatureOf(source, name))]);
  }
  return families;
}

/**
 * A list between brackets, on one line where it fits, else filled into lines.
 * @param {string} before
 * @param {readonly string[]} items
 * @param {string} after
 */
function listed(before, items, after) {
  const whole = `${before}${items.join(", ")}${after}`;
  if (whole.length <= width) return whole;
  const lines = [""];
  for (const item of items) {
    const line = `${lines.at(-1)}${item}, `;
    if (line.length > width - 4) lines.push(`${item}, `);
    else lines[lines.length - 1] = line;
  }
  return [before, ...lines.map((line) => `    ${line.trimEnd()}`), `  ${after}`].join("\n");
}

/**
 * The text of a family's exports.ts.
 * @param {string} family
 * @param {readonly Signature[]} own
 */
function textOf(family, own) {
  const pascal = family.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());
  const camel = `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`;
  const used = new Set(own.flatMap(({ parameters, result }) => [...parameters.map(({ type }) => type), result]));
  return [
    "// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.",
    "",
    ...["bool", "f32", "f64", "i32", "isize", "usize"]
      .filter((type) => used.has(type))
      .map((type) => `type ${type} = number;`),
    "",
    `export type ${pascal}Exports = {`,
    ...own.map(({ name, parameters, result }) =>
      listed(
        `  ${name}(`,
        parameters.map((p) => `${p.name}: ${p.type}`),
        `): ${result};`,
      ),
    ),
    "};",
    "",
    `export const ${camel}Parameters = {`,
    ...own.map(({ name, parameters }) =>
      listed(
        `  ${name}: [`,
        parameters.map((p) => `"${p.name}"`),
        "],",
      ),
    ),
    "} as const;",
    "",
  ].join("\n");
}

/**
 * The generated files that are not what the AssemblyScript says, with what they should be.
 * @returns {{ readonly path: string, readonly text: string }[]}
 */
export function staleExports() {
  return [...signatures()]
    .map(([family, own]) => ({ path: join(kernels, family, "exports.ts"), text: textOf(family, own) }))
    .filter(({ path, text }) => !existsSync(path) || readFileSync(path, "utf8") !== text);
}

/** Writes them. */
export function writeExports() {
  for (const { path, text } of staleExports()) writeFileSync(path, text);
}
