// Owns writing a model file: nodes by name, in the user's order, and the same text for the same model.
import { moduleDef } from "../modules/index.ts";
import type { ModelFile } from "./file.ts";
import { type Graph, sourceOf, targetOf } from "./graph.ts";
import { firstName, nameOf, portName } from "./identity.ts";
import { currentVersion } from "./migrate.ts";

/** The text of a model file: two spaces deep, small things on one line, the same text for the same model. */
export function printModelFile(model: ModelFile): string {
  const { graph, layout } = model;
  const ids = Object.keys(graph.nodes);
  const file = {
    $schema: "./schema/model-v2.json",
    format: "edgewise",
    version: currentVersion,
    name: model.name,
    seed: model.seed,
    graph: {
      nodes: new Map(ids.map((id) => [nameOf(graph, id), nodeJson(graph, id)])),
      edges: graph.edges.map((edge) => ({
        from: portName(graph, sourceOf(edge)),
        to: portName(graph, targetOf(edge)),
      })),
    },
    layout: new Map(ids.flatMap((id) => (Object.hasOwn(layout, id) ? [[nameOf(graph, id), layout[id]]] : []))),
  };
  return printJson(file);
}

/** What a model file holds, as its text. */
export const printJson = (file: object): string => `${print(file, 0)}\n`;

/** Arguments in the order of their declaration. */
function nodeJson(graph: Graph, id: string): Record<string, unknown> {
  const { module, args = {} } = graph.nodes[id]!;
  const order = Object.keys(moduleDef(module)?.args ?? {});
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  given.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const head = nameOf(graph, id) === firstName(id) ? { module } : { module, id: firstName(id) };
  return given.length === 0 ? head : { ...head, args: Object.fromEntries(given) };
}

/** Any value as text. A Map is an object whose keys keep their order, digits too. */
function print(value: unknown, depth: number): string {
  // Infinity has no word in JSON; a number too large for a double reads back as it.
  if (typeof value === "number" && !Number.isFinite(value)) return value > 0 ? "1e999" : "-1e999";
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const list = Array.isArray(value);
  const [open, close] = list ? "[]" : "{}";
  const entries = [...(value instanceof Map ? value : Object.entries(value))].map(([key, item]) => {
    const text = print(item, depth + 1);
    return list ? text : `${JSON.stringify(key)}: ${text}`;
  });
  if (entries.length === 0) return `${open}${close}`;
  // Nodes, edges and positions stand on a line each.
  const small = depth >= 3 || (list && value.every((item) => typeof item !== "object"));
  if (small) return list ? `[${entries.join(", ")}]` : `{ ${entries.join(", ")} }`;
  const indent = "  ".repeat(depth + 1);
  return `${open}\n${indent}${entries.join(`,\n${indent}`)}\n${"  ".repeat(depth)}${close}`;
}
