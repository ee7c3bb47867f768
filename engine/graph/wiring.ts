// Owns what a compiled spec says about single modules: each with where its inputs come from, in the order they run.
import type { PortRef } from "./graph.ts";
import type { BlockSpec, SequentialSpec, WiredModule } from "./spec.ts";

/** All modules of the spec, Blocks opened, in the order they run; a chain's links are spelled out. */
export function wiredModules(spec: SequentialSpec): WiredModule[] {
  const out: WiredModule[] = [];
  let value: PortRef | null = spec.inputs[0] === undefined ? null : { node: spec.inputs[0].id, port: null };
  for (const item of spec.items) {
    if (item.kind === "block") {
      out.push(...item.modules);
      value = item.outputs[0] ?? null;
    } else {
      out.push({ ...item, inputs: value ? [value] : [] });
      value = { node: item.id, port: null };
    }
  }
  return out;
}

/** The Blocks of the spec. */
export const blocksOf = (spec: SequentialSpec): BlockSpec[] => spec.items.filter((item) => item.kind === "block");
