// Owns how much memory a run needs: counted from shapes before anything is allocated, refused above a limit.
import { printBytes } from "../engine/core/bytes.ts";
import { bytesPerElement, type DType } from "../engine/core/dtype.ts";
import { numel, printShape, type Shape } from "../engine/core/shape.ts";
import { printPort } from "../engine/graph/graph.ts";
import type { SequentialSpec } from "../engine/graph/spec.ts";
import { wiredModules } from "../engine/graph/wiring.ts";
import { outputShapes } from "../engine/modules/derive.ts";
import { moduleDef } from "../engine/modules/index.ts";
import type { Failure } from "./protocol.ts";

/** Bytes of activations and parameters that a run may need. */
export const memoryLimit = 2 * 2 ** 30;

export interface MemoryNeed {
  /** Activations of all ports and all parameters, in bytes. */
  readonly bytes: number;
  /** The same by node: what it puts out and what it learns. */
  readonly byNode: ReadonlyMap<string, { readonly bytes: number; readonly shape: Shape }>;
  /** Shapes at all ports, as far as they are known without running. */
  readonly shapes: ReadonlyMap<string, Shape>;
}

/** Counts what a run will hold. A module whose shapes do not fit counts nothing: it fails before it allocates. */
export function memoryNeed(
  spec: SequentialSpec,
  inputs: Readonly<Record<string, { readonly shape: Shape; readonly dtype: DType }>>,
): MemoryNeed {
  const shapes = new Map<string, Shape>();
  const byNode = new Map<string, { bytes: number; shape: Shape }>();
  for (const [name, { shape, dtype }] of Object.entries(inputs)) {
    shapes.set(name, shape);
    byNode.set(name, { bytes: numel(shape) * bytesPerElement[dtype], shape });
  }
  for (const { name, module, args, inputs: sources, outputs } of wiredModules(spec)) {
    const def = moduleDef(module);
    if (!def) continue;
    let elements = 0;
    for (const param of Object.values(def.params(args))) if (param) elements += numel(param.shape);
    const given = sources.map((port) => (port ? shapes.get(printPort(port)) : null));
    if (given.every((shape) => shape !== undefined)) {
      try {
        outputShapes(def, args, given).forEach((shape, i) => {
          shapes.set(printPort({ node: name, port: i === 0 ? null : (outputs[i] as string) }), shape);
          elements += numel(shape);
        });
      } catch {
        // The module itself says what does not fit when it runs.
      }
    }
    byNode.set(name, { bytes: elements * bytesPerElement.float32, shape: shapes.get(name) ?? [] });
  }
  let bytes = 0;
  for (const node of byNode.values()) bytes += node.bytes;
  return { bytes, byNode, shapes };
}

/** How many nodes a refusal names beside the one that needs most. */
const alsoNamed = 4;

/** The refusal of a run that needs more than `limit` bytes, with the figures of the largest nodes; null when it fits. */
export function refuseLarge(need: MemoryNeed, limit: number): Failure | null {
  if (need.bytes <= limit) return null;
  const [[node, most], ...rest] = [...need.byNode].sort((a, b) => b[1].bytes - a[1].bytes) as [
    [string, { readonly bytes: number; readonly shape: Shape }],
    ...[string, { readonly bytes: number; readonly shape: Shape }][],
  ];
  const largest = `${node} alone needs ${printBytes(most.bytes)} for ${printShape(most.shape)}`;
  const others = rest.slice(0, alsoNamed).map(([name, { bytes }]) => `${name} ${printBytes(bytes)}`);
  const list = [largest, ...others].join(", ");
  return {
    kind: "memory",
    node,
    message: `Running this model needs ${printBytes(need.bytes)}, and the limit is ${printBytes(limit)}: ${list}.`,
  };
}

/** What to say when an allocation failed while a node ran. */
export function outOfMemory(node: string, need: MemoryNeed): Failure {
  const known = need.byNode.get(node);
  const size = known ? ` for ${printBytes(known.bytes)} of ${printShape(known.shape)}` : "";
  return { kind: "memory", node, message: `${node}: there was not enough memory${size}.` };
}

/** Whether an error says that memory could not be had. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && /allocation failed|invalid (typed )?array (buffer )?length/i.test(error.message);
