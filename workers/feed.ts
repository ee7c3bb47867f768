// Owns what an Input node is fed with: the tensor it was given, checked against its shape, or random numbers.

import type { ArrayTensor } from "../engine/core/array.ts";
import { type DType, printDType } from "../engine/core/dtype.ts";
import { Generator, normal_, random_, uniform_ } from "../engine/core/random.ts";
import { type Said, say } from "../engine/core/said.ts";
import { numel, printShape, type Shape, sameShape } from "../engine/core/shape.ts";
import { firstName } from "../engine/graph/identity.ts";
import { usualBound } from "../engine/graph/index_bounds.ts";
import type { InputSpec } from "../engine/graph/spec.ts";
import { failureOf } from "./failure.ts";
import type { Failure, InputDims, InputSource, Result } from "./protocol.ts";

const refuse = (node: string, said: Said): { readonly ok: false; readonly error: Failure } => ({
  ok: false,
  error: failureOf("input", said, node),
});

/** Why a source can never be used, or null. */
export function checkSource(node: string, source: InputSource): Failure | null {
  const name = firstName(node);
  if (source.kind !== "tensor") return null;
  const { data, shape, dtype } = source;
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    return refuse(node, say("noShape", { node: name, shape: printShape(shape) })).error;
  }
  const expected = { float32: Float32Array, int64: Float64Array, bool: Uint8Array }[dtype];
  if (!(data instanceof expected)) {
    const both = { wants: expected.name, got: data.constructor.name };
    return refuse(node, say("wrongArray", { node: name, dtype: printDType(dtype), ...both })).error;
  }
  if (data.length !== numel(shape)) {
    return refuse(
      node,
      say("at", { place: name, what: `shape ${printShape(shape)} is invalid for input of size ${data.length}` }),
    ).error;
  }
  return null;
}

/**
 * The tensor an Input node of this shape and dtype gives out. Without a source it is standard normal, drawn from
 * `ownSeed`. A tensor must have the node's very shape; its elements are read as the node's
 * dtype, except that fractions are not cut off to make integers of them.
 */
export function feed(
  { id, name }: InputSpec,
  source: InputSource | undefined,
  dims: InputDims,
  ownSeed: number,
): Result<ArrayTensor> {
  const { shape, dtype } = dims;
  if (source?.kind !== "tensor") {
    const generator = new Generator(source ? source.seed : ownSeed);
    return { ok: true, value: drawRandom(source?.kind ?? "normal", dims, generator) };
  }
  if (!sameShape(source.shape, shape)) {
    return refuse(id, say("otherShape", { node: name, shape: printShape(shape), given: printShape(source.shape) }));
  }
  if (source.dtype === "float32" && dtype !== "float32") {
    return refuse(id, say("otherDtype", { node: name, dtype: printDType(dtype), given: printDType("float32") }));
  }
  return { ok: true, value: convert(source.data, shape, dtype) };
}

function drawRandom(
  kind: "normal" | "uniform",
  { shape, dtype, below = usualBound }: InputDims,
  generator: Generator,
): ArrayTensor {
  const size = numel(shape);
  switch (dtype) {
    case "float32": {
      const data = new Float32Array(size);
      if (kind === "normal") normal_(data, 0, 1, generator);
      else uniform_(data, 0, 1, generator);
      return { dtype, shape, data };
    }
    case "int64":
      return { dtype, shape, data: random_(new Float64Array(size), 0, below, generator) };
    case "bool": {
      const bits = random_(new Float64Array(size), 0, 2, generator);
      return { dtype, shape, data: Uint8Array.from(bits) };
    }
    default:
      return dtype satisfies never;
  }
}

function convert(data: Float32Array | Float64Array | Uint8Array, shape: Shape, dtype: DType): ArrayTensor {
  switch (dtype) {
    case "float32":
      return { dtype, shape, data: Float32Array.from(data) };
    case "int64":
      return { dtype, shape, data: Float64Array.from(data) };
    case "bool":
      return { dtype, shape, data: Uint8Array.from(data, (value) => (value === 0 ? 0 : 1)) };
    default:
      return dtype satisfies never;
  }
}
