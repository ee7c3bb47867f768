// Owns the versions of the model file: what makes each older one into the next.
import { own } from "../core/record.ts";
import { entriesOf, fromEntries, type Json, type JsonObject } from "./json.ts";

/** The version of the model file that this code writes. */
export const currentVersion = 2;

export type Migration = (file: JsonObject) => JsonObject;

/** `migrations[n]` makes a file of version n one of version n + 1. The first version is 1. */
const migrations: Readonly<Record<number, Migration>> = { 1: mergesAsFunctions };

/** Version 1 had modules of its own for what torch has as functions. */
const functionOf: Readonly<Record<string, string>> = { Add: "add", Mul: "mul", Cat: "cat" };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whatever else stands there is left as it is: reading the file says what is wrong with it. */
function mergesAsFunctions(file: JsonObject): JsonObject {
  const { graph } = file;
  if (!isObject(graph) || !isObject(graph.nodes)) return file;
  const nodes = entriesOf(graph.nodes).map(([name, node]): [string, Json] => {
    const found = isObject(node) && typeof node.module === "string" ? own(functionOf, node.module) : undefined;
    if (found === undefined || !isObject(node)) return [name, node];
    // It took the dim of channels unless told, torch takes the first.
    const args =
      found === "cat" && (node.args === undefined || isObject(node.args)) ? { dim: 1, ...node.args } : node.args;
    return [name, { ...node, module: found, ...(args === undefined ? {} : { args }) }];
  });
  return { ...file, graph: { ...graph, nodes: fromEntries(nodes) } };
}

/** A file of an older version as one of the current version. */
export function migrate(
  file: JsonObject,
  version: number,
  to: number = currentVersion,
  table: Readonly<Record<number, Migration>> = migrations,
): JsonObject {
  let migrated = file;
  for (let v = version; v < to; v++) migrated = { ...(table[v]?.(migrated) ?? migrated), version: v + 1 };
  return migrated;
}
