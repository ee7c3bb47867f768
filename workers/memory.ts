// Owns how much memory a run needs: counted from shapes before anything is allocated, refused above a limit.

import { printBytes } from "../engine/core/bytes.ts";
import { bytesPerElement, type DType } from "../engine/core/dtype.ts";
import { own } from "../engine/core/record.ts";
import { say, type Words } from "../engine/core/said.ts";
import { numel, printShape, type Shape } from "../engine/core/shape.ts";
import { printPort } from "../engine/graph/graph.ts";
import { firstName } from "../engine/graph/identity.ts";
import type { SequentialSpec } from "../engine/graph/spec.ts";
import { wiredModules } from "../engine/graph/wiring.ts";
import { allParams } from "../engine/modules/derive.ts";
import { moduleDef } from "../engine/modules/index.ts";
import { outputShapes } from "../engine/modules/interpret.ts";
import type { Prepared } from "../engine/plan/prepared.ts";
import type { InputLike } from "../engine/plan/trace.ts";
import { failureOf } from "./failure.ts";
import type { Failure } from "./protocol.ts";

/** Bytes that a run may need. */
export const memoryLimit = 2 * 2 ** 30;

export interface NodeNeed {
  /** The node's name. */
  readonly name: string;
  /** All it needs, in bytes. */
  readonly bytes: number;
  /** Of those, what it learns. */
  readonly learned: number;
  readonly shape: Shape;
}

export interface MemoryNeed {
  /** Activations of all ports, all parameters, what is prepared, and what the greediest node takes while it runs. */
  readonly bytes: number;
  readonly byNode: ReadonlyMap<string, NodeNeed>;
  /** Shapes at all ports, as far as they are known without running. */
  readonly shapes: ReadonlyMap<string, Shape>;
}

/** Counts what a run will hold. A module whose shapes do not fit counts nothing: it fails before it allocates. */
export function memoryNeed(
  spec: SequentialSpec,
  inputs: Readonly<Record<string, { readonly shape: Shape; readonly dtype: DType }>>,
): MemoryNeed {
  const shapes = new Map<string, Shape>();
  const byNode = new Map<string, NodeNeed>();
  for (const { id, name } of spec.inputs) {
    const input = own(inputs, id);
    if (!input) continue;
    const { shape, dtype } = input;
    shapes.set(id, shape);
    byNode.set(id, { name, bytes: numel(shape) * bytesPerElement[dtype], learned: 0, shape });
  }
  for (const { id, name, module, args, inputs: sources, outputs } of wiredModules(spec)) {
    const def = moduleDef(module);
    if (!def) continue;
    let [learned, elements] = [0, 0];
    for (const param of Object.values(allParams(def, args))) if (param) learned += bytesOf(param);
    const given = sources.map((port) => (port ? shapes.get(printPort(port)) : null));
    if (given.every((shape) => shape !== undefined)) {
      try {
        outputShapes(def, args, given).forEach((shape, i) => {
          shapes.set(printPort({ node: id, port: i === 0 ? null : (outputs[i] as string) }), shape);
          elements += numel(shape);
        });
      } catch {
        // The module itself says what does not fit when it runs.
      }
    }
    const bytes = learned + elements * bytesPerElement.float32;
    byNode.set(id, { name, bytes, learned, shape: shapes.get(id) ?? [] });
  }
  return { bytes: sumOf(byNode), byNode, shapes };
}

/**
 * The same with what modules take that run in a prepared form, as `prepare` tells of each (null: it runs as it is):
 * weights laid out for their kernels, values between inputs and outputs. Only one node runs at a time, so what a node
 * takes while it runs counts for all, once.
 */
export function withPrepared(
  need: MemoryNeed,
  spec: SequentialSpec,
  inputs: Readonly<Record<string, InputLike>>,
  prepare: (node: string, inputs: readonly (InputLike | null)[]) => Pick<Prepared, "bytes" | "outputs"> | null,
): MemoryNeed {
  const ports = new Map(Object.entries(inputs));
  const byNode = new Map(need.byNode);
  let [most, all] = [0, 0];
  for (const { id, inputs: sources, outputs } of wiredModules(spec)) {
    const known = need.byNode.get(id);
    const given = sources.map((port) => (port ? ports.get(printPort(port)) : null));
    if (!known || !need.shapes.has(id) || !given.every((input) => input !== undefined)) continue;
    const prepared = prepare(id, given);
    for (const [i, port] of outputs.entries()) {
      const key = printPort({ node: id, port: i === 0 ? null : port });
      const shape = need.shapes.get(key);
      const output = prepared ? prepared.outputs[i] : shape && ({ shape, dtype: "float32" } as const);
      if (output) ports.set(key, output);
    }
    if (!prepared) continue;
    const { outputs: out, running, kept } = prepared.bytes;
    byNode.set(id, { ...known, bytes: known.learned + out + running + kept });
    all += running;
    most = Math.max(most, running);
  }
  return { ...need, bytes: sumOf(byNode) - all + most, byNode };
}

const bytesOf = ({ shape, dtype = "float32" }: { readonly shape: Shape; readonly dtype?: DType }): number =>
  numel(shape) * bytesPerElement[dtype];

function sumOf(byNode: ReadonlyMap<string, NodeNeed>): number {
  let bytes = 0;
  for (const node of byNode.values()) bytes += node.bytes;
  return bytes;
}

/** How many nodes a refusal names beside the one that needs most. */
const alsoNamed = 4;

/** The refusal of a run that needs more than `limit` bytes, with the figures of the largest nodes; null when it fits. */
export function refuseLarge(need: MemoryNeed, limit: number): Failure | null {
  if (need.bytes <= limit) return null;
  const [[node, most], ...rest] = [...need.byNode].sort((a, b) => b[1].bytes - a[1].bytes) as [
    [string, NodeNeed],
    ...[string, NodeNeed][],
  ];
  const alone = { node: most.name, bytes: printBytes(most.bytes), shape: printShape(most.shape) };
  const others = rest.slice(0, alsoNamed).map(([, { name, bytes }]) => `${name} ${printBytes(bytes)}`);
  const largest = others.reduce<Words>((first, next) => say("comma", { first, next }), say("aloneNeeds", alone));
  const figures = { bytes: printBytes(need.bytes), limit: printBytes(limit), largest };
  return failureOf("memory", say("needsMemory", figures), node);
}

/** What to say when an allocation failed while a node ran. */
export function outOfMemory(node: string, need: MemoryNeed): Failure {
  const known = need.byNode.get(node);
  if (!known) return failureOf("memory", say("nodeMemory", { node: firstName(node) }), node);
  const { name, bytes, shape } = known;
  const figures = { node: name, bytes: printBytes(bytes), shape: printShape(shape) };
  return failureOf("memory", say("nodeMemoryFor", figures), node);
}

/** Whether an error says that memory could not be had. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError &&
  /^out of memory|allocation failed|invalid (typed )?array (buffer )?length/i.test(error.message);
