// Owns what a run may ask for: bounds that are checked before anything is counted, expanded or built.
import { say } from "../engine/core/said.ts";
import { numel, printShape } from "../engine/core/shape.ts";
import { maxElements } from "../engine/graph/problems.ts";
import type { ModuleSpec } from "../engine/graph/spec.ts";
import { resolveArgs } from "../engine/modules/derive.ts";
import { moduleDef } from "../engine/modules/index.ts";
import { failureOf } from "./failure.ts";
import type { Failure, RunRequest } from "./protocol.ts";

/** The most modules of a model that runs: far more than one can draw, few enough to build in a breath. */
export const mostModules = 20_000;

/** Why a request can never run, or null. The page asks for nothing of the kind; a page of another version may. */
export function checkRequest({ spec, inputs }: RunRequest): Failure | null {
  let modules = 0;
  for (const item of spec.items) modules += item.kind === "block" ? item.modules.length : 1;
  if (modules > mostModules) {
    return failureOf("module", say("tooManyLayers", { modules, most: mostModules }));
  }
  const names = new Map(spec.inputs.map(({ id, name }) => [id, name]));
  for (const [node, { shape }] of Object.entries(inputs)) {
    const name = names.get(node) ?? node;
    if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
      return failureOf("input", say("noShape", { node: name, shape: printShape(shape) }), node);
    }
    if (numel(shape) > maxElements) {
      return failureOf("input", say("runElements", { node: name, shape: printShape(shape), most: maxElements }), node);
    }
  }
  for (const item of spec.items) {
    for (const module of item.kind === "block" ? item.modules : [item]) {
      const failure = checkModule(module);
      if (failure) return failure;
    }
  }
  return null;
}

function checkModule({ id, module, args }: ModuleSpec): Failure | null {
  const def = moduleDef(module);
  if (!def) return { kind: "module", node: id, message: `module 'torch.nn' has no attribute '${module}'` };
  const wrong = Object.entries(resolveArgs(def, args).errors)[0];
  if (!wrong) return null;
  const [arg, error] = wrong;
  return { kind: "module", node: id, message: arg === "" ? error : `${module}: ${arg}: ${error}` };
}
