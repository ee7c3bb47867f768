// Owns the module made from a declaration: its parameters, the modules inside it, its arguments as properties, its
// forward over tensors.

import { splitKwargs } from "../core/kwargs.ts";
import { Generator } from "../core/random.ts";
import type {
  AnyModuleDef,
  Child,
  ChildList,
  Output as DeclaredOutput,
  Flags,
  ParamSpec,
  Run,
} from "../modules/define.ts";
import { checkRank, childArgs, flatOutputs, isChildList, reprArgs } from "../modules/derive.ts";
import type { ArgValues } from "../modules/fields.ts";
import { sizesOf, withSizes } from "../modules/sizes.ts";
import type { Functional } from "../ops/functional.ts";
import { no_grad } from "../tensor/autograd.ts";
import { empty, zeros } from "../tensor/create.ts";
import { tensorFunctional } from "../tensor/functional.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Module, type Output } from "./base.ts";
import { initialize } from "./init.ts";
import { bindInputs, portArguments } from "./inputs.ts";
import { ModuleListModule } from "./modulelist.ts";
import { Parameter } from "./parameter.ts";

const isTensor = (value: unknown): boolean => value instanceof Tensor;

/** What an interpreter of forward makes of the parameters and of calls of the modules inside. */
export interface Interpreter<V> {
  /** Whether modules may overwrite their inputs (`inplace`). */
  readonly overwrites: boolean;
  value(tensor: Tensor): V;
  /** The first output of a module inside. */
  call(module: Module, inputs: readonly (V | null)[], flags: Flags): V;
}

/** What a module returned, one tensor per output port: torch's tuples unpacked. */
export const flatTensors = (output: unknown): (Tensor | null)[] => flatOutputs<Tensor>(output as Output, isTensor);

