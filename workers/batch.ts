// Owns which tensors have a batch dim, so that one sample of them can be shown.
import type { Shape } from "../engine/core/shape.ts";
import { firstPort, type PortRef, printPort } from "../engine/graph/graph.ts";
import { type SequentialSpec, sourcesOf } from "../engine/graph/spec.ts";
import { wiredModules } from "../engine/graph/wiring.ts";
import { moduleDef } from "../engine/modules/index.ts";

/** How many spatial dims a class works on that takes one sample without a batch too; null of others. */
function spatialDims(module: string): number | null {
  const def = moduleDef(module);
  return def?.spatial !== undefined && def.batch === "optional" ? def.spatial : null;
}

/**
 * Ports whose tensor is one sample without a batch dim, given the shapes at all ports. torch takes (C, H, W) for
 * (N, C, H, W) wherever a class works on two spatial dims: with such a class upstream, or reading an Input, three dims
 * mean an image. A change of rank on the way (Flatten) ends what is known.
 */
export function unbatchedPorts(spec: SequentialSpec, shapes: ReadonlyMap<string, Shape>): ReadonlySet<string> {
  const modules = wiredModules(spec);
  const spatial = new Map<string, number>();
  const rank = (port: PortRef) => shapes.get(printPort(port))?.length;
  for (const step of modules.toReversed()) {
    const { id, module } = step;
    const dims = spatialDims(module) ?? spatial.get(id);
    if (dims === undefined) continue;
    for (const source of sourcesOf(step)) {
      if (rank(source) === dims + 1 && !spatial.has(source.node)) spatial.set(source.node, dims);
    }
  }
  for (const { id, module, inputs, outputs } of modules) {
    const first = inputs[0];
    const from = first && rank(first) === rank({ node: id, port: null }) ? spatial.get(first.node) : undefined;
    const dims = spatialDims(module) ?? from ?? spatial.get(id);
    if (dims !== undefined && outputs.length > 0) spatial.set(id, dims);
  }
  const unbatched = new Set<string>();
  const own = modules.flatMap(({ id, outputs }) =>
    outputs.map((port, i) => ({ node: id, port: i === 0 ? null : port })),
  );
  for (const port of [...spec.inputs.map(({ id }) => firstPort(id)), ...own]) {
    const dims = spatial.get(port.node);
    if (dims !== undefined && rank(port) === dims + 1) unbatched.add(printPort(port));
  }
  return unbatched;
}
