// Owns print(model): the compiled Sequential as torch prints nested modules.
import { indentRepr } from "../core/python.ts";
import { reprModule } from "../modules/derive.ts";
import { moduleDef } from "../modules/index.ts";
import type { ModuleSpec, SequentialSpec } from "./spec.ts";

/** The text of print(model), to torch's letter: `Sequential(\n  (conv1): Conv2d(…)\n)`. */
export function printSpec(spec: SequentialSpec): string {
  const lines = spec.items.map((item) => {
    const text = item.kind === "module" ? printModule(item) : container("Block", item.modules.map(named));
    return `(${item.name}): ${indentRepr(text, 2)}`;
  });
  return container("Sequential", lines);
}

function printModule({ module, args }: ModuleSpec): string {
  const def = moduleDef(module);
  return def ? reprModule(def, args) : `${module}()`;
}

const named = (module: ModuleSpec): string => `(${module.name}): ${indentRepr(printModule(module), 2)}`;

const container = (name: string, lines: readonly string[]): string =>
  lines.length === 0 ? `${name}()` : `${name}(\n${lines.map((line) => `  ${line}\n`).join("")})`;
