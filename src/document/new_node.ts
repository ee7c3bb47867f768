// Owns what a new node starts with: the values its declaration has for what torch asks for, so that it runs at once.
import type { GraphNode } from "../../engine/graph/graph.ts";
import { moduleDef } from "../../engine/modules/index.ts";

/** A node of a module as it is first put into a graph. */
export function newNode(module: string): GraphNode {
  const fields = Object.entries(moduleDef(module)?.args ?? {});
  const given = fields.flatMap(([name, { start }]) => (start === undefined ? [] : [[name, start] as const]));
  return given.length === 0 ? { module } : { module, args: Object.fromEntries(given) };
}
