// Owns the module made from a declaration: its parameters, the modules inside it, its arguments as properties, its
// forward over tensors.
import { Generator } from "../core/random.ts";
import type { AnyModuleDef, Child, ChildList, Run } from "../modules/define.ts";
import { checkRank, childArgs, flatOutputs, isChildList, reprArgs } from "../modules/derive.ts";
import type { ArgValues } from "../modules/fields.ts";
import { no_grad } from "../tensor/autograd.ts";
import { empty } from "../tensor/create.ts";
import { tensorFunctional } from "../tensor/functional.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Module, type Output } from "./base.ts";
import { initialize } from "./init.ts";
import { bindInputs, isKwargs, portArguments } from "./inputs.ts";
import { Parameter } from "./parameter.ts";

export { isKwargs } from "./inputs.ts";

/** Modules of a declaration that torch holds in a ModuleList. */
class ChildModules extends Module {
  constructor(modules: readonly Module[]) {
    super();
    for (const [i, module] of modules.entries()) this.setChild(String(i), module);
  }

  override _get_name(): string {
    return "ModuleList";
  }
}

const isTensor = (value: unknown): boolean => value instanceof Tensor;

/** What a module returned, one tensor per output port: torch's tuples unpacked. */
export const flatTensors = (output: unknown): (Tensor | null)[] => flatOutputs<Tensor>(output as Output, isTensor);

/** A torch.nn module as its declaration says. Arguments and parameters are properties: `m.kernel_size`, `m.weight`. */
export class DeclaredModule extends Module {
  readonly def: AnyModuleDef;
  readonly args: ArgValues;
  readonly #params: readonly string[];

  /**
   * `args` must be resolved; the generator gives the first values of the parameters: those of the modules inside first,
   * then its own, in their order.
   */
  constructor(def: AnyModuleDef, args: ArgValues, generator: Generator) {
    super();
    this.def = def;
    this.args = args;
    const params = Object.entries(def.params(args));
    const children = Object.entries(def.children(args));
    this.#params = params.map(([name]) => name);
    const names = new Set([...params, ...children].map(([name]) => name));
    for (const [name, value] of Object.entries(args)) {
      if (!names.has(name) && !(name in this)) Object.defineProperty(this, name, { value, enumerable: true });
    }
    for (const [name, child] of children) if (child) this.setChild(name, buildChild(child, generator));
    for (const [name, spec] of params) {
      const tensor = spec && initialize(empty(spec.shape, spec.dtype), spec.init, generator);
      if (spec?.buffer) this.register_buffer(name, tensor);
      else this.register_parameter(name, tensor && new Parameter(tensor));
    }
    if (def.reset) {
      for (const [name, parameter] of this.named_parameters()) {
        const init = def.reset(name, parameter.shape, args);
        if (init) initialize(parameter.detach(), init, generator);
      }
    }
  }

  /** Inputs in torch's order, by their names in a last plain object, or both. */
  override forward(...given: unknown[]): Output {
    const { inputs, flags } = bindInputs(this.def, given);
    checkRank(
      this.def,
      inputs.map((input) => input?.shape ?? null),
    );
    const { args, training } = this;
    const params = this.#params.map((name) => [name, (this as Record<string, unknown>)[name] ?? null]);
    const self = { ...Object.fromEntries(params), args, training, flags, run: this.#runs() };
    return this.def.forward<Tensor>(tensorFunctional, self, ...inputs) as Output;
  }

  #runs(): Readonly<Record<string, Run<Tensor> | readonly Run<Tensor>[] | null>> {
    const held = new Map(this.named_children());
    const runs: Record<string, Run<Tensor> | readonly Run<Tensor>[] | null> = {};
    for (const [name, child] of Object.entries(this.def.children(this.args))) {
      const module = held.get(name);
      if (!child || !module) runs[name] = null;
      else runs[name] = isChildList(child) ? module.children().map(runOf) : runOf(module);
    }
    return runs;
  }

  override _get_name(): string {
    return this.def.name;
  }

  override extra_repr(): string {
    return reprArgs(this.def, this.args);
  }
}

/** Calls a module inside, hooks and all; its first output. */
function runOf(module: Module): Run<Tensor> {
  const call = (...given: readonly unknown[]): Tensor => {
    const last = given.at(-1);
    const flags = isKwargs(last) ? last : {};
    const values = isKwargs(last) ? given.slice(0, -1) : given;
    const inputs = module instanceof DeclaredModule ? portArguments(module.def, values, flags as never) : given;
    return flatTensors(module.call(...inputs))[0]!;
  };
  const params = () => Object.fromEntries(Object.entries(module).filter(([, value]) => isTensor(value)));
  return Object.defineProperty(call, "params", { get: params }) as Run<Tensor>;
}

function buildChild(child: Child | ChildList, generator: Generator): Module {
  if (!isChildList(child)) return buildOne(child, generator);
  const made: Module[] = [];
  for (const item of child.list) {
    // Copies draw nothing from the stream.
    made.push(child.clones && made[0] ? copied(item, made[0]) : buildOne(item, generator));
  }
  return new ChildModules(made);
}

const buildOne = (child: Child, generator: Generator): Module =>
  child.like instanceof Module
    ? child.share
      ? child.like
      : copied(child, child.like)
    : new DeclaredModule(child.module, childArgs(child), generator);

/** A module as the child says, with the values of another. */
function copied(child: Child, source: Module): Module {
  const module = new DeclaredModule(child.module, childArgs(child), new Generator());
  no_grad(() => module.load_state_dict(source.state_dict()));
  return module;
}
