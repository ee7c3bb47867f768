// Owns writing docs/compatibility.md: `npm run compatibility`. Runs all conformance cases for their errors.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ready } from "../engine/index.ts";
import { runCases } from "./compatibility_cases.ts";
import { compatibilityPage } from "./compatibility_page.ts";

await ready({ threads: 1 });
const path = join(import.meta.dirname, "..", "docs", "compatibility.md");
writeFileSync(path, compatibilityPage(runCases()));
console.log(`wrote ${path}`);
