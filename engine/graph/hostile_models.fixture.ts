// Owns hostile model files: examples and chains of any classes, changed in structure, names, values and text.
import { readdirSync, readFileSync } from "node:fs";
import { moduleDef, modules } from "../modules/index.ts";
import { mutateJson, mutateText, nastyNames, nastyValue, pick, printJson, type Random } from "./hostile.fixture.ts";

const folder = new URL("../../public/examples/", import.meta.url);

/** The examples that the app offers. */
export const examples: readonly unknown[] = readdirSync(folder).map((name) =>
  JSON.parse(readFileSync(new URL(name, folder), "utf8")),
);

/** A chain of any two classes after an Input, whose arguments are mostly hostile. */
function chain(random: Random): unknown {
  const node = (module: string) => {
    const fields = Object.keys(moduleDef(module)?.args ?? {});
    const some = fields.filter(() => random() < 0.4);
    const args = some.map((arg) => [
      arg,
      random() < 0.5 ? pick(random, [1, 2, 3, true, "mean", [1, 2]]) : nastyValue(random),
    ]);
    return { module, args: Object.fromEntries(args) as unknown };
  };
  const [first, second] = [node(pick(random, Object.keys(modules))), node(pick(random, Object.keys(modules)))];
  const shape = pick(random, [[1, 8, 16, 16], [2, 4], [], [0, 3], [2 ** 28], [1, 1, 1, 1, 1, 1, 1, 1]]);
  const nodes = { x: { module: "Input", args: { shape } }, a: first, b: second };
  const edges = [{ from: "x", to: "a" }, ...(random() < 0.7 ? [{ from: "a", to: "b" }] : [])];
  return { format: "edgewise", version: 1, graph: { nodes, edges }, layout: { x: [0, 0], a: [0, 1e6] } };
}

/** One node called otherwise, at every place of the file. */
function rename(text: string, random: Random): string {
  const nodes = [...text.matchAll(/"from":\s*"(\w+)/g)].map(([, name]) => name!);
  if (nodes.length === 0) return text;
  const name = pick(random, nodes);
  const to = JSON.stringify(pick(random, nastyNames)).slice(1, -1);
  return text.replace(new RegExp(`"${name}(?=["\\\\.])`, "g"), () => `"${to}`);
}

/** A model file, or what was one, with hostile changes. */
export function hostileText(random: Random): string {
  let value: unknown = random() < 0.5 ? pick(random, examples) : chain(random);
  for (let changes = 0; random() < 0.6 && changes < 3; changes++) value = mutateJson(value, random);
  const text = printJson(value);
  if (random() < 0.3) return rename(text, random);
  return random() < 0.15 ? mutateText(text, random) : text;
}
