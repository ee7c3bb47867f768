// Owns the interpreter of ops that writes them down.
import type { DType } from "../core/dtype.ts";
import { typeError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";
import { isTyped, typedFunctional } from "../ops/dtypes/index.ts";
import type { Functional } from "../ops/functional.ts";
import { shapeFunctional } from "../ops/shapes/index.ts";
import { byName, inOrder, type OpName, signatures } from "../ops/signatures.ts";
import { mapValues, type Op, Value, valuesIn } from "./graph.ts";
import { traits } from "./traits.ts";

type AnyOp = (...args: readonly unknown[]) => unknown;

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((size) => typeof size === "number");

/** The dtype of an op's output; `place`: which of several. */
function outputType(name: OpName, args: object, place: number): DType {
  const { keepsDtype, int64Outputs } = traits[name];
  if (int64Outputs?.includes(place)) return "int64";
  const given = valuesIn(args).map(({ dtype }) => dtype);
  return keepsDtype && !given.includes("float32") ? (given[0] ?? "float32") : "float32";
}

/** Writes down the ops that are called on its `functional`, with the shapes they give; nothing is computed. */
export class Recorder {
  readonly ops: Op[] = [];
  /** The module whose ops are being called, by its dotted name. */
  owner = "";
  readonly functional: Functional<Value>;

  constructor() {
    const names = Object.keys(signatures) as OpName[];
    this.functional = Object.fromEntries(
      names.map((name) => [name, (...given: unknown[]) => this.record(name, given)]),
    ) as unknown as Functional<Value>;
  }

  private record<K extends OpName>(name: K, given: readonly unknown[]): unknown {
    if (given.some((arg) => typeof arg === "function")) {
      throw typeError(
        `${this.owner || "the model"} calls a module from inside ${name}, which a graph of ops cannot follow`,
      );
    }
    const args = byName<K, Value>(name, given);
    const outputs: Value[] = [];
    const toValues = (result: unknown): unknown => {
      if (result === null) return null;
      const typed = isTyped(result) ? result : null;
      if (!typed && !isShape(result)) return (result as readonly unknown[]).map(toValues);
      const dtype = typed?.dtype ?? outputType(name, args, outputs.length);
      const value = new Value(typed?.shape ?? (result as Shape), dtype);
      outputs.push(value);
      return value;
    };
    const { ruled } = traits[name];
    const known = mapValues(args, ({ shape, dtype }) => (ruled ? { shape, dtype } : shape));
    const functional = ruled ? typedFunctional : shapeFunctional;
    const result = toValues((functional[name] as unknown as AnyOp)(...inOrder(name, known)));
    this.ops.push({ name, args, outputs, owner: this.owner } as unknown as Op);
    return result;
  }
}
