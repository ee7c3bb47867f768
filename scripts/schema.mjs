// Owns writing the published JSON Schema of the model file: `npx tsx scripts/schema.mjs`.
import { mkdirSync, writeFileSync } from "node:fs";
import { modelSchema } from "../engine/graph/schema.ts";

const folder = new URL("../public/schema/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("model-v2.json", folder), `${JSON.stringify(modelSchema(), null, 2)}\n`);
