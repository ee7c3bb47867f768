// Owns the way from a declaration to the ops it runs.
import type { Shape } from "../core/shape.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { checkRank } from "../modules/derive.ts";
import type { ArgValues } from "../modules/fields.ts";
import { interpretDeclared, type Mode } from "../modules/interpret.ts";
import { type Graph, Value } from "./graph.ts";
import { Recorder } from "./record.ts";

/** A graph whose parameters and buffers are known by their state_dict keys. */
export interface DeclaredGraph extends Graph {
  readonly parameters: ReadonlyMap<string, Value>;
}

const shapeOf = (value: Value | null): Shape | null => value?.shape ?? null;

/**
 * The ops that a module of torch.nn runs on inputs like these (null: an optional one that is left out). Arguments must
 * be resolved. Nothing is computed, and no weights are needed.
 * @throws ShapeError with torch's message when the inputs do not fit
 */
export function traceDeclared(
  def: AnyModuleDef,
  args: ArgValues,
  inputs: readonly (Value | null)[],
  mode: Mode = { training: false },
): DeclaredGraph {
  checkRank(def, inputs.map(shapeOf));
  const recorder = new Recorder();
  const parameters = new Map<string, Value>();
  const outputs = interpretDeclared<Value>(
    {
      functional: recorder.functional,
      overwrites: false,
      isValue: (value) => value instanceof Value,
      parameter({ shape, dtype = "float32" }, key) {
        const value = parameters.get(key) ?? new Value(shape, dtype);
        parameters.set(key, value);
        return value;
      },
    },
    def,
    args,
    inputs,
    mode,
  ).filter((value) => value !== null);
  const given = inputs.filter((value) => value !== null);
  return { inputs: given, ops: recorder.ops, outputs, byModule: new Map([["", outputs]]), parameters };
}
