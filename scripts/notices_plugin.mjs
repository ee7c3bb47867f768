// Owns the third-party notices: which packages end up in the built app, and their licences as one text beside it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./processes.mjs";

/** Licences that allow what is done here: to hand the built app on, with the notice. */
const allowed = new Set(["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "EPL-2.0"]);

/** Its runtime is compiled into the kernels, where no bundler sees it. */
const compiledIn = ["assemblyscript"];

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {string} license an SPDX expression
 * @property {string} [source] where its source is
 * @property {string} text its licence's text
 */

/**
 * The folder of the package a module belongs to; null for the project's own and the bundler's.
 * @param {string} id
 * @returns {string | null}
 */
export function packageFolder(id) {
  const path = id.replaceAll("\\", "/").replace(/^\0/, "").split("?")[0] ?? "";
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
}

/** @param {{ license?: string, licenses?: { type: string }[] }} manifest */
const licenseOf = ({ license, licenses }) => license ?? licenses?.map(({ type }) => type).join(" OR ") ?? "";

/** @param {unknown} repository */
function addressOf(repository) {
  const given = typeof repository === "string" ? repository : /** @type {{ url?: string }} */ (repository)?.url;
  if (!given) return undefined;
  const address = given
    .replace(/^git\+/, "")
    .replace(/^(?:git:\/\/|ssh:\/\/git@)/, "https://")
    .replace(/\.git$/, "");
  return /^https?:/.test(address) ? address : `https://github.com/${address.replace(/^github:/, "")}`;
}

/**
 * What must be said of a package.
 * @param {string} folder
 * @returns {Package}
 * @throws {Error} where its licence is none of the allowed ones
 */
export function readPackage(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const license = licenseOf(manifest);
  const choices = license.replace(/[()]/g, "").split(/ OR /);
  if (!choices.some((one) => one.split(" AND ").every((part) => allowed.has(part)))) {
    throw new Error(
      `${manifest.name}: its licence (${license || "none"}) is not one that scripts/notices_plugin.mjs allows`,
    );
  }
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  const author = typeof manifest.author === "string" ? manifest.author : manifest.author?.name;
  const source = addressOf(manifest.repository);
  return {
    name: manifest.name,
    version: manifest.version,
    license,
    ...(source === undefined ? {} : { source }),
    text: texts.join("\n\n") || `Licence: ${license}${author ? `. Copyright: ${author}` : ""}`,
  };
}

/**
 * The notices as one text, packages by name; packages with the same licence text share it.
 * @param {readonly Package[]} packages
 * @returns {string}
 */
export function printNotices(packages) {
  /** @type {Map<string, Package[]>} */
  const byText = new Map();
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  const groups = [...byText].map(([text, group]) => {
    const lines = group.map(({ name, version, license, source }) => {
      return `${name} ${version} (${license})${source === undefined ? "" : `\n  ${source}`}`;
    });
    return [...lines.sort(), "", text].join("\n");
  });
  const line = `\n\n${"-".repeat(80)}\n\n`;
  return `${["Edgewise contains the following packages of others, under their licences.", ...groups.sort()].join(line)}\n`;
}

/**
 * Collects packages from every bundle whose build has `collector` among its plugins; `write` writes what was found.
 */
export function noticesOfBundles() {
  const folders = new Set(compiledIn.map((name) => join(root, "node_modules", name)));
  return {
    /** @returns {import("vite").Plugin} */
    collector: () => ({
      name: "notices",
      generateBundle(_, bundle) {
        for (const output of Object.values(bundle)) {
          if (output.type !== "chunk") continue;
          for (const id of output.moduleIds) {
            const folder = packageFolder(id);
            if (folder !== null) folders.add(folder);
          }
        }
      },
    }),
    /** @param {string} outDir */
    write(outDir) {
      const packages = [...folders].map(readPackage);
      const unique = [...new Map(packages.map((one) => [`${one.name} ${one.version}`, one])).values()];
      writeFileSync(join(outDir, "third-party-notices.txt"), printNotices(unique));
      writeFileSync(join(outDir, "LICENSE.txt"), readFileSync(join(root, "LICENSE")));
    },
  };
}