/** A torch.nn module as its declaration says. Arguments and parameters are properties: `m.kernel_size`, `m.weight`. */
export class DeclaredModule extends Module {
  readonly def: AnyModuleDef;
  readonly args: ArgValues;
  /** Whether it overwrites its input where its `inplace` says so. */
  overwrites = true;
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
      if (name === "" && tensor) this.#hold(tensor, spec!);
      else if (spec?.buffer) this.register_buffer(name, tensor);
      else this.register_parameter(name, tensor && new Parameter(tensor));
    }
    if (def.reset) {
      for (const [name, parameter] of this.named_parameters()) {
        const init = def.reset(name, parameter.shape, args);
        if (init) initialize(parameter.detach(), init, generator);
      }
    }
  }

  /** Registers the tensor that the module is: it has the module's name, not one of its own. */
  #hold(tensor: Tensor, { buffer, transient, frozen }: ParamSpec): void {
    const members = this._members();
    const held = buffer ? tensor.keep() : new Parameter(tensor, !frozen);
    if (buffer) members.buffers.set("", held);
    else members.parameters.set("", held as Parameter);
    if (transient) members.transient.add("");
    Object.defineProperty(this, "", { value: held });
  }

  /** Inputs in torch's order, by their names in a last plain object, or both. */
  override forward(...given: unknown[]): Output {
    const { inputs, flags } = bindInputs(this.def, given, this.args);
    checkRank(
      this.def,
      inputs.map((input) => input?.shape ?? null),
    );
    return this.interpret<Tensor>(
      tensorFunctional,
      {
        overwrites: this.overwrites,
        value: (tensor) => tensor,
        call: (module, values, given) => callPorts(module, values, given)[0]!,
      },
      inputs,
      flags,
    ) as Output;
  }

  /** What its forward makes of any interpreter's values. Inputs in the order of the ports, null where one is open. */
  interpret<V>(
    F: Functional<V>,
    interpreter: Interpreter<V>,
    inputs: readonly (V | null)[],
    flags: Flags = this.def.flags,
  ): DeclaredOutput<V> {
    const { training } = this;
    const known = withSizes(this.def, this.args, inputs.map(sizesOf));
    const args = interpreter.overwrites || !("inplace" in known) ? known : { ...known, inplace: false };
    const self = { ...this.#values(interpreter), args, training, flags, run: this.#runs(interpreter) };
    return this.def.forward<V>(F, self, ...inputs);
  }

  /** Its own parameters and buffers, by name. */
  #values<V>(interpreter: Interpreter<V>): Readonly<Record<string, V | null>> {
    const value = (name: string): V | null => {
      const tensor = (this as Record<string, unknown>)[name] as Tensor | null | undefined;
      return tensor ? interpreter.value(tensor) : null;
    };
    return Object.fromEntries(this.#params.map((name) => [name, value(name)]));
  }

  #runs<V>(interpreter: Interpreter<V>): Readonly<Record<string, Run<V> | readonly Run<V>[] | null>> {
    const held = new Map(this.named_children());
    const runOf = (module: Module): Run<V> => {
      const call = (...given: readonly unknown[]): V => {
        const { positional, kwargs } = splitKwargs(given);
        return interpreter.call(module, positional as readonly (V | null)[], kwargs as Flags);
      };
      const params = () => (module instanceof DeclaredModule ? module.#values(interpreter) : {});
      return Object.defineProperty(call, "params", { get: params }) as Run<V>;
    };
    const runs: Record<string, Run<V> | readonly Run<V>[] | null> = {};
    for (const [name, child] of Object.entries(this.def.children(this.args))) {
      const module = held.get(name);
      if (!child || !module) runs[name] = null;
      else runs[name] = isChildList(child) ? module.children().map(runOf) : runOf(module);
    }
    return runs;
  }

  /**
   * What torch's normalisations do with a state_dict that says no version: `num_batches_tracked`, younger than they are,
   * starts at 0; running statistics that are not tracked any more are refused.
   */
  override _upgradeState(state: Map<string, unknown>, prefix: string, problems: string[]): void {
    const tracks = this.args.track_running_stats;
    const count = `${prefix}num_batches_tracked`;
    if (tracks === true && !state.has(count)) state.set(count, zeros([], { dtype: "int64" }));
    if (tracks !== false || !this.def.refusesRunningStats) return;
    const given = [`${prefix}running_mean`, `${prefix}running_var`].filter((key) => state.delete(key));
    if (given.length === 0) return;
    const [names, name] = [given.map((key) => `"${key}"`).join(" and "), this._get_name()];
    problems.push(
      `Unexpected running stats buffer(s) ${names} for ${name} with track_running_stats=False. If state_dict is a ` +
        `checkpoint saved before 0.4.0, this may be expected because ${name} does not track running stats by default ` +
        "since 0.4.0. Please remove these keys from state_dict. If the running stats are actually needed, instead set " +
        `track_running_stats=True in ${name} to enable them. See the documentation of ${name} for details.`,
    );
  }

  override _get_name(): string {
    return this.constructor === DeclaredModule ? this.def.name : this.constructor.name;
  }

  override extra_repr(): string {
    return reprArgs(this.def, this.args);
  }
}

/** Calls a module, hooks and all, with the values of its ports in their order (null: left open); one per output port. */
export function callPorts(
  module: Module,
  values: readonly (Tensor | null)[],
  flags: Flags = {},
): readonly (Tensor | null)[] {
  if (module instanceof DeclaredModule) return flatTensors(module.call(...portArguments(module.def, values, flags)));
  return flatTensors(Object.keys(flags).length > 0 ? module.call(...values, flags) : module.call(...values));
}

function buildChild(child: Child | ChildList, generator: Generator): Module {
  if (!isChildList(child)) return buildOne(child, generator);
  const made: Module[] = [];
  for (const item of child.list) {
    // Copies draw nothing from the stream.
    made.push(child.clones && made[0] ? copied(item, made[0]) : buildOne(item, generator));
  }
  return new ModuleListModule(made);
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
